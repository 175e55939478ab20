// Package edge is a local LEB edge: the server's half of the LEB signalling (package signaltest) joined to real WebRTC
// media, for development and tests. Any stream name plays the same looped clip; names of the app "fault" misbehave (see
// fault.go). It is no production server: there is no access control, hence loopback addresses only unless told otherwise.
package edge

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"lebplayer/signal/signaltest"
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
	signal    *signaltest.Handler
	mux       *http.ServeMux
	started   time.Time
	closing   context.Context
	close     context.CancelFunc
	running   sync.WaitGroup

	mu       sync.Mutex
	closed   bool
	sessions []*session // oldest first, ended ones included
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
	e := &Edge{log: config.Log, library: clips, transport: media, started: time.Now(), mux: http.NewServeMux()}
	e.closing, e.close = context.WithCancel(context.Background())
	e.signal = &signaltest.Handler{Backend: e, Fault: faultFor, OnCall: e.record}
	e.mux.Handle("/webrtc/v1/", e.signal)
	e.mux.HandleFunc("/edge/state", e.serveState)
	e.running.Go(e.followAlerts)
	return e, nil
}

// Handler serves the five LEB endpoints under /webrtc/v1/ and the edge's own /edge/state.
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
