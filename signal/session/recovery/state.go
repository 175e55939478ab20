package recovery

import "time"

// Condition is the condition of the pull on the screen.
type Condition uint8

// The conditions.
const (
	Absent Condition = iota // there has been no frame yet
	Moving                  // the picture moves; without a picture, audio arrives
	Still                   // the picture has stood still for a second
	Lost                    // given up, but may come back by itself
	Dead                    // given up, and can't come back
	Ended                   // the play is over
)

// Next is the plan for the next pull.
type Next uint8

// The plans for the next pull.
const (
	None             Next = iota // nothing
	Waiting                      // an attempt is planned
	Parked                       // the next attempt waits for the page or the viewer
	Repulling                    // an attempt to pull the same stream is under way
	Switching                    // an attempt to pull another stream is under way
	SwitchingBitrate             // the server has been asked for another bitrate
)

// Phase is the part of a State that a viewer sees.
type Phase uint8

// The phases.
const (
	Starting     Phase = iota // the first attempt is under way
	Playing                   // the picture moves
	Paused                    // the video element is paused
	Stalled                   // the picture stands still
	Reconnecting              // another pull is being made, planned or waited for
	Stopped                   // ended as asked
	Failed                    // ended by a failure
)

// State is the state of the recovery of one play. Its zero value is not usable: see
// [New].
type State struct {
	policy Policy

	pull      Condition
	picture   bool          // the pull on the screen has shown a picture, not audio alone
	movingAt  time.Duration // when a Moving pull began to move
	why       Failure       // of an Absent, Lost or Dead pull: the newest reason for another pull
	failed    bool          // an Ended play has failed
	next      Next
	attempt   int           // the number of the newest attempt; numbers are never reused
	request   int           // the request that a switch under way answers
	due       time.Duration // when an attempt that is Waiting begins, or one that isStranded is given up
	begunAt   time.Duration // when the newest attempt began
	released  bool          // the server has been told to stop the pull on the screen
	paused    bool
	pausedAt  time.Duration
	hidden    bool // nobody can see the page
	offline   bool // the browser says that it has no network
	outage    outage
	budget    budget
	announced Phase // the phase last reported
}

// outage is a time in which a viewer sees no moving picture. The zero value means
// that there is none.
type outage struct {
	on       bool
	since    time.Duration // when the picture last moved
	attempts int           // reported in the outage
}

// New returns the state of a play that begins, whose first attempt is due.
func New(p Policy) State {
	return State{policy: p, next: Waiting}
}

// Condition returns the condition of the pull on the screen.
func (s *State) Condition() Condition { return s.pull }

// Next returns the plan for the next pull.
func (s *State) Next() Next { return s.next }

// IsAlive reports whether the pull on the screen plays, or may go on by itself at
// any moment.
func (s *State) IsAlive() bool { return s.pull == Moving || s.pull == Still }

// IsPaused reports whether the video element is paused.
func (s *State) IsPaused() bool { return s.paused }

// IsUnderWay reports whether attempt is the one under way.
func (s *State) IsUnderWay(attempt int) bool { return s.next >= Repulling && s.attempt == attempt }

func (s *State) isSwitching() bool { return s.next == Switching || s.next == SwitchingBitrate }

// Phase returns the phase that the viewer sees.
func (s *State) Phase() Phase {
	switch {
	case s.pull == Ended && s.failed:
		return Failed
	case s.pull == Ended:
		return Stopped
	case s.pull == Absent && s.outage.attempts == 0:
		return Starting
	case s.pull == Absent:
		return Reconnecting
	case s.paused:
		return Paused
	case s.pull == Moving:
		return Playing
	case s.pull == Still:
		return Stalled
	default:
		return Reconnecting
	}
}

// Deadline returns the instant at which [State.Step] needs an [Elapsed] if there is
// no other event before. It returns false if there is no such instant.
func (s *State) Deadline() (at time.Duration, ok bool) {
	switch {
	case s.pull != Ended && s.next == Waiting, s.isStranded():
		return s.due, true
	case s.isHeld():
		return s.releaseAt(), true
	default:
		return 0, false
	}
}

// isCutOff reports whether there seems to be no network: the browser says so, which may
// be wrong, and the newest request has got no reply.
func (s *State) isCutOff() bool { return s.offline && s.why.NoReply }

// isStranded reports whether a viewer sees that the next attempt is parked.
func (s *State) isStranded() bool {
	return s.next == Parked && !s.hidden && !(s.paused && s.pull != Absent)
}

// isHeld reports whether the pull on the screen waits in a pause, and no attempt is
// about to replace it.
func (s *State) isHeld() bool {
	return s.paused && s.pull != Absent && s.pull != Ended && !s.released && s.next < Repulling
}

// releaseAt returns the instant at which a pull that isHeld is released. A pull that
// came on the screen in the pause is kept as long as one from before.
func (s *State) releaseAt() time.Duration {
	return max(s.pausedAt, s.movingAt) + s.policy.PauseTimeout
}
