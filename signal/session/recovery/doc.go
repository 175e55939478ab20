// Package recovery decides how a play comes back when its pull breaks. It is one
// value, [State], and one function, [State.Step], which takes an event and
// returns the next state and the actions to carry out. It has no clock, no
// goroutine and no browser: instants are durations since the play began, and
// the one random number a decision may need comes with the event. Package
// session carries the actions out; what comes of them returns as events.
//
// A State combines three small facts. How the pull on the screen is:
//
//	Absent   the play has had no frame yet
//	Moving   its picture moves; without a picture, its audio comes
//	Still    its picture has stood for a second
//	Lost     it has been given up, but may come back by itself
//	Dead     it has been given up and can't come back
//	Ended    the play is over
//
// What is being done about another pull:
//
//	None              nothing
//	Waiting           an attempt is planned
//	Parked            the next attempt waits for the page or the viewer
//	Repulling         an attempt to pull the same stream is under way
//	Switching         an attempt to pull another stream is under way
//	SwitchingBitrate  the server has been asked for another bitrate
//
// And whether the video element is paused. Events only record facts; then
// settle looks at the whole state and plans, begins, cancels, parks or ends. So
// that no event can leave a play behind with nothing to wait for:
//
// A play that has not ended has a pull that is alive (Moving or Still), or
// exactly one of: an attempt under way, an attempt planned, an attempt parked
// until the page or the viewer returns.
//
// Health, the judgement of a pull's counters, follows the same rule: it is told
// the time and the counters, and returns what they mean.
package recovery
