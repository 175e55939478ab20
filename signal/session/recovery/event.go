package recovery

import "time"

// Event is a fact that a State learns: one of the types below. Every event is
// legal in every state; one that means nothing there changes nothing.
type Event interface{ event() }

// The events.
type (
	// Moved: the picture of the pull on the screen has moved since the last
	// reading; without a picture, audio has arrived.
	Moved struct{}

	// Stood: the picture of the pull on the screen has stood still for a second.
	Stood struct {
		Since     time.Duration // when it last moved
		Undecoded bool          // video arrives, but is not decoded: a key frame may be missing
	}

	// PullLost: the pull on the screen has to be replaced.
	PullLost struct {
		Since time.Duration // when the picture last moved
		Why   Failure
		Final bool // the pull can't come back by itself
	}

	// Ready: an attempt has made a pull that can be shown. A pull with neither
	// Picture nor AudioOnly does not replace a picture that moves.
	Ready struct {
		Attempt   int
		Picture   bool // a frame has been decoded
		AudioOnly bool // the stream has no video
	}

	// PictureJoined: the pull on the screen, which had audio alone, shows a picture.
	PictureJoined struct{}

	// Kept: the server has switched the bitrate in the pull on the screen.
	Kept struct{ Attempt int }

	// AttemptFailed: an attempt has failed.
	AttemptFailed struct {
		Attempt int
		Why     Failure
	}

	// SwitchTo: the page asks for another stream.
	SwitchTo struct {
		Request int  // its number, which exactly one Answer will have
		Bitrate bool // it is another bitrate of the stream on the screen, which the server may switch to within the pull
	}

	// SwitchWithdrawn: the page no longer wants the stream that it has asked for.
	SwitchWithdrawn struct{ Request int }

	// ElementPaused: the viewer or the page has paused the video element.
	ElementPaused struct{}
	// ElementPlayed: the viewer or the page has resumed the video element.
	ElementPlayed struct{}

	// PageChanged: the page is now hidden or visible, and offline or online.
	PageChanged struct{ Hidden, Offline bool }
	// PageReturned: the page is visible or online again, or has been thawed.
	PageReturned struct{}

	// PolicyChanged: the page wants another Policy.
	PolicyChanged struct{ Policy }

	// Elapsed: nothing but time has passed.
	Elapsed struct{}
	// Stop: the page ends the play.
	Stop struct{}
)

func (Moved) event()           {}
func (Stood) event()           {}
func (PullLost) event()        {}
func (Ready) event()           {}
func (PictureJoined) event()   {}
func (Kept) event()            {}
func (AttemptFailed) event()   {}
func (SwitchTo) event()        {}
func (SwitchWithdrawn) event() {}
func (ElementPaused) event()   {}
func (ElementPlayed) event()   {}
func (PageChanged) event()     {}
func (PageReturned) event()    {}
func (PolicyChanged) event()   {}
func (Elapsed) event()         {}
func (Stop) event()            {}
