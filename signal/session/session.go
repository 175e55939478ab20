package session

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session/avsync"
	"lebplayer/signal/session/recovery"
)

// stopTimeout ends a stopstream that nobody answers.
const stopTimeout = 5 * time.Second

// Session is one play. Its fields are set before Run and not changed
// thereafter; a Session runs once.
type Session struct {
	Config     Config
	Signalling Signalling
	OpenPeer   func() (Peer, error)
	Element    Element
	Page       Page
	Observer   Observer
	Random     func() float64            // in [0, 1): spreads what many viewers do at once
	Wall       func(time.Time) time.Time // an instant by the clock that the page and the server go by; nil: the same
	Switches   <-chan *Switch            // while playing; nil: none will come
	Prepared   *Prepared                 // made earlier by Prepare, or nil
	// NewReceivers is what the page knows of Peer.Renegotiate; nil: it is not used.
	NewReceivers *avsync.Capability

	began    time.Time
	unwanted unwanted       // reports
	calls    sync.WaitGroup // to the server, behind the play's back

	mu    sync.Mutex // of what the page is told while an attempt may be cancelled
	state State
}

// Run plays until ctx is cancelled, which is how a play is stopped, or until
// it fails. It returns when the server has been told, or could not be: nil
// after a stop, else the *Error that the Observer was given.
func (s *Session) Run(ctx context.Context) error {
	defer s.calls.Wait()
	s.began = time.Now()
	return s.end(s.play(ctx))
}

// play is the whole of it. Its error is why the play failed.
func (s *Session) play(ctx context.Context) error {
	defer s.Element.Close()
	if _, err := signal.ParseStreamURL(s.Config.StreamURL); err != nil {
		if s.Prepared != nil {
			s.Prepared.Close()
		}
		s.enter(StateOffering, "play")
		return err
	}
	return newPlay(s).run(ctx)
}

// end says the last word: stopped or failed. What it returns is Run's.
func (s *Session) end(err error) error {
	if err == nil {
		s.enter(StateStopped, "stop")
		return nil
	}
	failure := AsError(err)
	s.enter(StateFailed, string(failure.Code))
	s.Observer.Observe(Failure{failure})
	return failure
}

// Refuse tells the observer of a play that can't even begin.
func Refuse(o Observer, err error) {
	_ = (&Session{Observer: o}).end(err)
}

// failure returns what an error means for the recovery.
func (s *Session) failure(err error) recovery.Failure {
	e := AsError(err)
	e.Listed = slices.Contains(s.Config.Retry.ErrCodes, e.ErrCode)
	return recovery.Failure{Err: e, Passing: e.Retryable(), OwnDoing: errors.Is(e, errFramesHeld), RetryAfter: e.RetryAfter}
}

// enter tells the page of another state.
func (s *Session) enter(to State, reason string) { s.enterDuring(context.Background(), to, reason) }

// enterDuring is enter of what an attempt does: nothing once ctx has ended.
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

// tellDuring tells the page of an event, but not once ctx has ended: after the
// last word there is none of an attempt that was cancelled.
func (s *Session) tellDuring(ctx context.Context, e Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() == nil {
		s.Observer.Observe(e)
	}
}

// behind makes a call to the server that the play does not wait for. Run
// does, at its end.
func (s *Session) behind(call func()) {
	s.calls.Add(1)
	go func() {
		defer s.calls.Done()
		call()
	}()
}

// now is the time since the play began, which is the recovery's.
func (s *Session) now() time.Duration { return time.Since(s.began) }

// elapsed is the time since the caller's play().
func (s *Session) elapsed() time.Duration { return time.Since(s.Config.StartTime) }

// wall returns an instant by the clock that the page and the server go by. The
// zero instant is none.
func (s *Session) wall(t time.Time) time.Time {
	if s.Wall == nil || t.IsZero() {
		return t
	}
	return s.Wall(t)
}
