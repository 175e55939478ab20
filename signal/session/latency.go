package session

import (
	"context"
	"errors"
	"time"

	"lebplayer/signal/quality"
	"lebplayer/signal/sdp"
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
	// restartTimeout is what a restart may take: 25 ms as a rule (Chromium 156).
	restartTimeout = 2 * time.Second
	// restartGrace is how long a report has to cover to tell that no sound comes.
	restartGrace = time.Second
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

// steer has the browser hold media back as the path needs it.
func (f *follower) steer(ctx context.Context, d *quality.Delta) error {
	if f.state != StatePlaying {
		return nil
	}
	if !f.restarted.IsZero() && time.Since(f.restarted) >= restartGrace {
		f.restarted = time.Time{}
		if d.Audio.Packets == 0 {
			return f.loseSound(errors.New("it does not come any more"))
		}
	}
	restart := f.latency.adapt(d)
	f.current.media.SetJitterBufferTarget(f.latency.target)
	if restart && !f.current.apart {
		return f.restartAudio(ctx)
	}
	return nil
}

// restartAudio gives the sound a new jitter buffer, and lip sync.
func (f *follower) restartAudio(ctx context.Context) error {
	limited, done := context.WithTimeout(ctx, restartTimeout)
	defer done()
	f.current.apart = false
	if sound := f.current.last.Audio; sound != nil && sound.PacketsReceived > 0 {
		f.restarted = time.Now()
	}
	err := f.current.media.RestartAudio(limited, f.current.answered)
	f.current.recountAudio()
	if err != nil && ctx.Err() == nil {
		return f.loseSound(err)
	}
	return ctx.Err()
}

// loseSound has another pull made in place of one that a restart has left
// without sound. There is no other restart in this play.
func (f *follower) loseSound(why error) error {
	f.latency.restarts = false
	return f.lose(fail(CodeNoMedia, "no sound since it got a new jitter buffer", why), true)
}

// separate gives the answer to be set. While nobody hears the sound, the
// picture does not wait for it: lip sync, which has a browser hold back what is
// ahead, is for the tracks of one stream. On a clean path it costs the picture
// 30 ms, for the loudspeaker's sake, and after a burst of jitter as much as the
// sound then waits (Chromium 156). It comes with the sound: see freshen.
func (p *pull) separate(answer string) string {
	p.answered = answer
	if !p.latency.restarts || !p.Screen.Silent() {
		return answer
	}
	p.apart = true
	return sdp.SeparateSound(answer)
}

// freshen restarts the sound when there is a reason to do so at once: there is
// somebody to hear it now, or it has stalled and what was held up has come in
// one burst, which its jitter buffer would take for the path's way.
func (f *follower) freshen(ctx context.Context) error {
	stalled, silent := f.hasStalled, f.Screen.Silent()
	if f.trouble != nil || f.state != StatePlaying {
		return nil
	}
	f.hasStalled = false
	switch {
	case f.current.apart && !silent, stalled && !f.current.apart && f.latency.restarts:
		return f.restartAudio(ctx)
	default:
		return nil
	}
}
