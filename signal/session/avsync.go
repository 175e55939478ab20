package session

import (
	"context"
	"time"

	"lebplayer/signal/session/avsync"
	"lebplayer/signal/session/recovery"
)

// LatencyAuto is the Config.Latency that adapts to the network.
const LatencyAuto = avsync.BrowserDefault

// avsyncConfig returns the configuration that follows from the settings. A
// renegotiation that fails is mended by another pull: without retries there are none.
func (s *Session) avsyncConfig() avsync.Config {
	settings := s.settings.Load()
	config := avsync.Config{Auto: settings.Latency == LatencyAuto, Target: settings.Latency}
	if settings.Retry.MaxAttempts > 0 {
		config.Capability = s.NewReceivers
	}
	return config
}

// tellQuality reports the quality of the last two seconds to the server and to
// avsync, when they are over, or will be before early has passed. Where neither wants
// to know, no counters are read.
func (p *play) tellQuality(ctx context.Context, early time.Duration) {
	now := p.session.now()
	if now-p.tellAt < reportInterval-early || p.current.released {
		return
	}
	p.tellAt = now
	if !p.session.reportsQuality() && !p.current.sync.Observes() {
		p.current.counters.reportedAt = time.Time{}
		return
	}
	delta := p.current.report(ctx, p.display.size)
	if p.state.Phase() == recovery.Playing {
		p.current.sync.Observe(delta, p.session.Element.Silent())
	}
}

// keepInStep lets avsync check a pull that plays. An error of avsync is the loss of
// the pull.
func (p *play) keepInStep(ctx context.Context) {
	if p.state.Phase() != recovery.Playing {
		return
	}
	current := p.current
	recount, err := current.sync.Tick(ctx, avsync.Look{
		Now: time.Now(), Silent: p.session.Element.Silent(), Last: current.counters.newest, Read: current.sampleNow,
	})
	if recount {
		current.counters.audioBeganAnew()
	}
	if err != nil {
		p.lose(ctx, fail(CodeNoMedia, "audio was given a new jitter buffer", err), true)
	}
}
