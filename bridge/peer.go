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

// eventBacklog is the number of events kept for the session. It is enough for those
// that come while the session waits for pullstream's answer and, in one half, for
// the SEI that comes at once after a page has been busy.
const eventBacklog = 64

// peer is session.Peer on an RTCPeerConnection. pion makes the connection and its
// transceivers. Everything else goes through JSValue: pion's JavaScript backend has no
// tracks and no getStats. A method that throws needs recover there, and a promise that
// never settles leaves a goroutine waiting forever.
type peer struct {
	config *config
	pc     *webrtc.PeerConnection
	tracks []js.Value // MediaStreamTracks, offered first and then received
	events chan session.PeerEvent
	undo   []func() // remove the event listeners, and end the rest of the peer's work
	state  string   // RTCPeerConnectionState, as last reported

	target time.Duration // of the jitter buffers
	stats  quality.Reader
	texts  texts // that occur in the reports

	worker js.Value // of the video's transform, or undefined
	frames frames   // the state of the transform

	// The promises of a closed RTCPeerConnection never settle, and their waiters
	// would stay forever. So the end of the last step under way closes it.
	steps   int  // of the negotiation, under way
	closing bool // Close has been called
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

// firstError returns the exception that a fence has caught, or else pion's error:
// where recover works, pion catches exceptions itself.
func firstError(thrown, err error) error {
	if thrown != nil {
		return thrown
	}
	if e, ok := err.(js.Error); ok {
		return asException(e.Value)
	}
	return err
}

// watch turns the events of the peer connection into session.PeerEvents.
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

// connectionState returns the RTCPeerConnectionState or, where a browser has none,
// the one that corresponds to the ICE state (browsers.md, "no connectionState").
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

// enter emits the state of the connection, if it has changed.
func (p *peer) enter(state string) {
	if state == p.state {
		return
	}
	p.state = state
	p.emit(session.ConnectionStateChanged{State: state})
	if state == "connected" && p.frames == framesAwaited {
		spawn(p.watchFrames)
	}
}

// watchTransport emits that the server has closed DTLS, as seen on the
// RTCDtlsTransport that all tracks share. Not every browser has one.
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

// emit sends an event to the session, unless the session no longer receives: the
// backlog outlasts any wait of the session.
func (p *peer) emit(e session.PeerEvent) { trySend(p.events, e) }

// Events implements session.Peer.
func (p *peer) Events() <-chan session.PeerEvent { return p.events }

// Close implements session.Peer.
func (p *peer) Close() {
	p.release()
	p.closing = true
	p.closeWhenIdle()
}

// release removes and releases the functions that the peer has passed to
// JavaScript.
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
