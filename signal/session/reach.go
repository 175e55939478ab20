package session

import (
	"context"
	"errors"
	"time"
)

// reachLimit is how long a play waits for its first connection after the answer: seven
// checks of its start. Two pulls and the delay between them, at most half a second by
// default, take less than twelve seconds. Networks that let no UDP through can be told
// from slow ones by time alone: ICE checks on for half a minute without an answer.
const reachLimit = 7 * startWatch

// errUnreachable is the cause of the failure of a play's pull when no connection has
// come up in the play so far.
var errUnreachable = errors.New("no media server was reached")

// isBlocked reports whether the page is known to reach no media server, and has
// something else to play.
func (s *Session) isBlocked() bool {
	return s.Config.Fallback && s.Unreachable != nil && s.Unreachable.Load() && s.Config.Retry.MaxAttempts < Unlimited
}

// tryBeside pulls the stream once, unseen, while the page plays something else. A
// connection that comes up is remembered for the page's next play.
func (s *Session) tryBeside(ctx context.Context) {
	p := s.unseenPull()
	if p.start(ctx).err == nil {
		p.close()
	}
}

// remember remembers for the page's next play whether a media server can be reached.
func (s *Session) remember(unreachable bool) {
	if s.Unreachable != nil {
		s.Unreachable.Store(unreachable)
	}
}

// reach notes that a connection has come up.
func (s *Session) reach() {
	s.reached.Store(true)
	s.remember(false)
}

// unreached returns the error of a pull whose connection is not up, if it has had
// its answer for limit, and no other has come up in the play. A play that has
// reached a server once is patient.
func (p *pull) unreached(limit time.Duration) error {
	if p.reports == nil || p.session.reached.Load() || p.session.now()-p.answeredAt < limit {
		return nil
	}
	return unreachable()
}

func unreachable() error {
	return &Error{Code: CodeICEFailed, Err: errUnreachable,
		Message: "no connection to the media server: UDP may be blocked on this network"}
}

// named returns the failure of an attempt by its cause: an attempt that has timed out
// without a connection has reached no media server.
func (p *pull) named(err error) error {
	if why := p.unreached(0); why != nil && AsError(err).Code == CodeTimeout {
		return why
	}
	return err
}
