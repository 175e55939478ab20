package session

import (
	"context"
	"errors"
	"runtime"
	"time"

	"lebplayer/signal/quality"
	"lebplayer/signal/session/avsync"
	"lebplayer/signal/session/recovery"
)

const (
	watchInterval  = 250 * time.Millisecond
	reportInterval = 2 * time.Second // spec, reportquality: 每两秒统计一次
)

// play is a play under way. It hands one event after the other to the recovery,
// and carries out the actions that it gets back; nothing else decides anything.
type play struct {
	session *Session
	display *display
	state   recovery.State
	avsync  *avsync.Controller

	current  *pull           // the pull on the screen; nil until the first frame
	attempt  *attempt        // the attempt under way, or nil
	requests map[int]*Switch // the requests that have not been answered, by number
	asked    int             // the number of the newest request
	pulls    int             // the number of the newest pull

	frames  int           // the frames that the element had shown at the newest look
	counts  bool          // the browser counts the frames that it shows
	tracks  Tracks        // that the page knows of
	movedAt time.Duration // the newest movement of the picture that the recovery knows of
	// uneasyAt is the newest look that did not see as many new frames as usual, or after
	// which something else was waited for.
	uneasyAt time.Duration
	freezes  quality.Freezes // of the whole play
	tellAt   time.Duration   // when the quality was last told

	wake     *time.Timer  // fires at the recovery's deadline
	watching *time.Timer  // fires at the next look; nil until the first frame
	stats    *time.Ticker // nil until the first frame
	over     bool         // the recovery has ended the play
	err      error        // why the play failed, or errTaken; nil: it was stopped
}

// errTaken is why a play has stopped whose element someone else has taken over.
var errTaken = errors.New("taken over")

func newPlay(s *Session) *play {
	wake := time.NewTimer(0)
	wake.Stop()
	return &play{
		session: s, display: newDisplay(s), avsync: avsync.NewController(s.avsyncConfig()), requests: map[int]*Switch{}, wake: wake,
		state: recovery.New(s.policy()),
	}
}

// run plays until ctx ends, the element is taken over or the recovery gives up. It
// returns why the play failed, or errTaken, or nil after a stop.
func (p *play) run(ctx context.Context) error {
	defer p.close()
	p.observePage(ctx) // and so begins the first attempt
	for !p.over {
		p.next(ctx)
	}
	return p.err
}

// next waits for one thing to happen and handles it.
func (p *play) next(ctx context.Context) {
	var events <-chan PeerEvent
	var switches <-chan *Switch
	var unstoppable <-chan struct{}
	var watching, stats <-chan time.Time
	if p.current != nil {
		events, unstoppable, switches = p.current.peer.Events(), p.current.unstoppable, p.session.Switches
		watching, stats = p.watching.C, p.stats.C
	}
	select {
	case <-ctx.Done():
		p.step(ctx, recovery.Stop{})
	case <-p.wake.C:
		p.step(ctx, recovery.Elapsed{})
	case o := <-p.attempt.outcome():
		p.observePage(ctx)
		p.attempted(ctx, o)
	case soundAlone := <-p.attempt.shows():
		runtime.Gosched() // in a browser there is one thread, and the request for the stream goes first
		p.display.show(ctx, p.attempt.pull.peer, soundAlone)
	case e := <-events:
		if err := p.current.hear(ctx, e); err != nil {
			p.lose(ctx, err, true)
		}
	case <-unstoppable:
		p.current.closePeer()
	case e := <-p.session.Element.Events():
		p.hearElement(ctx, e)
	case result := <-p.display.played:
		p.display.afterPlay(ctx, result)
	case <-watching:
		p.look(ctx)
		p.watching.Reset(p.untilLook())
		p.tellQuality(ctx, watchInterval/8) // a look may be late, and the next one in time
	case <-stats:
		p.tellStats(ctx)
		p.tellQuality(ctx, watchInterval) // by the same reading of the counters
	case <-p.session.Page.Returned():
		p.observePage(ctx)
		p.step(ctx, recovery.PageReturned{})
	case request := <-switches:
		p.switchTo(ctx, request)
	case settings := <-p.session.Changes:
		p.change(ctx, settings)
	case <-p.withdrawn():
		p.step(ctx, recovery.SwitchWithdrawn{Request: p.asked})
	}
}

// step gives the recovery an event, and carries out its actions.
func (p *play) step(ctx context.Context, e recovery.Event) {
	var actions []recovery.Action
	p.state, actions = p.state.Step(p.session.now(), p.session.Random(), e)
	for _, a := range actions {
		p.carryOut(ctx, a)
	}
	if due, ok := p.state.Deadline(); ok {
		p.wake.Reset(due - p.session.now())
	} else {
		p.wake.Stop()
	}
}

// lose tells the recovery that the pull on the screen has to be replaced.
func (p *play) lose(ctx context.Context, err error, final bool) {
	p.observePage(ctx)
	p.step(ctx, recovery.PullLost{Since: p.current.health.MovedAt(), Why: p.session.failure(err), Final: final})
}

func (p *play) page() recovery.PageChanged {
	return recovery.PageChanged{Hidden: p.session.Page.Hidden(), Offline: !p.session.Page.Online()}
}

// observePage tells the recovery of the page. That comes before every event that
// may make it plan.
func (p *play) observePage(ctx context.Context) { p.step(ctx, p.page()) }

// close ends everything that is left when the play is over.
func (p *play) close() {
	p.wake.Stop()
	if p.current == nil {
		return
	}
	p.watching.Stop()
	p.stats.Stop()
	p.tellRest()
	p.current.close()
}
