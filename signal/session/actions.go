package session

import (
	"context"
	"time"

	"lebplayer/signal/session/recovery"
)

// states has the page's state for each of the recovery's phases, except for a
// start, whose states pull.connect enters.
var states = map[recovery.Phase]State{
	recovery.Playing: StatePlaying, recovery.Paused: StatePaused,
	recovery.Stalled: StateStalled, recovery.Reconnecting: StateReconnecting,
}

// carryOut carries out an action of the recovery.
func (p *play) carryOut(ctx context.Context, a recovery.Action) {
	observer := p.session.Observer
	switch a := a.(type) {
	case recovery.Begin:
		p.begin(ctx, a)
	case recovery.Cancel:
		p.cancel()
	case recovery.Promote:
		p.promote(ctx, a)
	case recovery.Keep:
		p.attempt = nil
	case recovery.Release:
		p.current.release(ctx)
	case recovery.RequestKeyFrame:
		p.current.peer.RequestKeyFrame()
	case recovery.Answer:
		p.answer(a)
	case recovery.Enter:
		reason := a.Reason
		if a.Why != nil {
			reason = string(AsError(a.Why).Code)
		}
		p.session.enter(states[a.Phase], reason)
	case recovery.TellFirstFrame:
		p.tracks = Tracks{Audio: true, Video: !p.current.frame.AudioOnly}
		p.current.tellFirstFrame()
	case recovery.TellStall:
		observer.Observe(Stall{})
	case recovery.TellReconnecting:
		observer.Observe(Reconnecting{Attempt: a.Attempt, Delay: a.Delay, Reason: AsError(a.Why)})
	case recovery.TellRecovered:
		p.recovered(a)
	case recovery.End:
		p.over, p.err = true, a.Err
	}
}

// promote shows the pull that an attempt has made, and then closes the one that
// it replaces.
func (p *play) promote(ctx context.Context, a recovery.Promote) {
	if p.current != nil {
		p.tellRest()
	}
	old, made, reason := p.current, p.attempt.pull, p.attempt.reason
	p.attempt.cancel() // its context is of no more use
	p.current, p.attempt = made, nil
	made.reports.flush()
	made.sync.SetTarget() // which may have changed since the attempt began
	if old == nil {
		p.follow()
	} else {
		made.onScreen, made.awaitsFrame = true, !p.session.Page.Hidden()
		p.session.Observer.Observe(Exchange{reason})
		p.display.show(ctx, made.peer, made.soundAlone)
		old.close()
		p.session.Observer.Observe(ICEState(made.ice))
	}
	if a.Frozen > 0 { // the browser counts no freeze across two tracks
		p.freezes.Add(1, a.Frozen)
	}
	p.judgeAnew(ctx)
}

// follow begins to look after what is on the screen.
func (p *play) follow() {
	p.countAnew()
	p.watching = time.NewTimer(p.untilLook())
	p.stats = time.NewTicker(p.session.settings.Load().StatsInterval)
	p.tellAt = p.session.now()
}

// recovered tells the page that the picture moves again.
func (p *play) recovered(a recovery.TellRecovered) {
	if a.Attempts == 0 {
		p.current.sync.Stalled()
	}
	p.session.Observer.Observe(Recovered{Duration: a.Duration, Attempts: a.Attempts})
}

// answer answers a request.
func (p *play) answer(a recovery.Answer) {
	request := p.requests[a.Request]
	delete(p.requests, a.Request)
	if a.Err == nil {
		request.Done <- nil
	} else {
		request.Done <- AsError(a.Err)
	}
}
