package session

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session/avsync"
	"lebplayer/signal/session/recovery"
)

// stopTimeout ends a stopstream that nobody answers.
const stopTimeout = 5 * time.Second

// Session is one play. Its fields are set before Run and not changed after that.
// A Session runs once.
type Session struct {
	Config     Config
	Signalling Signalling
	OpenPeer   func() (Peer, error)
	Element    Element
	Page       Page
	Observer   Observer
	Random     func() float64            // returns a number in [0, 1), which keeps many viewers apart in time
	Wall       func(time.Time) time.Time // converts an instant to the clock of the page and the server; nil: it is the same clock
	Switches   <-chan *Switch            // requests for other streams; nil: none will come
	Changes    <-chan Settings           // other settings for the rest of the play; nil: none will come
	Prepared   *Prepared                 // made earlier by Prepare, or nil
	Held       *Held                     // made earlier by Hold, or nil
	// Unreachable remembers for the page that the last play to end had reached no
	// media server; nil: nothing is remembered.
	Unreachable *atomic.Bool
	// NewReceivers remembers for the page what Peer.Renegotiate does; nil: it is not used.
	NewReceivers *avsync.Capability

	began    time.Time
	settings atomic.Pointer[Settings] // in force; only the play's own goroutine changes them
	unwanted unwanted                 // reports
	calls    sync.WaitGroup           // to the server, behind the play's back

	mu      sync.Mutex // keeps events of an attempt from coming after its cancellation
	state   State
	reached atomic.Bool // a connection to a media server has come up
	expired atomic.Bool // the page has been told of a URL that has expired
}

// Run plays until ctx is cancelled, which is how a play is stopped, until someone
// else takes over the element, or until it fails. It returns when the server has
// been told, or could not be: nil after a stop, else the *Error that the Observer
// was given.
func (s *Session) Run(ctx context.Context) error {
	defer s.calls.Wait()
	s.begin()
	return s.end(s.play(ctx))
}

// begin begins to count the session's time.
func (s *Session) begin() {
	s.began = time.Now()
	s.settings.Store(&s.Config.Settings)
}

// play plays. Its error is why the play failed, or errTaken.
func (s *Session) play(ctx context.Context) error {
	defer s.Element.Close()
	defer s.Held.Stop()
	if _, err := signal.ParseStreamURL(s.Config.StreamURL); err != nil && s.Config.AskURL == nil {
		if s.Prepared != nil {
			s.Prepared.Close()
		}
		s.enter(StateOffering, "play")
		return err
	}
	if s.isBlocked() {
		s.behind(func() { s.tryBeside(ctx) })
		s.enter(StateOffering, "play")
		return unreachable()
	}
	return newPlay(s).run(ctx)
}

// end tells the page that the play has ended. It returns Run's error.
func (s *Session) end(err error) error {
	switch {
	case err == nil:
		s.enter(StateStopped, "stop")
		return nil
	case errors.Is(err, errTaken):
		s.enter(StateStopped, errTaken.Error())
		return nil
	}
	failure := AsError(err)
	if errors.Is(failure, errUnreachable) {
		s.remember(true)
	}
	s.enter(StateFailed, string(failure.Code))
	s.Observer.Observe(Failure{failure})
	return failure
}

// Refuse tells the observer of a play that can't begin.
func Refuse(o Observer, err error) {
	_ = (&Session{Observer: o}).end(err)
}

// failure returns an error as the recovery takes it.
func (s *Session) failure(err error) recovery.Failure {
	e := AsError(err)
	retry := s.settings.Load().Retry
	e.Listed = slices.Contains(retry.ErrCodes, e.ErrCode)
	unreachable := errors.Is(e, errUnreachable) && retry.MaxAttempts < Unlimited
	return recovery.Failure{
		Err: e, Passing: e.Retryable(), RetryAfter: e.RetryAfter,
		OwnDoing: errors.Is(e, errFramesHeld), NoReply: e.Code == CodeNetwork, Unreachable: unreachable,
	}
}

// enter tells the page of another state.
func (s *Session) enter(to State, reason string) { s.enterDuring(context.Background(), to, reason) }

// enterDuring is enter for an attempt: it does nothing once ctx has ended.
func (s *Session) enterDuring(ctx context.Context, to State, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil {
		return
	}
	from := s.state
	if from == "" {
		from = StateIdle
	}
	s.state = to
	s.Observer.Observe(StateChange{From: from, To: to, Reason: reason})
}

// tellDuring tells the page of an event of an attempt, unless ctx has ended: an
// attempt that was cancelled is not heard any more.
func (s *Session) tellDuring(ctx context.Context, e Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() == nil {
		s.Observer.Observe(e)
	}
}

// behind makes a call to the server on a goroutine of its own. The play does not
// wait for it, but Run does, at its end.
func (s *Session) behind(call func()) {
	s.calls.Go(call)
}

// spawn runs work in a goroutine. Code in a go statement of its own would be larger
// in leb.wasm (web/wasm/README.md, "What never waits").
func spawn(work func()) { go work() }

// now returns the time since the play began, by which the recovery counts.
func (s *Session) now() time.Duration { return time.Since(s.began) }

// elapsed returns the time since the caller's play().
func (s *Session) elapsed() time.Duration { return time.Since(s.Config.StartTime) }

// wall converts an instant to the clock of the page and the server. The zero
// instant stays zero.
func (s *Session) wall(t time.Time) time.Time {
	if s.Wall == nil || t.IsZero() {
		return t
	}
	return s.Wall(t)
}
