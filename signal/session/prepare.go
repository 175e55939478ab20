package session

import (
	"context"

	"lebplayer/signal/sdp"
)

// Prepared is the part of a play that needs no server: a peer connection with
// its offer. It belongs to the Session that it is given to, or else has to be
// closed.
type Prepared struct {
	peer  Peer
	offer string
	local chan error // gets the outcome of setting the local description
}

// Prepare makes a Prepared, whose local description is still being set when it
// returns. ctx has to last until then: use that of the play or of the page.
func Prepare(ctx context.Context, openPeer func() (Peer, error), firefox bool) (*Prepared, error) {
	peer, err := openPeer()
	if err != nil {
		return nil, err
	}
	offer, err := peer.Offer(ctx)
	if err != nil {
		peer.Close()
		return nil, fail(CodeNegotiation, "creating the offer", err)
	}
	p := &Prepared{peer: peer, offer: sdp.MungeOffer(offer, firefox), local: make(chan error, 1)}
	// The server needs nothing of the local description that the offer does
	// not say already: setting it and asking go side by side.
	spawn(func() { p.local <- peer.SetLocalDescription(ctx, p.offer) })
	return p, nil
}

// awaitLocal waits until the local description is set, or ctx has ended: a
// connection that somebody else has closed never says so.
func (p *Prepared) awaitLocal(ctx context.Context) error {
	select {
	case err := <-p.local:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Offer returns the SDP that the play will send.
func (p *Prepared) Offer() string { return p.offer }

// Close closes a Prepared that no Session has taken.
func (p *Prepared) Close() { p.peer.Close() }
