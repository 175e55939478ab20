package session

import (
	"context"

	"lebplayer/signal/sdp"
)

// Prepared is all of a play that needs no server: a peer connection with its
// offer made and its local description being set. It belongs to the Session
// it is given to, or has to be closed.
type Prepared struct {
	media Media
	offer string
	local chan error // what setting the local description came to
}

// Prepare makes a Prepared. ctx has to last until the local description is
// set: use the play's, or the page's.
func Prepare(ctx context.Context, openMedia func() (Media, error), firefox bool) (*Prepared, error) {
	media, err := openMedia()
	if err != nil {
		return nil, err
	}
	offer, err := media.Offer(ctx)
	if err != nil {
		media.Close()
		return nil, fail(CodeNegotiation, "creating the offer", err)
	}
	p := &Prepared{media: media, offer: sdp.MungeOffer(offer, firefox), local: make(chan error, 1)}
	// The server needs nothing of the local description that the offer does
	// not say already: setting it and asking go side by side.
	go func() { p.local <- media.SetLocalDescription(ctx, p.offer) }()
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

// Offer is the SDP that the play will send.
func (p *Prepared) Offer() string { return p.offer }

// Close lets go of a Prepared that no Session has taken.
func (p *Prepared) Close() { p.media.Close() }
