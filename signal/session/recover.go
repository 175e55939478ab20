package session

import (
	"context"
	"time"

	"lebplayer/signal"
)

// The ladder, from the lowest rung: a picture that stands for a second is a
// stall, and may come back by itself, or with a key frame; a pull that is dead
// is made again beside the dead one, after a delay that grows; and when no
// attempt is left, the play fails. The old picture stays until there is a new
// one, and a pull that comes back to life meanwhile is kept.

// outage is a time without a moving picture.
type outage struct {
	since    time.Time // the last movement
	attempts int       // pulls begun meanwhile
}

// attempt is a pull made beside the one on the screen.
type attempt struct {
	pull    *pull
	request *Switch // that it answers, or nil: it is to replace a dead pull
	stays   bool    // the server has switched the pull there is, and the new one is not needed
	done    chan error
}

// settle tells whoever asked for the attempt what came of it.
func (a *attempt) settle(err error) {
	if a.request != nil {
		a.request.Done <- err
	}
}

// again decides whether there is to be another pull. It gives the delay before
// it, and tells the page; or the reason back, as the end of the play.
func (s *Session) again(reason error) (time.Duration, error) {
	failure := AsError(reason)
	delay, ok := s.ladder.next(failure, s.Page.Hidden() || !s.Page.Online())
	if !ok {
		return 0, failure
	}
	if !s.Page.Online() {
		delay = s.Config.Retry.MaxDelay // or when the page is online again
	}
	s.outage.attempts++
	if s.state != StateReconnecting {
		s.enter(StateReconnecting, string(failure.Code))
	}
	s.Observer.Observe(Reconnecting{Attempt: s.outage.attempts, Delay: delay, Reason: failure})
	return delay, nil
}

// backOff waits, but not when the page has just come back.
func (s *Session) backOff(ctx context.Context, delay time.Duration) error {
	over := time.NewTimer(delay)
	defer over.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-s.Page.Returned():
	case <-over.C:
	}
	return nil
}

// stalled tells that the picture stands. If only a key frame is missing, the
// server can be asked for one.
func (f *follower) stalled() {
	if f.current.health.undecoded(time.Now()) {
		f.current.media.RequestKeyFrame()
	}
	f.begins()
	f.enter(StateStalled, "stall")
	f.Observer.Observe(Stall{})
}

// begins notes when an outage began.
func (f *follower) begins() {
	if f.outage.since.IsZero() {
		f.outage.since = f.current.health.movedAt()
	}
}

// moving tells that the picture moves again.
func (f *follower) moving() {
	now := time.Now()
	f.since = now
	switch {
	case f.Screen.Paused(), f.state == StatePlaying:
	case f.state == StateStalled || f.outage.attempts > 0:
		if f.outage.attempts == 0 {
			f.current.sync.Stalled()
		}
		f.enter(StatePlaying, "recovered")
		f.Observer.Observe(Recovered{Duration: now.Sub(f.outage.since), Attempts: f.outage.attempts})
	default:
		f.enter(StatePlaying, "resume")
	}
	f.outage = outage{}
}

// lose begins to replace the pull on the screen. A dead one can't come back.
func (f *follower) lose(reason error, dead bool) error {
	f.dead = f.dead || dead
	if f.trouble != nil {
		return nil
	}
	f.begins()
	f.trouble, f.lostAt = AsError(reason), time.Now()
	if f.attempt != nil {
		return nil // a switch is under way, which is as good
	}
	return f.plan(f.trouble)
}

// revive keeps a pull that was given up too early.
func (f *follower) revive() {
	f.trouble = nil
	f.unplan()
	if f.attempt != nil && f.attempt.request == nil {
		f.abandon()
	}
	f.moving()
}

// plan sets the time of the next attempt, or gives the play's end. In a pause
// nobody waits for it: resume makes it.
func (f *follower) plan(reason error) error {
	if f.state == StatePaused {
		return nil
	}
	delay, err := f.again(reason)
	if err == nil {
		f.due = time.NewTimer(delay)
	}
	return err
}

