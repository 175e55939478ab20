package session

import (
	"errors"
	"math"
	"slices"
	"time"

	"lebplayer/signal"
)

// Unlimited is a Retry.MaxAttempts that is never used up.
const Unlimited = math.MaxInt32

// healthyTime is how long a play has to go well before attempts are counted anew.
const healthyTime = 10 * time.Second

// Retry says how often, and after how long, a pull that failed or died is
// made again: after a random time up to BaseDelay the first time, and up to
// twice as much each further time, but never more than MaxDelay ("full
// jitter", which keeps many viewers of a broken server apart).
type Retry struct {
	MaxAttempts         int // in a row
	BaseDelay, MaxDelay time.Duration
	ErrCodes            []signal.Code // of pullstream, which are retried too
}

// DefaultRetry tries six times in about half a minute.
var DefaultRetry = Retry{MaxAttempts: 6, BaseDelay: 500 * time.Millisecond, MaxDelay: 15 * time.Second}

// ladder counts the pulls that were made again.
type ladder struct {
	Retry
	random   func() float64 // in [0, 1)
	attempts int            // counted, since it last went well
	ceiling  time.Duration  // of the next delay
}

// errFramesHeld is the cause of a pull's end that was the player's own doing:
// the next one does without, and is made at once, whatever Retry says.
var errFramesHeld = errors.New("frames are held back")

// next gives the delay before the next pull, or false when there is to be
// none. A free attempt is not counted: one made while nobody is looking, or
// while there is no network.
func (l *ladder) next(reason *Error, free bool) (time.Duration, bool) {
	if errors.Is(reason, errFramesHeld) {
		return 0, true
	}
	reason.Listed = slices.Contains(l.ErrCodes, reason.ErrCode)
	if !reason.Retryable() || (!free && l.attempts >= l.MaxAttempts) {
		return 0, false
	}
	if !free {
		l.attempts++
	}
	ceiling := min(max(l.ceiling, l.BaseDelay), l.MaxDelay)
	l.ceiling = 2 * ceiling
	return time.Duration(l.random() * float64(ceiling)), true
}

// reset forgets the attempts made.
func (l *ladder) reset() { l.attempts, l.ceiling = 0, 0 }
