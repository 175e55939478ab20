//go:build js && wasm

package bridge

import (
	"syscall/js"
	"time"

	"github.com/pion/webrtc/v3"

	"lebplayer/signal/quality"
	"lebplayer/signal/session"
	"lebplayer/signal/session/avsync"
)

// eventBacklog holds the media events of the time in which the session waits
// for pullstream's answer, and, in one half of it, the SEI that comes at once
// after a page has been busy.
const eventBacklog = 64

// peer is session.Peer on an RTCPeerConnection. pion makes that and its
// transceivers. All else goes through JSValue: pion's JavaScript backend has no tracks
// and no getStats, and where a method throws, or its promise never settles, it needs
// recover and a goroutine that waits for good.
type peer struct {
	config *config
	pc     *webrtc.PeerConnection
	tracks []js.Value // MediaStreamTracks, offered first and then received
	events chan session.PeerEvent
	undo   []func()
	state  string // RTCPeerConnectionState, last told

	target time.Duration // of the jitter buffers
	stats  quality.Reader
	texts  texts // of its reports

	worker js.Value // of the video's transform, or undefined
	frames frames   // what the worker has told of them

	// The promises of a closed RTCPeerConnection never settle, and their waiters
	// would stay for good: the last step under way closes the connection.
	steps   int
	closing bool
}

// openPeer makes the peer.
func openPeer(c *config) (*peer, error) {
	if missing(get(js.Global(), "RTCPeerConnection")) {
		return nil, &session.Error{Code: session.CodeUnsupported, Message: "this browser has no RTCPeerConnection"}
	}
	p := &peer{config: c, texts: texts{}, events: make(chan session.PeerEvent, eventBacklog), target: avsync.BrowserDefault}
	return p, p.connect()
}

// connect makes the peer connection.
func (p *peer) connect() error {
	var pc *webrtc.PeerConnection
	var err error
	thrown := try(func() {
		pc, err = webrtc.NewPeerConnection(webrtc.Configuration{
			ICEServers:    p.config.iceServers,
			BundlePolicy:  webrtc.BundlePolicyMaxBundle,
			RTCPMuxPolicy: webrtc.RTCPMuxPolicyRequire,
		})
	})
	if err = firstError(thrown, err); err != nil {
		return p.config.refused(err)
	}
	p.pc = pc
	p.watch()
	return nil
}

// firstError returns what a fence has caught, or else what pion gives: where there
// is recover, pion has caught it itself.
func firstError(thrown, err error) error {
	if thrown != nil {
		return thrown
	}
	if e, ok := err.(js.Error); ok {
		return asException(e.Value)
	}
	return err
}

// watch turns the connection's events into media events.
func (p *peer) watch() {
	pc := p.pc.JSValue()
	connection := func(js.Value) { p.enter(connectionState(pc)) }
	ice := func(js.Value) {
		p.emit(session.ICEStateChanged{Connection: text(pc, "iceConnectionState"), Gathering: text(pc, "iceGatheringState")})
	}
	p.undo = append(p.undo,
		listen(pc, "iceconnectionstatechange", ice),
		listen(pc, "icegatheringstatechange", ice),
		listen(pc, "connectionstatechange", connection),
		listen(pc, "iceconnectionstatechange", connection))
}

// connectionState returns an RTCPeerConnectionState, or the like of ICE where a
// browser has none (browsers.md, "no connectionState").
func connectionState(pc js.Value) string {
	if state := text(pc, "connectionState"); state != "" {
		return state
	}
	switch state := text(pc, "iceConnectionState"); state {
	case "completed":
		return "connected"
	case "checking":
		return "connecting"
	default:
		return state
	}
}

// enter tells of the connection's state, if it is another one.
func (p *peer) enter(state string) {
	if state == p.state {
		return
	}
	p.state = state
	p.emit(session.ConnectionStateChanged{State: state})
	if state == "connected" && p.frames == framesAwaited {
		go p.watchFrames()
	}
}

// watchTransport hears the server close DTLS, on the RTCDtlsTransport that all
// tracks share. Not every browser shows it.
func (p *peer) watchTransport(transport js.Value) {
	if missing(transport) {
		return
	}
	p.undo = append(p.undo, listen(transport, "statechange", func(js.Value) {
		if text(transport, "state") == "closed" {
			p.emit(session.TransportClosed{})
		}
	}))
}

// emit tells the session, unless it no longer listens: the backlog outlasts any
// wait of the session.
func (p *peer) emit(e session.PeerEvent) { trySend(p.events, e) }

// Events implements session.Peer.
func (p *peer) Events() <-chan session.PeerEvent { return p.events }

// Close implements session.Peer.
func (p *peer) Close() {
	p.release()
	p.closing = true
	p.closeWhenIdle()
}

// release takes back what the peer has given to JavaScript.
func (p *peer) release() {
	for _, undo := range p.undo {
		undo()
	}
	p.undo = nil
}

func (p *peer) closeWhenIdle() {
	if p.closing && p.steps == 0 {
		_, _ = call(p.pc.JSValue(), "close")
	}
}
