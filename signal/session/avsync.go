package session

import (
	"context"
	"time"

	"lebplayer/signal/quality"
	"lebplayer/signal/session/avsync"
)

// LatencyAuto is the Config.Latency that follows the path.
const LatencyAuto = avsync.BrowserDefault

// newAVSync makes the play's avsync.Controller. A renegotiation that fails is
// mended by another pull: without retries there are none.
func (s *Session) newAVSync() *avsync.Controller {
	config := avsync.Config{Auto: s.Config.Latency == LatencyAuto, Target: s.Config.Latency}
	if s.Config.Retry.MaxAttempts > 0 {
		config.Capability = s.NewReceivers
	}
	return avsync.NewController(config)
}

// observe tells avsync of each report while playing.
func (f *follower) observe(d *quality.Delta) {
	if f.state == StatePlaying {
		f.current.sync.Observe(d, f.Screen.Silent())
	}
}

// keepInStep lets avsync look at a pull that is playing. Its error is the loss of
// the pull.
func (f *follower) keepInStep(ctx context.Context, now time.Time) error {
	if f.trouble != nil || f.state != StatePlaying {
		return nil
	}
	p := f.current
	recount, err := p.sync.Tick(ctx, avsync.Look{Now: now, Silent: f.Screen.Silent(), Last: p.last, Read: p.readNow})
	if recount { // from zero, though they may exceed the old ones when they are read next
		p.shown.Audio, p.reported.Audio = nil, nil
	}
	if err != nil {
		return f.lose(fail(CodeNoMedia, "audio was given a new jitter buffer", err), true)
	}
	return nil
}

// readNow reads the counters, also when that was done a moment ago.
func (p *pull) readNow(ctx context.Context) quality.Sample {
	p.read = time.Time{}
	return p.sample(ctx)
}
