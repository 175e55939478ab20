// Package edge is a local LEB edge: the server's half of the LEB signalling (package signaltest) joined to real WebRTC
// media, for development and tests. Any stream name plays the same looped clip. It is no production server: there is no access
// control, hence loopback addresses only unless told otherwise.
//
// H.264 pictures carry SEI with the time of their sending (clockSEI) if the pull has seipass 1. They also go through a data
// channel labelled "kdccmd", if the viewer opens one (syncSEI).
//
// Faults happen on demand; fault.go has their names. A stream of the app "fault" has the one in its own name, any stream
// those that POST /edge/fault asks for, and all streams have Config.Faults. Below /edge/host/{fault}/webrtc/v1/ is one more
// signalling host, with that fault of pulls.
//
// For measuring, /edge/state tells what sessions and calls there were, and /edge/sent when each picture went out; the sample's
// pictures show their number.
package edge

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"lebplayer/web/edge/netem"
)

// Config is what New needs; the zero value is a loopback edge with the built-in sample.
type Config struct {
	UDPAddr        string        // the one media port, IPv4; default "127.0.0.1:0" (any free port). Its IP is the answers' only candidate
	AllowRemote    bool          // permits a UDPAddr that other machines can reach
	Video          *Clip         // replaces the sample's H.264 and VP8; see LoadVideo
	Audio          *Clip         // replaces the sample's Opus; see LoadAudio
	ConsentTimeout time.Duration // how long a viewer may be silent, connecting included (RFC 7675); default 10 s
	Link           *netem.Link   // the network the media go through; nil is the one there is
	Faults         []string      // names of faults that befall every pull and session; not "restart"
	Log            *slog.Logger  // default slog.Default(). Gets no secrets and no SDP
}

// DefaultConsentTimeout is how long a viewer may be silent before its session ends.
const DefaultConsentTimeout = 10 * time.Second

var errClosing = errors.New("the edge is closing")

// Edge serves viewers until Close. Its methods are safe for concurrent use.
type Edge struct {
	log       *slog.Logger
	library   library
	transport *transport
	faults    []fault // Config.Faults
	mux       *http.ServeMux
	started   time.Time
	closing   context.Context
	close     context.CancelFunc
	running   sync.WaitGroup

	mu       sync.Mutex
	closed   bool
	sessions []*session // oldest first, ended ones included
	book     faultBook
	hosts    map[fault]http.Handler
	calls    []CallState
}

// New opens the media port. The signalling is served wherever the caller mounts Handler.
func New(config Config) (*Edge, error) {
	if config.UDPAddr == "" {
		config.UDPAddr = "127.0.0.1:0"
	}
	if config.ConsentTimeout == 0 {
		config.ConsentTimeout = DefaultConsentTimeout
	}
	if config.Log == nil {
		config.Log = slog.Default()
	}
	if err := CheckAddr(config.UDPAddr, config.AllowRemote); err != nil {
		return nil, err
	}
	faults, err := parseFaults(config.Faults)
	if err != nil {
		return nil, err
	}
	clips := sampleLibrary()
	if config.Video != nil {
		clips.video = []*Clip{config.Video}
	}
	if config.Audio != nil {
		clips.audio = config.Audio
	}
	media, err := newTransport(config.UDPAddr, config.ConsentTimeout, config.Link)
	if err != nil {
		return nil, err
	}
	e := &Edge{
		log: config.Log, library: clips, transport: media, faults: faults, started: time.Now(),
		mux: http.NewServeMux(), book: faultBook{}, hosts: map[fault]http.Handler{},
	}
	e.closing, e.close = context.WithCancel(context.Background())
	e.mux.Handle("/webrtc/v1/", e.newHost(nil))
	e.mux.HandleFunc("/edge/state", e.serveState)
	e.mux.HandleFunc("/edge/sent", e.serveSent)
	e.mux.HandleFunc("/edge/fault", e.serveFault)
	e.mux.HandleFunc("/edge/host/{fault}/", e.serveHost)
	e.running.Go(e.followAlerts)
	return e, nil
}

// Handler serves the five LEB endpoints under /webrtc/v1/, and the edge's own under /edge/.
func (e *Edge) Handler() http.Handler { return e.mux }

// Close ends all sessions and frees the media port. Pulls that come later are refused.
func (e *Edge) Close() {
	e.mu.Lock()
	e.closed = true
	sessions := e.sessions
	e.mu.Unlock()
	for _, s := range sessions {
		s.end(errEdgeClosed)
	}
	for _, s := range sessions {
		<-s.done // their viewers are told while there is a socket
	}
	e.transport.close()
	e.close()
	e.running.Wait()
}

// followAlerts ends the session whose viewer said goodbye.
func (e *Edge) followAlerts() {
	for {
		select {
		case <-e.closing.Done():
			return
		case remote := <-e.transport.alerts:
			for _, s := range e.live() {
				if s.remote() == remote {
					s.end(errPeerClosed)
				}
			}
		}
	}
}

// live lists the sessions that have not ended.
func (e *Edge) live() []*session {
	e.mu.Lock()
	defer e.mu.Unlock()
	var live []*session
	for _, s := range e.sessions {
		if !s.hasEnded() {
			live = append(live, s)
		}
	}
	return live
}
