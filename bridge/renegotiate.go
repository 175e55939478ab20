//go:build js && wasm

package bridge

import (
	"context"

	"github.com/pion/webrtc/v3"

	"lebplayer/signal/sdp"
)

// Renegotiate implements avsync.Media. ICE and DTLS go on, and so does what the
// answer leaves as it was (browsers.md, "new receiver").
func (p *peer) Renegotiate(ctx context.Context, answer string) error {
	return p.step(ctx, func() error {
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
