//go:build js && wasm

package bridge

import (
	"context"

	"lebplayer/signal/sdp"
)

// Renegotiate implements avsync.Peer. ICE and DTLS go on, and so does what the
// answer leaves as it was (browsers.md, "new receiver").
func (p *peer) Renegotiate(ctx context.Context, answer string) error {
	offer, err := p.createOffer(ctx)
	if err != nil {
		return err
	}
	if err := p.SetLocalDescription(ctx, sdp.MungeOffer(offer, p.config.session.Firefox)); err != nil {
		return err
	}
	return p.setAnswer(ctx, answer)
}
