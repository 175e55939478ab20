// Package edge is a local LEB edge for development and tests: the server side of LEB signalling (package signaltest) with real
// WebRTC media. Every stream name plays the same looped clip. It is not a production server: everybody may play, and it therefore
// accepts only loopback addresses by default.
//
// # HLS
//
// The stream webrtc://host/app/stream is also a live HLS broadcast at /app/stream.m3u8, whatever the fault in its name: what a viewer falls
// back to when WebRTC fails. It is open to all pages.
//
// # SEI
//
// If a pull has seipass 1, every H.264 frame carries an SEI message with its sending time (clockSEI). If the viewer opens a
// data channel labelled "kdccmd", the same messages are sent through it (syncSEI).
//
// # Faults
//
// Faults can be requested in four ways; fault.go lists their names. A stream of the app "fault" has the fault in its name.
// Config.Faults apply to all streams. POST /edge/fault applies a fault to one stream. The signalling host at
// /edge/host/{fault}/webrtc/v1/ has the pull fault in its path.
//
// # Measurement
//
// /edge/state lists sessions and signalling calls. /edge/sent lists the sending time of each video frame; the built-in sample
// shows the number of each frame in the frame itself. These endpoints and /edge/fault answer only pages of the edge's site and
// programs on this machine, or who has the token; see Config.SitePort and Config.Token.
package edge

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"lebplayer/signal/signaltest"
	"lebplayer/web/edge/netem"
)

// Config holds the options of New. The zero value is a loopback edge that plays the built-in sample.
type Config struct {
	// UDPAddr is the IPv4 host:port of the only media port. Its IP address is the only ICE candidate of all answers. The
	// default is "127.0.0.1:0", any free port.
	UDPAddr string
	// AllowRemote permits a UDPAddr that other machines can reach. Faults such as "hang" then hold a signalling call for at most
	// 30 s.
	AllowRemote bool
	// Video replaces the H.264 and VP8 of the sample. See LoadVideo.
	Video *Clip
	// Audio replaces the Opus of the sample. See LoadAudio.
	Audio *Clip
	// ConsentTimeout ends the session of a viewer that sends nothing for so long (RFC 7675). It also limits the time a viewer
	// has for connecting. The default is DefaultConsentTimeout.
	ConsentTimeout time.Duration
	// MaxSessions limits the number of sessions, including those that are connecting or closing. Further pulls are answered with
	// the HTTP status 503. The default is DefaultMaxSessions.
	MaxSessions int
	// Link is an emulated network for the media. Nil emulates none.
	Link *netem.Link
	// Faults names faults that apply to every pull and session. See CheckFault.
	Faults []string
	// SitePort is the port of the site whose pages may use the endpoints below /edge/ from this machine. The site has the host
	// name of the edge. The default is none.
	SitePort int
	// Token is the value of the query parameter token that opens the endpoints below /edge/ to everybody who knows it. The default
	// is a random one. See Edge.Token.
	Token string
	// Log receives signalling calls, fault requests, and the begin and end of sessions, without secrets and SDP. The default is
	// slog.Default().
	Log *slog.Logger
}

// DefaultConsentTimeout is the default of Config.ConsentTimeout.
const DefaultConsentTimeout = 10 * time.Second

// DefaultMaxSessions is the default of Config.MaxSessions.
const DefaultMaxSessions = 100

var errClosing = errors.New("the edge is closing")

// Edge is a running LEB edge, made by New. It serves viewers until Close. Its methods are safe for concurrent use.
type Edge struct {
	log       *slog.Logger
	library   library
	transport *transport
	faults    []fault // from Config.Faults
	mux       *http.ServeMux
	access    access // to the endpoints below /edge/
	started   time.Time
	closing   context.Context // ends with Close
	close     context.CancelFunc
	running   sync.WaitGroup
	calls     signaltest.CallLog // of all hosts
	maxHold   time.Duration      // time after which signalling calls are aborted; 0 for never
	slots     chan struct{}      // holds an element for each session until its peer connection is closed

	mu        sync.Mutex
	closed    bool
	sessions  []*session // oldest first, including ended ones
	scheduled faultSchedule
	hosts     map[fault]http.Handler // by the fault in their path; made on demand
}

// New opens the media port and returns an edge. The caller serves its Handler and closes it in the end. New returns an error if
// the media port cannot be opened, a *RemoteAddrError if UDPAddr is not permitted, and an error for an unknown fault.
func New(config Config) (*Edge, error) {
	if config.UDPAddr == "" {
		config.UDPAddr = "127.0.0.1:0"
	}
	if config.ConsentTimeout == 0 {
		config.ConsentTimeout = DefaultConsentTimeout
	}
	if config.MaxSessions == 0 {
		config.MaxSessions = DefaultMaxSessions
	}
	if config.Token == "" {
		config.Token = rand.Text()
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
		mux: http.NewServeMux(), access: access{token: config.Token, sitePort: config.SitePort},
		slots: make(chan struct{}, config.MaxSessions), scheduled: faultSchedule{}, hosts: map[fault]http.Handler{},
	}
	if config.AllowRemote {
		e.maxHold = maxRemoteHold
	}
	e.closing, e.close = context.WithCancel(context.Background())
	e.mux.Handle("/webrtc/v1/", e.newHost(nil))
	e.mux.Handle("/edge/state", e.access.guard(endpoint{http.MethodGet: e.serveState, http.MethodDelete: e.deleteCalls}))
	e.mux.Handle("/edge/sent", e.access.guard(endpoint{http.MethodGet: e.serveSent}))
	e.mux.Handle("/edge/fault", e.access.guard(endpoint{http.MethodPost: e.postFault, http.MethodDelete: e.deleteFaults}))
	e.mux.HandleFunc("/edge/host/{fault}/", e.serveHost)
	e.mux.Handle("/{app}/{file}", newHLS(clips, e.started))
	e.running.Go(e.followAlerts)
	return e, nil
}

// Handler returns the handler of the LEB endpoints below /webrtc/v1/, of the edge's own endpoints below /edge/, and of the HLS of all
// streams.
func (e *Edge) Handler() http.Handler { return e.mux }

// Token returns the value of the query parameter token that opens the endpoints below /edge/.
func (e *Edge) Token() string { return e.access.token }

// Close ends all sessions and releases the media port. Later pulls are refused with CodeClosing.
func (e *Edge) Close() {
	e.mu.Lock()
	e.closed = true
	sessions := e.sessions
	e.mu.Unlock()
	for _, s := range sessions {
		s.end(errEdgeClosed)
	}
	for _, s := range sessions {
		<-s.done // the close_notify needs the socket
	}
	e.transport.close()
	e.close()
	e.running.Wait()
}

// followAlerts ends the sessions whose viewers have closed their connections.
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

// live returns the sessions that have not ended.
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
