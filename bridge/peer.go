//go:build js && wasm

package bridge

import (
	"context"
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

// peer is session.Media on an RTCPeerConnection. pion's JavaScript backend has
// neither tracks nor getStats: those go through JSValue.
type peer struct {
	config *config
	pc     *webrtc.PeerConnection
	tracks []js.Value // MediaStreamTracks, offered first and then received
	events chan session.MediaEvent
	undo   []func()

	target time.Duration // of the jitter buffers
	stats  quality.Reader
	texts  texts // of its reports

	worker js.Value // of the picture's transform, or undefined
	frames frames   // what that has told of them

	// The promises of a closed RTCPeerConnection never settle, and pion awaits
	// them without a way out: the last step under way closes the connection.
	steps   int
	closing bool
}

// openPeer makes the peer.
func openPeer(c *config) (*peer, error) {
	if missing(js.Global().Get("RTCPeerConnection")) {
		return nil, &session.Error{Code: session.CodeUnsupported, Message: "this browser has no RTCPeerConnection"}
	}
	p := &peer{config: c, texts: texts{}, events: make(chan session.MediaEvent, eventBacklog), target: avsync.BrowserDefault}
	return p, p.connect()
}

// connect makes the peer connection. W3C WebRTC §4.4.1.1: no URL in
// iceServers and no policy given here makes the constructor throw.
func (p *peer) connect() error {
	pc, err := webrtc.NewPeerConnection(webrtc.Configuration{
		ICEServers:    p.config.iceServers,
		BundlePolicy:  webrtc.BundlePolicyMaxBundle,
		RTCPMuxPolicy: webrtc.RTCPMuxPolicyRequire,
	})
	if err != nil {
		return &session.Error{Code: session.CodeNegotiation, Message: "making the peer connection: " + err.Error(), Err: err}
	}
	p.pc = pc
	p.watch()
	return nil
}

// watch turns the connection's events into media events.
func (p *peer) watch() {
	iceState := func() {
		p.emit(session.ICEStateChanged{
			Connection: p.pc.ICEConnectionState().String(),
			Gathering:  p.pc.ICEGatheringState().String(),
		})
	}
	p.pc.OnICEConnectionStateChange(func(webrtc.ICEConnectionState) { iceState() })
	p.pc.OnICEGatheringStateChange(iceState)
	p.pc.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		p.emit(session.ConnectionStateChanged{State: state.String()})
		if state == webrtc.PeerConnectionStateConnected && p.frames == framesAwaited {
			go p.watchFrames()
		}
	})
}

// watchTransport hears the server close DTLS, on the RTCDtlsTransport that all
// tracks share. Not every browser shows it.
func (p *peer) watchTransport(transport js.Value) {
	if missing(transport) {
		return
	}
	p.undo = append(p.undo, listen(transport, "statechange", func(js.Value) {
		if transport.Get("state").String() == "closed" {
			p.emit(session.TransportClosed{})
		}
	}))
}

// receives tells whether a track is the peer's.
func (p *peer) receives(track js.Value) bool {
	for _, t := range p.tracks {
		if t.Equal(track) {
			return true
		}
	}
	return false
}

// emit tells the session, unless it no longer listens: the backlog outlasts any
// wait of the session.
func (p *peer) emit(e session.MediaEvent) { trySend(p.events, e) }

// Offer implements session.Media.
func (p *peer) Offer(ctx context.Context) (string, error) {
	offer, err := p.offer(ctx)
	if err == nil && p.frames == framesHeld {
		// The page's policy forbids the worker, which is told before the offer
		// is made. A receiver that has had a transform lets no frame pass without
		// (Chromium 156), so there has to be another connection. The page is given
		// it when it is shown.
		p.unwatch()
		_ = p.pc.Close()
		if err = p.connect(); err == nil {
			offer, err = p.offer(ctx)
		}
	}
	for _, transceiver := range p.transceivers() {
		p.tracks = append(p.tracks, trackOf(transceiver))
	}
	return offer, err
}

