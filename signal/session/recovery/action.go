package recovery

import "time"

// Action is an order to whoever holds a State: one of the types below. The
// actions of a step are carried out in their order, which is part of their
// meaning: a new pull is shown before the old one is closed, and what is done
// is told afterwards.
type Action interface{ action() }

// The actions.
type (
	// Begin begins an attempt. Each attempt comes to exactly one Ready, Kept or
	// AttemptFailed, or is cancelled.
	Begin struct {
		Attempt int
		Kind    Next // Repulling, Switching or SwitchingBitrate
		Request int  // the request that a switch answers
	}

	// Cancel gives up the attempt under way; whatever it obtains is stopped.
	Cancel struct{ Attempt int }

	// Promote shows the pull that an attempt has made and closes the one it replaces.
	Promote struct {
		Attempt int
		Frozen  time.Duration // how long the viewer has seen a picture that stood; 0: not at all
	}

	// Keep keeps the pull on the screen, which now has the bitrate that the
	// attempt asked for.
	Keep struct{ Attempt int }

	// Release tells the server to stop the pull on the screen, whose last picture stays.
	Release struct{}

	// RequestKeyFrame has the browser ask for a key frame.
	RequestKeyFrame struct{}

	// Answer tells whoever made the request what came of it: nil once the new
	// stream is on the screen.
	Answer struct {
		Request int
		Err     error
	}

	// Enter tells the page of a new phase. Reason is a word, or else Why is the reason.
	Enter struct {
		Phase  Phase
		Reason string
		Why    error
	}

	// TellFirstFrame tells the page of the frame with which the play has begun.
	TellFirstFrame struct{}

	// TellStall tells the page that the picture stands.
	TellStall struct{}

	// TellReconnecting tells the page that attempt number Attempt, counted from
	// the beginning of the outage, begins in Delay.
	TellReconnecting struct {
		Attempt int
		Delay   time.Duration
		Why     error
	}

	// TellRecovered tells the page that the picture moves again.
	TellRecovered struct {
		Duration time.Duration // without movement
		Attempts int           // begun meanwhile; 0: it came back by itself
	}

	// End ends the play: with nil as asked, else with why it failed.
	End struct{ Err error }
)

func (Begin) action()            {}
func (Cancel) action()           {}
func (Promote) action()          {}
func (Keep) action()             {}
func (Release) action()          {}
func (RequestKeyFrame) action()  {}
func (Answer) action()           {}
func (Enter) action()            {}
func (TellFirstFrame) action()   {}
func (TellStall) action()        {}
func (TellReconnecting) action() {}
func (TellRecovered) action()    {}
func (End) action()              {}
