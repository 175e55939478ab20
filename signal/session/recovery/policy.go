package recovery

import (
	"errors"
	"time"
)

const (
	// healthyTime is how long a picture has to move to renew the budget of
	// attempts.
	healthyTime = 10 * time.Second
	// hurryFloor is the least time between the beginnings of two attempts when a
	// return of the page or the viewer calls for one at once: a page that flaps
	// between hidden and visible must not flood the server.
	hurryFloor = time.Second
	// offlineLimit is how long an attempt may be parked in a page that somebody sees.
	// The browser may be wrong about being offline.
	offlineLimit = 60 * time.Second
)

// Policy is the back-off between attempts, and the time limit of a pause. The delay
// of the first attempt is random, up to BaseDelay. Each further attempt doubles that
// limit, up to MaxDelay. This "full jitter" keeps many viewers of a broken server
// from reconnecting at the same time.
type Policy struct {
	MaxAttempts         int // in a row; 0: none
	BaseDelay, MaxDelay time.Duration
	PauseTimeout        time.Duration // after which a pull is released in a pause
}

// Failure is the end of a pull or of an attempt.
type Failure struct {
	Err error
	// Passing reports whether the same pull may succeed later.
	Passing bool
	// OwnDoing reports whether the player has caused the failure and will avoid the
	// cause in the next pull. The first such failure costs no attempt and no delay.
	// A second one, before the picture has moved for healthyTime, costs both.
	OwnDoing bool
	// NoReply reports whether a request got no reply from any server, as it happens
	// without a network.
	NoReply bool
	// Unreachable reports whether no connection to a media server has come up in the
	// play so far. That is rarely different the next time, so there is one further
	// attempt at most.
	Unreachable bool
	// RetryAfter is the least delay that the server has asked for
	// (RFC 9110 §10.2.3), or 0. MaxDelay limits it.
	RetryAfter time.Duration
}

// The failures that Step itself detects.
var (
	ErrAborted   = errors.New("the switch is no longer wanted, or the play has ended")
	ErrReleased  = errors.New("the stream was released in a pause")
	ErrNoPicture = errors.New("audio arrives, but no video in place of a picture that moves")
)

// budget counts the use of a Policy. It is renewed by a picture that moves for
// healthyTime, by the end of a pause, and when a parked attempt goes on.
type budget struct {
	attempts int           // used
	ceiling  time.Duration // the limit of the next delay; 0: BaseDelay
	spared   bool          // the one free attempt after an OwnDoing failure is used
	again    bool          // the one further attempt after an Unreachable failure is used
}

// spend takes one attempt from the budget and returns the delay before it, or
// false if none is left. random is in [0, 1).
func (b *budget) spend(p Policy, why Failure, random float64) (delay time.Duration, ok bool) {
	if why.OwnDoing && !b.spared {
		b.spared = true
		return 0, true
	}
	if b.attempts >= p.MaxAttempts || why.Unreachable && b.again {
		return 0, false
	}
	b.attempts++
	b.again = b.again || why.Unreachable
	ceiling := min(max(b.ceiling, p.BaseDelay), p.MaxDelay)
	b.ceiling = 2 * ceiling
	delay = time.Duration(random * float64(ceiling))
	return max(delay, min(why.RetryAfter, p.MaxDelay)), true
}
