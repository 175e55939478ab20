package avsync

import (
	"sync/atomic"
	"time"

	"lebplayer/signal/quality"
)

// BrowserDefault is the jitter buffer target that leaves the choice to the browser.
const BrowserDefault time.Duration = -1

// targets are the steps by which the jitter buffer target grows. A retransmission
// (NACK) takes one more round trip, or two if it is lost as well (browsers.md,
// "jitter buffer and loss").
var targets = [...]time.Duration{BrowserDefault, 80 * time.Millisecond, 160 * time.Millisecond, 320 * time.Millisecond}

const (
	// troubled is the share of concealed audio, or of lost packets, at which a path
	// is in trouble. A calm path has less than half of that share.
	troubled = 0.02
	// restless is the jitter (RFC 3550 §6.4.1) at which a path is not calm.
	restless = 10 * time.Millisecond
	// excess is the delay in the audio's jitter buffer that is too much for a calm
	// path. A good path needs 20 to 60 ms.
	excess = 80 * time.Millisecond
	// patience is the initial number of calm reports in a row that lower a target or
	// renew the audio's jitter buffer; maxPatience is the largest. Each new jitter
	// buffer doubles the number: the trouble may come back, or audio may be waiting
	// for video. After settled calm reports it is patience again.
	patience, maxPatience = 1, 32
	settled               = 15
)

// Config configures a Controller.
type Config struct {
	// Auto adapts the delay to the path. Without Auto the Controller only sets
	// Target.
	Auto bool
	// Target is the jitter buffer target without Auto.
	Target time.Duration
	// Capability is that of the page. If it is nil, audio never gets a new receiver.
	// It has to be nil as long as a pull without audio is not replaced.
	Capability *Capability
}

// Controller decides the jitter buffer target of a play, for all its pulls one
// after the other. Browsers add delay on a bad path by themselves, but too little
// for retransmissions, and they are slow to remove it (browsers.md, "jitter buffer
// after jitter"). As a target is a lower bound, only a new jitter buffer reduces the
// delay.
type Controller struct {
	config   atomic.Pointer[Config] // atomic, like target, as a new pull reads it while another one is observed
	target   atomic.Int64           // a time.Duration
	step     int                    // the target's index in targets
	rough    bool                   // the newest report showed a path in trouble
	calm     int                    // calm reports in a row
	patience int                    // calm reports needed; see the constant
}

// NewController makes the Controller of a play.
func NewController(config Config) *Controller {
	c := &Controller{}
	c.Change(config)
	return c
}

// Change changes the configuration. Another target, or another way to find it, begins
// anew. The pull on the screen follows with [Sync.SetTarget].
func (c *Controller) Change(config Config) {
	if config.Auto {
		config.Target = BrowserDefault
	}
	before := c.config.Swap(&config)
	if before != nil && before.Auto == config.Auto && before.Target == config.Target {
		return
	}
	c.step, c.rough, c.calm, c.patience = 0, false, 0, patience
	c.target.Store(int64(config.Target))
}

// possible reports whether audio may get a new receiver to keep the delay small.
func (c *Controller) possible() bool {
	config := c.config.Load()
	return config.Auto && config.Capability.possible()
}

// adapt adjusts the target to a report, the counters of two seconds. It reports
// whether audio needs a new jitter buffer.
func (c *Controller) adapt(d *quality.Delta) (renew bool) {
	if !c.config.Load().Auto {
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

// raise raises the target if audio or video suffer (hurt) for a second report in a
// row, or if packets are lost (lossy). The browser itself adapts to a single bad
// moment, but neither to trouble that lasts nor to loss.
func (c *Controller) raise(hurt, lossy bool) {
	switch {
	case hurt && c.rough:
		c.setStep(min(c.step+1, len(targets)-1))
	case lossy:
		c.setStep(max(c.step, 1))
	}
	c.rough, c.calm = true, 0
}

// lower lowers the target by a step. At the lowest target it reports whether audio
// needs a new jitter buffer, as the delay in the current one is too long.
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

// setStep sets the target to that of a step.
func (c *Controller) setStep(step int) {
	c.step = step
	c.target.Store(int64(targets[step]))
}
