//go:build js && wasm

package bridge

import (
	"context"
	"syscall/js"
	"time"

	"github.com/pion/webrtc/v3"

	"lebplayer/signal/quality"
	"lebplayer/signal/session"
)

// eventBacklog holds the media events of the time in which the session waits
// for pullstream's answer.
const eventBacklog = 32

// peer is session.Media on an RTCPeerConnection. pion's JavaScript backend has
// neither tracks nor getStats: those go through JSValue.
type peer struct {
	config *config
	pc     *webrtc.PeerConnection
	tracks []js.Value // MediaStreamTracks, offered first and then received
	events chan session.MediaEvent
	undo   []func()

	target    time.Duration // of the jitter buffers
	statsKeys js.Value      // undefined before the first Stats

	// The promises of a closed RTCPeerConnection never settle, and pion awaits
	// them without a way out: the last step under way closes the connection.
	steps   int
	closing bool
}

// openPeer makes the peer connection. W3C WebRTC §4.4.1.1: no URL in
// iceServers and no policy given here makes the constructor throw.
func openPeer(c *config) (*peer, error) {
	if missing(js.Global().Get("RTCPeerConnection")) {
		return nil, &session.Error{Code: session.CodeUnsupported, Message: "this browser has no RTCPeerConnection"}
	}
	pc, err := webrtc.NewPeerConnection(webrtc.Configuration{
		ICEServers:    c.iceServers,
		BundlePolicy:  webrtc.BundlePolicyMaxBundle,
		RTCPMuxPolicy: webrtc.RTCPMuxPolicyRequire,
	})
	if err != nil {
		return nil, &session.Error{Code: session.CodeNegotiation, Message: "making the peer connection: " + err.Error(), Err: err}
	}
	p := &peer{
		config: c,
		pc:     pc,
		events: make(chan session.MediaEvent, eventBacklog),
		target: session.BrowsersOwn,
	}
	p.watch()
	return p, nil
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

// emit never blocks what JavaScript calls: the backlog outlasts any wait of
// the session, and past it the session no longer listens.
func (p *peer) emit(e session.MediaEvent) {
	select {
	case p.events <- e:
	default:
	}
}

// Offer implements session.Media.
func (p *peer) Offer(ctx context.Context) (string, error) {
	kinds := map[webrtc.RTPCodecType]bool{webrtc.RTPCodecTypeAudio: p.config.receiveAudio, webrtc.RTPCodecTypeVideo: p.config.receiveVideo}
	for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo} {
		if !kinds[kind] {
			continue
		}
		receive := webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly}
		if _, err := p.pc.AddTransceiverFromKind(kind, receive); err != nil {
			return "", err
		}
	}
	var offer webrtc.SessionDescription
	err := p.step(ctx, func() (err error) {
		offer, err = p.pc.CreateOffer(&webrtc.OfferOptions{})
		return err
	})
	for _, transceiver := range p.transceivers() {
		p.tracks = append(p.tracks, trackOf(transceiver))
	}
	return offer.SDP, err
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

// Stats implements session.Media. The report crosses as JSON cut down to what
// quality.Read looks at: one call each way, and no certificate in it.
func (p *peer) Stats(ctx context.Context) (quality.Sample, error) {
	report, err := await(ctx, p.pc.JSValue().Call("getStats"))
	if err != nil {
		return quality.Sample{}, err
	}
	entries := js.Global().Get("Array").Call("from", report.Call("values"))
	if p.statsKeys.IsUndefined() {
		p.statsKeys = allowList(quality.Keys)
	}
	return quality.Read(js.Global().Get("JSON").Call("stringify", entries, p.statsKeys).String())
}

// allowList is a list of member names as JSON.stringify wants it.
func allowList(names []string) js.Value {
	list := make([]any, len(names))
	for i, name := range names {
		list[i] = name
	}
	return js.ValueOf(list)
}

// Close implements session.Media.
func (p *peer) Close() {
	for _, undo := range p.undo {
		undo()
	}
	// pion releases its handlers but leaves them set.
	for _, handler := range []string{"oniceconnectionstatechange", "onicegatheringstatechange", "onconnectionstatechange"} {
		p.pc.JSValue().Set(handler, js.Null())
	}
	p.closing = true
	p.closeWhenIdle()
}

func (p *peer) closeWhenIdle() {
	if p.closing && p.steps == 0 {
		_ = p.pc.Close() // RTCPeerConnection.close() does not throw
	}
}
