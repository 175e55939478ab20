package recovery

import "time"

// Action is an instruction to the holder of a State: one of the types below. The
// actions of a step have to be carried out in order: a new pull is shown before the
// old one is closed, and the page hears of a change after it is made.
type Action interface{ action() }

// The actions.
type (
	// Begin begins an attempt. Each attempt ends in exactly one Ready, Kept,
	// AttemptFailed or Cancel.
	Begin struct {
		Attempt int
		Kind    Next // Repulling, Switching or SwitchingBitrate
		Request int  // the request that a switch answers
	}

	// Cancel ends the attempt under way; a stream that it obtains later is stopped.
	Cancel struct{ Attempt int }

	// Promote shows the pull that an attempt has made, and closes the pull that it
	// replaces.
	Promote struct {
		Attempt int
		Frozen  time.Duration // how long the viewer has seen a still picture; 0: not at all
	}

	// Keep keeps the pull on the screen, which now has the bitrate of the attempt.
	Keep struct{ Attempt int }

	// Release tells the server to stop the stream on the screen. The last picture
	// stays.
	Release struct{}

	// RequestKeyFrame makes the browser request a key frame.
	RequestKeyFrame struct{}

	// Answer reports the result of a request to switch to its sender.
	Answer struct {
		Request int
		Err     error // nil: the new stream is on the screen
	}

	// Enter reports a new phase to the page.
	Enter struct {
		Phase  Phase
		Reason string // a word, or "" if Why is the reason
		Why    error
	}

	// TellFirstFrame reports the play's first frame to the page.
	TellFirstFrame struct{}

	// TellStall reports to the page that the picture stands still.
	TellStall struct{}

	// TellReconnecting reports to the page that an attempt is planned.
	TellReconnecting struct {
		Attempt int           // its number, counted from 1 in each outage
		Delay   time.Duration // until it begins
		Why     error         // the reason for the attempt
	}

	// TellRecovered reports to the page that the picture moves again.
	TellRecovered struct {
		Duration time.Duration // without movement
		Attempts int           // reported in the outage; 0: the picture came back by itself
	}

	// End ends the play.
	End struct{ Err error } // nil: ended as asked; else the failure
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
