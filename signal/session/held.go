package session

import (
	"context"
	"time"

	"lebplayer/signal"
)

// Held is a pull that is made ahead of the play that will show it: its media are
// received and decoded, unseen and unheard. It is over when a play has taken the pull,
// when the pull has failed, or when it is stopped.
type Held struct {
	Ready <-chan error // gets nil once the pull can be shown, or the reason why it can't

	session *Session
	pulls   chan *pull // hands the pull over to a play; closed when there is none to be had
	stop    context.CancelFunc
}

// Hold begins to make a pull of the session's stream. The session is the pull's own:
// it does not Run, and its element is not shown.
func (s *Session) Hold() (*Held, error) {
	s.begin()
	if err := s.checkURL(); err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	ready := make(chan error, 1)
	h := &Held{Ready: ready, session: s, pulls: make(chan *pull), stop: stop}
	s.behind(func() {
		defer close(h.pulls)
		p := s.unseenPull()
		err := p.start(ctx).err
		ready <- err
		if err == nil {
			h.keep(ctx, p)
		}
	})
	return h, nil
}

// keep looks after the pull until a play takes it. A pull that breaks, or is stopped,
// is closed.
func (h *Held) keep(ctx context.Context, p *pull) {
	p.judgeAnew(ctx)
	watching := time.NewTicker(watchInterval)
	defer watching.Stop()
	var err error
	for err == nil {
		select {
		case h.pulls <- p:
			return
		case <-ctx.Done():
			err = ctx.Err()
		case e := <-p.peer.Events():
			err = p.hear(ctx, e)
		case <-watching.C:
			err = p.check(ctx)
		}
	}
	p.close()
}

// Stop stops the stream, unless a play has taken it. A nil Held has none.
func (h *Held) Stop() {
	if h != nil {
		h.stop()
	}
}

// Wait returns when the Held is over and the server has been told, or could not be.
func (h *Held) Wait() { h.session.calls.Wait() }

// take takes over the pull that was made ahead, if there is one, as soon as it can be
// shown. From then on it is as if p had made it.
func (p *pull) take(ctx context.Context) bool {
	if p.held == nil {
		return false
	}
	p.enter(ctx, StateConnecting, "play")
	var made *pull
	select {
	case made = <-p.held.pulls:
	case <-ctx.Done():
	}
	if made == nil {
		if p.first {
			p.sessionID += "-1" // the play has the id of the pull that is gone
		}
		return false
	}
	made.endReports()
	p.url.Store(made.url.Load())
	p.sessionID, p.peer, p.stream, p.answer = made.sessionID, made.peer, made.stream, made.answer
	p.asked, p.ice, p.counters, p.sync = made.asked, made.ice, made.counters, made.sync
	p.avsync.Adopt(p.sync)
	p.reports = p.session.startReports(p.stream)
	_ = p.connectionState("connected") // by the time of this play
	p.count(ctx, false)
	p.tell(ctx, ICEState(p.ice))
	p.show(false)
	return true
}

// unseenPull returns a pull that is not shown while it is made, and of whose steps the
// page hears nothing.
func (s *Session) unseenPull() *pull {
	p := newPlay(s).newPull(wireURL{url: s.Config.StreamURL, ask: s.Config.AskURL})
	p.first, p.onScreen = false, false
	return p
}

// checkURL returns the error of a stream URL that can't be pulled.
func (s *Session) checkURL() error {
	_, err := signal.ParseStreamURL(s.Config.StreamURL)
	if s.Config.AskURL != nil {
		return nil
	}
	return err
}
