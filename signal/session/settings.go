package session

import (
	"context"

	"lebplayer/signal/session/recovery"
)

// policy returns the recovery's Policy that follows from the settings.
func (s *Session) policy() recovery.Policy {
	retry := s.settings.Load().Retry
	return recovery.Policy{
		MaxAttempts: retry.MaxAttempts, BaseDelay: retry.BaseDelay, MaxDelay: retry.MaxDelay, PauseTimeout: s.Config.PauseTimeout,
	}
}

// change takes over other settings. The reports and the failures of later attempts ask
// for the settings when they need them.
func (p *play) change(ctx context.Context, to Settings) {
	before := p.session.settings.Swap(&to)
	p.avsync.Change(p.session.avsyncConfig())
	if p.current != nil {
		p.current.sync.SetTarget()
		if to.StatsInterval != before.StatsInterval {
			p.stats.Reset(to.StatsInterval)
		}
	}
	p.observePage(ctx)
	p.step(ctx, recovery.PolicyChanged{Policy: p.session.policy()})
}
