//go:build js && wasm

package bridge

import (
	"context"

	"lebplayer/signal/sdp"
)

// Renegotiate implements avsync.Peer. ICE and DTLS go on, and so do the receivers
// whose part of the answer is unchanged (browsers.md, "new receiver").
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
