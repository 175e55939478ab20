package recovery

import "time"

// Event is a fact that a State learns: one of the types below. Every event is
// legal in every state; one that means nothing there changes nothing.
type Event interface{ event() }

// The events.
type (
	// Moved: the picture of the pull on the screen has moved since the look
	// before; without a picture, audio has come.
	Moved struct{}

	// Stood: the picture of the pull on the screen has stood for a second.
	Stood struct {
		Since     time.Duration // the last movement
		Undecoded bool          // video arrives, but is not decoded: a key frame may be missing
	}

	// PullLost: the pull on the screen has to be replaced.
	PullLost struct {
		Since time.Duration // the last movement
		Why   Failure
		Final bool // it can't come back by itself
	}

	// Ready: an attempt has come to a pull that can be shown.
	Ready struct {
		Attempt   int
		Picture   bool // it has a decoded frame
		AudioOnly bool // it is not meant to have one: without both it does not take the place of a picture that moves
	}

	// Kept: the server has switched the bitrate in the pull on the screen.
	Kept struct{ Attempt int }

	// AttemptFailed: an attempt has come to nothing.
	AttemptFailed struct {
		Attempt int
		Why     Failure
	}

	// SwitchTo: the page asks for another stream.
	SwitchTo struct {
		Request int  // the page's request, which one Answer will name
		Bitrate bool // the stream is another bitrate of the one on the screen, which the server may switch to by itself
	}

	// ElementPaused: somebody has paused the video element.
	ElementPaused struct{}
	// ElementPlayed: somebody has started it again.
	ElementPlayed struct{}

	// PageChanged: what is known of the page has changed.
	PageChanged struct{ Hidden, Offline bool }
	// PageReturned: the page is visible or online again, or has been thawed.
	PageReturned struct{}

	// Elapsed: nothing but time has passed.
	Elapsed struct{}
	// Stop: the page ends the play.
	Stop struct{}
)

func (Moved) event()         {}
func (Stood) event()         {}
func (PullLost) event()      {}
func (Ready) event()         {}
func (Kept) event()          {}
func (AttemptFailed) event() {}
func (SwitchTo) event()      {}
func (ElementPaused) event() {}
func (ElementPlayed) event() {}
func (PageChanged) event()   {}
func (PageReturned) event()  {}
func (Elapsed) event()       {}
func (Stop) event()          {}
