// Package recovery decides how a play comes back when its pull breaks. It is one
// value, [State], and one function, [State.Step], which takes an event and
// returns the next state and the actions to carry out. It has no clock, no
// goroutine and no browser: instants are durations since the play began, and
// the one random number a decision may need comes with the event. Package
// session carries the actions out; their results return as events.
//
// A State combines three small facts. The condition of the pull on the screen:
//
//	Absent   the play has had no frame yet
//	Moving   the picture moves; without a picture, audio arrives
//	Still    the picture has stood still for a second
//	Lost     given up, but may come back by itself
//	Dead     given up, and can't come back
//	Ended    the play is over
//
// The plan for the next pull:
//
//	None              nothing
//	Waiting           an attempt is planned
//	Parked            the next attempt waits for the page or the viewer
//	Repulling         an attempt to pull the same stream is under way
//	Switching         an attempt to pull another stream is under way
//	SwitchingBitrate  the server has been asked for another bitrate
//
// And whether the video element is paused. Events only record facts; then
// settle looks at the whole state and plans, begins, cancels, parks or ends. This
// way, no event can leave a play with nothing to wait for:
//
// A play that has not ended has a pull that is alive (Moving or Still), or
// exactly one of: an attempt under way, an attempt planned, an attempt parked
// until the page or the viewer returns.
//
// Health, the judgement of a pull's counters, follows the same rule: its methods
// take the time and the counters, and return a judgement.
package recovery
