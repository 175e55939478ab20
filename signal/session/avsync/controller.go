package avsync

import (
	"sync/atomic"
	"time"

	"lebplayer/signal/quality"
)

// BrowserDefault is the jitter buffer target that leaves the choice to the browser.
const BrowserDefault time.Duration = -1

// targets are the steps by which the jitter buffer target grows. A packet that
// is sent again (NACK) takes one more round trip, or two if it is lost twice
// (browsers.md, "jitter buffer and loss").
var targets = [...]time.Duration{BrowserDefault, 80 * time.Millisecond, 160 * time.Millisecond, 320 * time.Millisecond}

const (
	// troubled is the share of audio concealed, or of packets lost, from which on
	// a path is in trouble. A calm path has less than half of it.
	troubled = 0.02
	// restless is the jitter (RFC 3550 §6.4.1) from which on a path is not calm.
	restless = 10 * time.Millisecond
	// excess is the delay of audio in its jitter buffer from which on it is too
	// much for a calm path. A good one needs 20 to 60 ms.
	excess = 80 * time.Millisecond
	// patience is how many reports in a row must be calm before a target is
	// lowered or audio gets a new jitter buffer, at first and at the most. Each
	// new jitter buffer doubles it: the trouble may come back, or it may be video
	// that audio waits for. After settled calm reports it starts over.
	patience, maxPatience = 1, 32
	settled               = 15
)

// Config is what a Controller is made of.
type Config struct {
	// Auto adapts the delay to the path. Without it Target stays as it is, and
	// nothing else is done.
	Auto bool
	// Target is the jitter buffer target without Auto.
	Target time.Duration
	// Capability is the page's. Nil, audio never gets a new receiver; nor may it
	// where a pull that has lost its audio would not be replaced.
	Capability *Capability
}

// Controller decides the jitter buffer target of a play, for all its pulls one
// after the other. Browsers add delay on a bad path by themselves, but too
// little for packets that have to be sent again, and they are slow to take it
// back (browsers.md, "jitter buffer after jitter"). A target is a lower bound, so
// that only a new jitter buffer brings the delay down.
type Controller struct {
	auto       bool
	capability *Capability
	target     atomic.Int64 // a time.Duration: a new pull reads it while another one is observed
	step       int          // the target's index in targets
	rough      bool         // the newest report was of a path in trouble
	calm       int          // calm reports in a row
	patience   int          // calm reports needed, see the constant
}

// NewController makes the Controller of a play.
func NewController(config Config) *Controller {
	c := &Controller{auto: config.Auto, capability: config.Capability, patience: patience}
	if c.auto {
		config.Target = BrowserDefault
	}
	c.target.Store(int64(config.Target))
	return c
}

// possible reports whether audio may get a new receiver.
func (c *Controller) possible() bool {
	return c.auto && c.capability != nil && c.capability.possible()
}

// adapt adjusts the target to what two seconds have brought. It reports whether
// audio needs a new jitter buffer.
func (c *Controller) adapt(d *quality.Delta) (renew bool) {
	if !c.auto {
		return false
	}
	freezes, _ := d.Video.Freezes()
	loss := max(d.Audio.Loss(), d.Video.Loss())
	concealed := d.Audio.Concealed()
	switch hurt := freezes > 0 || concealed >= troubled; {
	case hurt || loss >= troubled:
		c.raise(hurt, loss >= troubled)
	case loss < troubled/2 && concealed < troubled/2 && max(d.Audio.Jitter(), d.Video.Jitter()) < restless:
		c.rough = false
		c.calm++
	default:
		c.rough, c.calm = false, 0
	}
	return c.calm >= c.patience && c.lower(d.Audio.JitterBufferDelay())
}

// raise raises the target where that may help. The browser adapts to a single
// bad moment by itself, but not to trouble that lasts, nor to loss.
func (c *Controller) raise(hurt, lossy bool) {
	switch {
	case hurt && c.rough:
		c.setStep(min(c.step+1, len(targets)-1))
	case lossy:
		c.setStep(max(c.step, 1))
	}
	c.rough, c.calm = true, 0
}

// lower lowers the target by a step. At the lowest it reports whether audio is
// delayed in its jitter buffer for longer than it need be.
func (c *Controller) lower(delay time.Duration) (renew bool) {
	if c.step > 0 {
		c.setStep(c.step - 1)
		c.calm = 0
		return false
	}
	if delay < excess {
		if c.calm >= settled {
			c.patience = patience
		}
		return false
	}
	c.calm, c.patience = 0, min(2*c.patience, maxPatience)
	return true
}

func (c *Controller) setStep(step int) {
	c.step = step
	c.target.Store(int64(targets[step]))
}
