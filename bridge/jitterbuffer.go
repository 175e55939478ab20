//go:build js && wasm

package bridge

import (
	"context"
	"syscall/js"
	"time"

	"github.com/pion/webrtc/v3"

	"lebplayer/signal/sdp"
	"lebplayer/signal/session"
)

// leastForSound is what sound may be asked to wait: at 0 some browsers play it
// in pieces.
const leastForSound = 20 * time.Millisecond

// SetJitterBufferTarget implements session.Media: jitterBufferTarget of W3C
// WebRTC Extensions, in ms, or Chromium's older playoutDelayHint, in s. Both
// kinds get it, or lip sync would delay the one for the other's sake.
func (p *peer) SetJitterBufferTarget(target time.Duration) {
	if target == p.target {
		return
	}
	p.target = target
	for _, transceiver := range p.transceivers() {
		if receiver := transceiver.Get("receiver"); target >= 0 && kindOf(transceiver) == "audio" {
			setTarget(receiver, max(target, leastForSound))
		} else {
			setTarget(receiver, target)
		}
	}
}

func setTarget(receiver js.Value, target time.Duration) {
	name, unit := "jitterBufferTarget", time.Millisecond
	if receiver.Get(name).IsUndefined() {
		name, unit = "playoutDelayHint", time.Second
	}
	if target == session.BrowsersOwn {
		receiver.Set(name, js.Null())
	} else {
		receiver.Set(name, float64(target)/float64(unit))
	}
}

// RestartAudio implements session.Media. It offers the sound as inactive and
// then as before, and answers itself: the server neither knows nor needs to.
// ICE, DTLS and the picture go on (Chromium 156).
func (p *peer) RestartAudio(ctx context.Context, answer string) error {
	audio := p.transceiver("audio")
	if missing(audio) || !receives(audio) {
		return nil
	}
	if err := p.renegotiate(ctx, audio, webrtc.RTPTransceiverDirectionInactive, sdp.Inactive(answer, "audio")); err != nil {
		return err
	}
	return p.renegotiate(ctx, audio, webrtc.RTPTransceiverDirectionRecvonly, answer)
}

func (p *peer) renegotiate(ctx context.Context, transceiver js.Value, direction webrtc.RTPTransceiverDirection, answer string) error {
	return p.step(ctx, func() error {
		transceiver.Set("direction", direction.String())
		offer, err := p.pc.CreateOffer(&webrtc.OfferOptions{})
		if err != nil {
			return err
		}
		offer.SDP = sdp.MungeOffer(offer.SDP, p.config.session.Firefox)
		if err := p.pc.SetLocalDescription(offer); err != nil {
			return err
		}
		return p.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer})
	})
}
