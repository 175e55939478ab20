package session

import (
	"context"
	"errors"
)

// display is the Screen as a session uses it: whatever is shown, the element
// is started once, and what comes of that is dealt with here.
type display struct {
	*Session
	ctx    context.Context // of the play
	played chan error      // what came of playVideo
	asked  bool            // playVideo has been called
	muted  bool            // the last time, muted
	size   Resize          // the picture's, last told
}

// newDisplay makes the display of a play that lasts as long as ctx.
func newDisplay(ctx context.Context, s *Session) *display {
	return &display{Session: s, ctx: ctx, played: make(chan error, 1)}
}

// playVideo starts the video element.
func (d *display) playVideo(muted bool) {
	d.asked, d.muted = true, muted
	go func() { d.played <- d.Screen.Play(d.ctx, muted) }()
}

// show puts a pull's tracks on the screen.
func (d *display) show(media Media) {
	d.Screen.Show(media)
	if !d.asked {
		d.playVideo(false)
	}
}

// hear handles one event of the screen. It tells of the first frame after
// show.
func (d *display) hear(event ScreenEvent) (frame FrameRendered, rendered bool) {
	switch e := event.(type) {
	case FrameRendered:
		return e, true
	case Resized:
		// Chromium 156 fires "resize" twice at the start.
		if size := Resize(e); size != d.size {
			d.size = size
			d.Observer.Observe(size)
		}
	}
	return FrameRendered{}, false
}

// afterPlay decides what follows a refused autoplay. Any other rejection of
// play() means that the page itself paused or reloaded the element.
func (d *display) afterPlay(err error) {
	switch {
	case err == nil && d.muted:
		d.Observer.Observe(AutoplayBlocked{Muted: true})
	case !errors.Is(err, ErrAutoplayRefused):
	case d.muted || d.Config.Autoplay == AutoplayManual:
		d.Observer.Observe(AutoplayBlocked{Muted: false})
	default:
		d.playVideo(true)
	}
}
