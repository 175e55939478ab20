package session

import (
	"context"
	"time"
)

const (
	watchInterval  = 250 * time.Millisecond
	reportInterval = 2 * time.Second // spec, reportquality: 每两秒统计一次
	sampleAge      = 100 * time.Millisecond
	// countInterval is how long counters may go unread while nothing else
	// tells that all is well.
	countInterval = 500 * time.Millisecond
)

// follower goes along with a play after its first frame, with the pull on the
// screen and perhaps another one being made beside it: it hears events, reads
// counters, and decides what they mean for the play.
type follower struct {
	*Session
	ctx     context.Context
	current *pull
	frames  int       // that the screen has shown
	counts  bool      // it does count them; not every browser does
	since   time.Time // the picture has been moving, or the element paused

	trouble error       // why current is given up; nil while it is fine
	lostAt  time.Time   // when it was
	dead    bool        // and can't come back
	attempt *attempt    // to replace current; nil: none is under way
	due     *time.Timer // of the next attempt; nil: none is planned

	watching, stats, report *time.Ticker
}

func newFollower(ctx context.Context, s *Session, first *pull) *follower {
	f := &follower{
		Session: s, ctx: ctx, current: first, since: time.Now(), frames: s.Screen.Frames(),
		watching: time.NewTicker(watchInterval), stats: time.NewTicker(s.Config.StatsInterval), report: time.NewTicker(reportInterval),
	}
	f.settle(first)
	return f
}

// close ends everything that is left.
func (f *follower) close() {
	for _, ticker := range []*time.Ticker{f.watching, f.stats, f.report} {
		ticker.Stop()
	}
	f.unplan()
	f.abandon()
	f.current.close()
}

// settle begins to judge a pull by the rules of playing.
func (f *follower) settle(p *pull) {
	now := time.Now()
	p.beside = false
	p.health = newHealth(now, f.Page.Hidden(), f.Config.StallTimeout, max(decodeLimit, f.Config.StallTimeout))
	p.health.disconnected = p.ice.Connection == "disconnected"
	p.startCounting(p.ctx)
	if video := p.last.Video; video != nil && video.FramesDecoded > 0 {
		p.health.shown(now)
	} else {
		p.health.bytesAt = now // sound alone has no picture that could stand
	}
}

// next waits for one thing to happen, and handles it. Its error ends the play.
func (f *follower) next(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case e := <-f.current.media.Events():
		if err := f.current.hear(e); err != nil {
			return f.lose(err, true)
		}
	case e := <-f.Screen.Events():
		f.display.hear(e)
		return f.watch(ctx)
	case err := <-f.display.played:
		f.display.afterPlay(err)
	case <-f.watching.C:
		return f.watch(ctx)
	case <-f.stats.C:
		f.Observer.Observe(f.current.stats(ctx))
	case <-f.report.C:
		f.observe(f.current.report(ctx))
	case <-f.Page.Returned():
		f.hurry()
	case <-f.planned():
		f.repull()
	case err := <-f.attempted():
		return f.afterAttempt(err)
	case request := <-f.Switches:
		f.switchTo(request)
	}
	return nil
}

// watch looks after the picture. As long as the screen shows new frames, the
// counters need not be read.
func (f *follower) watch(ctx context.Context) error {
	now, current := time.Now(), f.current
	switch {
	case f.Screen.Paused():
		f.pause(now)
		return nil
	case f.state == StatePaused:
		f.resume(now)
	}
	current.health.see(now, f.Page.Hidden())
	frames := f.Screen.Frames()
	moved := frames > f.frames
	if frames >= 0 {
		f.frames, f.counts = frames, f.counts || moved
	}
	switch {
	case moved:
		current.health.shown(now)
	case now.Sub(current.health.movedAt()) >= countInterval:
		current.count(ctx, f.counts && frames >= 0)
	}
	switch {
	case f.trouble != nil:
		if !f.dead && current.health.movedAt().After(f.lostAt) {
			f.revive()
		}
	case current.health.still(now):
		if f.state == StatePlaying {
			f.stalled()
		}
	case f.state == StateStalled:
		f.moving()
	case now.Sub(f.since) >= healthyTime:
		f.ladder.reset()
	}
	if err := current.health.verdict(now); err != nil {
		return f.lose(err, false)
	}
	return f.keepInStep(ctx, now)
}
