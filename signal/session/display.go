package session

import (
	"context"
	"errors"
)

// display shows pulls in the element. It starts the element once, and reacts to
// the outcome.
type display struct {
	session *Session
	played  chan played // gets the outcome of each start
	started bool        // the element has been started
	muted   bool        // it was muted for that
	size    Resize      // the size of the picture that the page knows
}

// played is the outcome of starting the element.
type played struct {
	muted bool
	err   error
}

func newDisplay(s *Session) *display {
	return &display{session: s, played: make(chan played)}
}

// playVideo starts the element, and sends the outcome to played while ctx lasts.
func (d *display) playVideo(ctx context.Context, muted bool) {
	d.started, d.muted = true, muted
	spawn(func() {
		select {
		case d.played <- played{muted, d.session.Element.Play(ctx, muted)}:
		case <-ctx.Done():
		}
	})
}

// show shows the tracks of a peer connection, or its audio alone. An element that
// was muted for its start stays so in the next one, unless the viewer has unmuted it.
func (d *display) show(ctx context.Context, peer Peer, soundAlone bool) {
	stopped := d.session.Element.Show(peer, soundAlone)
	if stopped || !d.started {
		d.playVideo(ctx, d.muted && d.session.Element.Silent())
	}
}

// hear handles an event of the element. If that is the first frame after show, it
// returns the frame.
func (d *display) hear(event ElementEvent) (frame FrameRendered, rendered bool) {
	switch e := event.(type) {
	case FrameRendered:
		return e, true
	case Resized:
		if size := Resize(e); size != d.size { // browsers.md, "resize fires twice"
			d.size = size
			d.session.Observer.Observe(size)
		}
	}
	return FrameRendered{}, false
}

// afterPlay reacts to a refused autoplay. Any other rejection of play() means that
// the page itself has paused or reloaded the element.
func (d *display) afterPlay(ctx context.Context, p played) {
	switch {
	case p.err == nil && p.muted:
		d.session.Observer.Observe(AutoplayBlocked{Muted: true})
	case !errors.Is(p.err, ErrAutoplayRefused):
	case p.muted || d.session.Config.Autoplay == AutoplayManual:
		d.session.Observer.Observe(AutoplayBlocked{Muted: false})
	default:
		d.playVideo(ctx, true)
	}
}
