package session

import (
	"time"

	"lebplayer/signal/quality"
)

// LatencyAuto is the Config.Latency that follows the path.
const LatencyAuto time.Duration = -1

// BrowsersOwn is the jitter buffer target of a browser that is left to itself.
const BrowsersOwn time.Duration = -1

// targets are the steps in which the jitter buffer target grows. A packet that
// is asked for again (NACK) takes a round trip more, two if it is lost twice:
// at 40 ms and 10 % loss the second step leaves a quarter of the freezes
// (Chromium 156).
var targets = [...]time.Duration{BrowsersOwn, 80 * time.Millisecond, 160 * time.Millisecond, 320 * time.Millisecond}

const (
	// troubled is the share of sound made up, or of packets lost, from which
	// on a path is in trouble; calm is below half of it.
	troubled = 0.02
	// restless is the jitter (RFC 3550 §6.4.1) from which on a path is not calm.
	restless = 10 * time.Millisecond
	// excess is how long sound waits in the jitter buffer of a calm path at most.
	// A good one has it wait for 20 to 60 ms.
	excess = 80 * time.Millisecond
	// patience is for how many reports a path has to be calm before anything
	// is taken back, at first and at most. Each restart doubles it: the trouble
	// may come back, or it may be the picture that the sound waits for. After
	// settled calm reports it is what it was.
	patience, maxPatience = 1, 32
	settled               = 15
)

// latency is what LatencyAuto does. Browsers give more delay to a path that is
// bad by themselves, but too little for what has to be sent again; and they
// are slow to take it back: half a minute after a burst of jitter the sound
// still waits as long as in the burst, and lip sync has the picture wait with
// it (Chromium 156). The one way down is a new jitter buffer.
type latency struct {
	fixed    bool
	target   time.Duration
	step     int // in targets
	rough    bool
	calm     int  // reports in a row
	patience int  // calm reports before anything is taken back
	restarts bool // are possible
}

// newLatency reads Config.Latency. Should a restart fail, a re-pull mends it:
// without re-pulls there are no restarts.
func newLatency(c *Config) *latency {
	if c.Latency != LatencyAuto {
		return &latency{fixed: true, target: c.Latency}
	}
	return &latency{target: BrowsersOwn, patience: patience, restarts: c.RestartsAudio && c.Retry.MaxAttempts > 0}
}

// adapt draws the conclusions from what came since the report before. It tells
// whether the sound needs a new jitter buffer.
func (l *latency) adapt(d *quality.Delta) (restart bool) {
	if l.fixed {
		return false
	}
	freezes, _ := d.Video.Freezes()
	loss := max(d.Audio.Loss(), d.Video.Loss())
	concealed := d.Audio.Concealed()
	switch hurt := freezes > 0 || concealed >= troubled; {
	case hurt || loss >= troubled:
		l.suffer(hurt, loss >= troubled)
	case loss < troubled/2 && concealed < troubled/2 && max(d.Audio.Jitter(), d.Video.Jitter()) < restless:
		l.rough = false
		l.calm++
	default:
		l.rough, l.calm = false, 0
	}
	return l.calm >= l.patience && l.takeBack(d.Audio.JitterBufferDelay())
}

// suffer grows the target where that may help: the browser itself adapts to a
// single bad moment, but not to trouble that stays, nor to loss.
func (l *latency) suffer(hurt, lossy bool) {
	switch {
	case hurt && l.rough:
		l.aim(min(l.step+1, len(targets)-1))
	case lossy:
		l.aim(max(l.step, 1))
	}
	l.rough, l.calm = true, 0
}

// takeBack goes a step down, and at the last one tells whether sound waits
// longer than it has to.
func (l *latency) takeBack(waits time.Duration) (restart bool) {
	if l.step > 0 {
		l.aim(l.step - 1)
		l.calm = 0
		return false
	}
	if waits < excess {
		if l.calm >= settled {
			l.patience = patience
		}
		return false
	}
	l.calm, l.patience = 0, min(2*l.patience, maxPatience)
	return l.restarts
}

func (l *latency) aim(step int) { l.step, l.target = step, targets[step] }
