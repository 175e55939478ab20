package recovery

import (
	"errors"
	"time"
)

const (
	// healthyTime is how long a picture has to move until the attempts made
	// before count no more.
	healthyTime = 10 * time.Second
	// hurryFloor is the least time between the beginnings of two attempts where
	// the page or the viewer asks for one at once: a page that flaps between
	// hidden and visible must not flood the server.
	hurryFloor = time.Second
)

// Policy says how often, and after how long, a pull that failed or died is made
// again: after a random time up to BaseDelay the first time, and up to twice as
// much each further time, but never more than MaxDelay. This "full jitter" keeps
// many viewers of a broken server apart.
type Policy struct {
	MaxAttempts         int // in a row; 0: none
	BaseDelay, MaxDelay time.Duration
	PauseTimeout        time.Duration // how long a pause keeps the pull
}

// Failure is the end of a pull or of an attempt.
type Failure struct {
	Err error
	// Passing: the same pull may succeed later.
	Passing bool
	// OwnDoing: the player has brought the failure about, and the next pull does
	// without its cause. One such failure costs no attempt and no delay; another
	// one before the picture has moved for a while does.
	OwnDoing bool
	// RetryAfter is the least delay that the server has asked for
	// (RFC 9110 §10.2.3), or 0. It counts up to MaxDelay.
	RetryAfter time.Duration
}

// The failures that Step itself finds.
var (
	ErrAborted   = errors.New("another stream was asked for, or the play has ended")
	ErrReleased  = errors.New("the stream was released in a pause")
	ErrNoPicture = errors.New("audio arrives, but no video in place of a picture that moves")
)

// budget is what is left of a Policy.
type budget struct {
	attempts int           // used, since the picture last moved for healthyTime
	ceiling  time.Duration // of the next delay
	spared   bool          // a failure of the player's own doing has cost nothing
}

// spend takes one attempt from the budget and returns the delay before it, or
// false if none is left. random is in [0, 1).
func (b *budget) spend(p Policy, why Failure, random float64) (delay time.Duration, ok bool) {
	if why.OwnDoing && !b.spared {
		b.spared = true
		return 0, true
	}
	if b.attempts >= p.MaxAttempts {
		return 0, false
	}
	b.attempts++
	ceiling := min(max(b.ceiling, p.BaseDelay), p.MaxDelay)
	b.ceiling = 2 * ceiling
	delay = time.Duration(random * float64(ceiling))
	return max(delay, min(why.RetryAfter, p.MaxDelay)), true
}
