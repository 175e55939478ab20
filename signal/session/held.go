package session

import (
	"context"
	"time"
)

// Held is a pull that is made ahead of the play that will show it: its media are
// received and decoded, unseen and unheard.
type Held struct {
	Ready <-chan error // gets nil once the pull can be shown, or the reason why it can't

	pulls chan *pull // hands the pull over to a play; closed when there is none to be had
	stop  context.CancelFunc
}

// Hold begins to make a pull of the session's stream. The session is the pull's own:
// it does not Run, and nobody sees its element, which plays the sound, muted, so that it
// does not pile up (browsers.md, "audio that nothing plays"). over is called when a play
// has taken the pull, when it has failed, and when it was stopped.
func (s *Session) Hold(over func()) *Held {
	s.begin()
	ctx, stop := context.WithCancel(context.Background())
	ready := make(chan error, 1)
	h := &Held{Ready: ready, pulls: make(chan *pull), stop: stop}
	s.behind(func() {
		p := s.unseenPull()
		p.taken = h.pulls
		err := p.start(ctx).err
		ready <- err
		if err == nil && p.taken != nil {
			p.keep(ctx)
		}
		stop()
		close(h.pulls)
		s.Element.Close()
		over()
	})
	return h
}

// keep looks after a pull until it is taken. A pull that breaks, or is stopped, is
// closed.
func (p *pull) keep(ctx context.Context) {
	d := newDisplay(p.session)
	d.playVideo(ctx, true)
	d.show(ctx, p.peer, true)
	watching := time.NewTicker(watchInterval)
	defer watching.Stop()
	for {
		if done, err := p.next(ctx, watching); done {
			return
		} else if err != nil {
			p.close()
			return
		}
	}
}

// Stop stops the stream, unless a play has taken it. A nil Held has none.
func (h *Held) Stop() {
	if h != nil {
		h.stop()
	}
}

// take takes over the pull that was made ahead, if there is one, as soon as its answer
// is set. From then on it is as if p had made it.
func (p *pull) take(ctx context.Context) bool {
	if p.held == nil {
		return false
	}
	p.enter(ctx, StateConnecting, "play")
	made := <-p.held.pulls // which a Stop closes
	if made == nil {
		return false
	}
	p.url.Store(made.url.Load())
	p.peer, p.stream, p.answer = made.peer, made.stream, made.answer
	p.asked, p.ice, p.sync, p.reports = made.asked, made.ice, made.sync, made.reports
	p.avsync.Adopt(p.sync)
	p.reports.session = p.session
	if made.health != nil {
		_ = p.hear(ctx, ConnectionStateChanged{"connected"}) // by the time of this play
	}
	if p.ice.Connection != "" {
		p.tell(ctx, ICEState(p.ice))
	}
	p.show(false)
	p.count(ctx, false)
	return true
}

// unseenPull returns a pull that is not shown while it is made, and of whose steps the
// page hears nothing.
func (s *Session) unseenPull() *pull {
	p := newPlay(s).newPull(wireURL{url: s.Config.StreamURL, ask: s.Config.AskURL})
	p.first, p.onScreen = false, false
	return p
}
