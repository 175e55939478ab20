package session

import (
	"context"
	"errors"
)

// display is the Element as a play uses it: whatever is shown, the element is
// started once, and what comes of that is dealt with here.
type display struct {
	session *Session
	played  chan played
	asked   bool   // playVideo has been called
	size    Resize // the picture's, last told
}

// played is what has come of starting the element.
type played struct {
	muted bool
	err   error
}

func newDisplay(s *Session) *display {
	return &display{session: s, played: make(chan played)}
}

// playVideo starts the video element. What comes of it goes to played while ctx
// lasts.
func (d *display) playVideo(ctx context.Context, muted bool) {
	d.asked = true
	go func() {
		select {
		case d.played <- played{muted, d.session.Element.Play(ctx, muted)}:
		case <-ctx.Done():
		}
	}()
}

// show puts a pull's tracks on the screen.
func (d *display) show(ctx context.Context, peer Peer) {
	d.session.Element.Show(peer)
	if !d.asked {
		d.playVideo(ctx, false)
	}
}

// hear handles one event of the screen. It returns the first frame after show,
// when that has come.
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

// afterPlay decides what follows a refused autoplay. Any other rejection of
// play() means that the page itself paused or reloaded the element.
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
