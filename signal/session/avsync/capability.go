package avsync

import (
	"sync"
	"time"
)

// trialTime is the longest time that a trial takes.
const trialTime = renegotiateTimeout + 2*lossTime

// Capability records whether the page's browser makes a new receiver for audio in a
// renegotiation. All plays of the page share one. In the zero value this is unknown,
// and the first pull that needs a new receiver tries it. A Capability may be used by
// several goroutines at once.
type Capability struct {
	mu      sync.Mutex
	verdict verdict
	trial   time.Time // by when the trial under way is over
}

type verdict uint8

const (
	unknown verdict = iota
	proven
	disproven // final, even after proven
)

// possible reports whether a renegotiation may make a new receiver. With a nil
// Capability there is none.
func (c *Capability) possible() bool { return c != nil && c.known() != disproven }

func (c *Capability) known() verdict {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.verdict
}

// begin reports whether a pull may renegotiate now. While the verdict is unknown,
// one pull of the page tries and the others wait, so that at most one pull loses its
// audio.
func (c *Capability) begin(now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.verdict == unknown && !now.Before(c.trial) {
		c.trial = now.Add(trialTime)
		return true
	}
	return c.verdict == proven
}

// prove records that a renegotiation has made a new receiver.
func (c *Capability) prove() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.verdict = max(c.verdict, proven)
}

// disprove records that a renegotiation has made no new receiver, or that its effect
// can't be observed.
func (c *Capability) disprove() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.verdict = disproven
}