// offer adds the transceivers and makes the offer. In Chromium 156 a transform
// has to be set in the turn of the event loop in which its receiver is made:
// later, frames go past it.
func (p *peer) offer(ctx context.Context) (string, error) {
	if p.config.receiveAudio {
		if err := p.receive(webrtc.RTPCodecTypeAudio); err != nil {
			return "", err
		}
	}
	if p.config.receiveVideo {
		transform := p.openSEI()
		if err := p.receive(webrtc.RTPCodecTypeVideo); err != nil {
			return "", err
		}
		if !missing(transform) {
			p.transceiver("video").Get("receiver").Set("transform", transform)
		}
	}
	var offer webrtc.SessionDescription
	err := p.step(ctx, func() (err error) {
		offer, err = p.pc.CreateOffer(&webrtc.OfferOptions{})
		return err
	})
	return offer.SDP, err
}

// receive adds a transceiver.
func (p *peer) receive(kind webrtc.RTPCodecType) error {
	_, err := p.pc.AddTransceiverFromKind(kind, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly})
	return err
}

// SetLocalDescription implements session.Media.
func (p *peer) SetLocalDescription(ctx context.Context, sdp string) error {
	return p.step(ctx, func() error {
		return p.pc.SetLocalDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: sdp})
	})
}

// SetRemoteDescription implements session.Media. What the answer refuses is
// not waited for.
func (p *peer) SetRemoteDescription(ctx context.Context, sdp string) error {
	err := p.step(ctx, func() error {
		return p.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: sdp})
	})
	if err != nil {
		return err
	}
	p.tracks = nil
	for _, transceiver := range p.transceivers() {
		if !receives(transceiver) {
			continue
		}
		if len(p.tracks) == 0 {
			p.watchTransport(transceiver.Get("receiver").Get("transport"))
		}
		p.tracks = append(p.tracks, trackOf(transceiver))
	}
	return nil
}

func (p *peer) transceivers() []js.Value { return elements(p.pc.JSValue().Call("getTransceivers")) }

// transceiver gives the first one of a kind, or undefined.
func (p *peer) transceiver(kind string) js.Value {
	for _, transceiver := range p.transceivers() {
		if kindOf(transceiver) == kind {
			return transceiver
		}
	}
	return js.Undefined()
}

func trackOf(transceiver js.Value) js.Value { return transceiver.Get("receiver").Get("track") }

func kindOf(transceiver js.Value) string { return trackOf(transceiver).Get("kind").String() }

// receives tells whether the answer has agreed to the transceiver.
func receives(transceiver js.Value) bool {
	direction := transceiver.Get("currentDirection")
	return direction.Type() == js.TypeString && direction.String() == "recvonly"
}

// step runs one of pion's negotiation steps for as long as ctx lasts.
func (p *peer) step(ctx context.Context, run func() error) error {
	done := make(chan error, 1)
	p.steps++
	go func() {
		done <- run()
		p.steps--
		p.closeWhenIdle()
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Events implements session.Media.
func (p *peer) Events() <-chan session.MediaEvent { return p.events }

// Close implements session.Media.
func (p *peer) Close() {
	for _, undo := range p.undo {
		undo()
	}
	p.unwatch()
	p.closing = true
	p.closeWhenIdle()
}

// unwatch takes back what watch has set: pion releases its handlers with the
// connection, but leaves them set.
func (p *peer) unwatch() {
	for _, handler := range []string{"oniceconnectionstatechange", "onicegatheringstatechange", "onconnectionstatechange"} {
		p.pc.JSValue().Set(handler, js.Null())
	}
}

func (p *peer) closeWhenIdle() {
	if p.closing && p.steps == 0 {
		_ = p.pc.Close() // RTCPeerConnection.close() does not throw
	}
}
