package avsync

import (
	"sync"
	"time"
)

// trialTime is how long a trial may take at the most.
const trialTime = renegotiateTimeout + 2*lossTime

// Capability is what a page knows about its browser: whether a renegotiation
// gives audio a new receiver. All plays of the page share one. The zero value
// knows nothing yet; the first pull that needs a new receiver tries it. It may be
// used by several goroutines at once.
type Capability struct {
	mu      sync.Mutex
	verdict verdict
	trial   time.Time // when the trial under way is over at the latest
}

type verdict uint8

const (
	unknown verdict = iota
	proven
	disproven // for good, whatever was seen before
)

// possible reports whether a new receiver may be had.
func (c *Capability) possible() bool { return c.known() != disproven }

func (c *Capability) known() verdict {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.verdict
}

// begin reports whether a pull may renegotiate now. While nothing is known, one
// pull of the page tries and the others wait: if it loses its audio, they keep
// theirs.
func (c *Capability) begin(now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.verdict == unknown && !now.Before(c.trial) {
		c.trial = now.Add(trialTime)
		return true
	}
	return c.verdict == proven
}

// prove records that a renegotiation made a new receiver.
func (c *Capability) prove() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.verdict = max(c.verdict, proven)
}

// disprove records that one did not, or that it cannot be told.
func (c *Capability) disprove() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.verdict = disproven
}