func (f *follower) unplan() {
	if f.due != nil {
		f.due.Stop()
		f.due = nil
	}
}

// planned fires when the next attempt is due.
func (f *follower) planned() <-chan time.Time {
	if f.due == nil {
		return nil
	}
	return f.due.C
}

// hurry makes the next attempt at once: the page can be seen, or has a network, again.
func (f *follower) hurry() {
	if f.due != nil {
		f.repull()
	}
}

// repull begins to make the pull there is once more.
func (f *follower) repull() { f.replace(f.current.url, nil, nil) }

// replace begins to make a pull beside the one there is, unless the bitrate
// that is asked for can be had without.
func (f *follower) replace(url string, request *Switch, tryBitrate func() bool) {
	f.unplan()
	a := &attempt{pull: f.newPull(f.ctx, url, true), request: request, done: make(chan error, 1)}
	f.attempt = a
	f.behind(func() {
		if a.stays = tryBitrate != nil && tryBitrate(); a.stays {
			a.done <- nil
			return
		}
		a.done <- f.try(a.pull, nil, (*pull).untilDecoded)
	})
}

// bitrateSwitch gives a call that has the server send another bitrate in the
// same connection (tabrctl), and tells whether it will. It is for streams
// whose URLs name their bitrates.
func (p *pull) bitrateSwitch(ctx context.Context, to signal.StreamURL) func() bool {
	from, _ := signal.ParseStreamURL(p.url) // has been parsed before
	name, ok := signal.SwitchableBitrate(from, to)
	if !ok {
		return nil
	}
	stream := p.stream
	return func() bool {
		ctx, cancel := context.WithTimeout(ctx, stopTimeout)
		defer cancel()
		return stream.SwitchBitrate(ctx, name) == nil
	}
}

// attempted gives what came of the attempt under way.
func (f *follower) attempted() <-chan error {
	if f.attempt == nil {
		return nil
	}
	return f.attempt.done
}

func (f *follower) afterAttempt(err error) error {
	a := f.attempt
	f.attempt = nil
	switch {
	case err == nil && a.stays:
		f.current.url = a.pull.url
		a.pull.close()
	case err == nil:
		f.adopt(a.pull)
	}
	a.settle(err)
	switch {
	case err == nil || f.trouble == nil: // a switch that failed leaves the old picture playing
		return nil
	case a.request != nil:
		return f.plan(f.trouble)
	default:
		return f.plan(err)
	}
}

// adopt puts a new pull in the place of the one there is.
func (f *follower) adopt(p *pull) {
	old := f.current
	if !f.outage.since.IsZero() { // no counter of the browser's has it
		f.freezes.Add(1, time.Since(f.outage.since))
	}
	f.display.show(p.media)
	old.close()
	f.current, f.trouble, f.dead = p, nil, false
	f.settle(p)
	f.Observer.Observe(ICEState(p.ice))
	f.moving()
}

// abandon gives up the attempt under way.
func (f *follower) abandon() {
	a := f.attempt
	if a == nil {
		return
	}
	f.attempt = nil
	a.pull.cancel()
	a.settle(&Error{Code: CodeAborted, Message: "another stream was asked for, or the play has ended"})
	f.behind(func() {
		if <-a.done == nil {
			a.pull.close()
		}
	})
}

// switchTo begins to replace the stream by another. The last request wins.
func (f *follower) switchTo(request *Switch) {
	to, err := signal.ParseStreamURL(request.StreamURL)
	if err != nil {
		request.Done <- AsError(err)
		return
	}
	f.abandon()
	var tryBitrate func() bool
	if f.trouble == nil {
		tryBitrate = f.current.bitrateSwitch(f.ctx, to)
	}
	f.replace(request.StreamURL, request, tryBitrate)
}
