package session_test

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"lebplayer/signal/session"
)

// fakeElement shows as many frames as the media on it has decoded.
type fakeElement struct {
	events   chan session.ElementEvent
	playErrs []error    // what the next calls of Play give
	pending  chan error // if there is one, what Play gives, or ctx's end
	renders  bool       // a frame is rendered as soon as something is shown
	closed   atomic.Int32
	// What the element says.
	paused, interrupted, silent atomic.Bool

	mu    sync.Mutex
	peer  *fakePeer // on the screen
	shows int       // of another media than before
	stuck int       // frames shown when the page was hidden; 0: it is not
	plays []bool    // the muted arguments of Play
}

func (s *fakeElement) Show(media session.Peer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.peer != media {
		s.peer, _ = media.(*fakePeer)
		s.shows++
		if s.renders {
			s.events <- session.FrameRendered{At: time.Now(), Unseen: s.peer.audioOnly, AudioOnly: s.peer.audioOnly}
		}
	}
}

func (s *fakeElement) Play(ctx context.Context, muted bool) error {
	s.mu.Lock()
	s.plays = append(s.plays, muted)
	s.mu.Unlock()
	if s.pending != nil {
		select {
		case err := <-s.pending:
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.plays) <= len(s.playErrs) {
		return s.playErrs[len(s.plays)-1]
	}
	return nil
}

func (s *fakeElement) Frames() int {
	s.mu.Lock()
	media, stuck := s.peer, s.stuck
	s.mu.Unlock()
	if media == nil || stuck > 0 {
		return stuck
	}
	return int(media.count().Video.FramesDecoded)
}

func (s *fakeElement) Paused() bool { return s.paused.Load() }

func (s *fakeElement) Silent() bool { return s.silent.Load() }

func (s *fakeElement) Interrupted() bool { return s.interrupted.Swap(false) }

func (s *fakeElement) Events() <-chan session.ElementEvent { return s.events }

func (s *fakeElement) Close() { s.closed.Add(1) }

// shown gives the media on the screen.
func (s *fakeElement) shown() *fakePeer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.peer
}

// fakePage is looked at, and online, unless it says otherwise.
type fakePage struct {
	hidden, offline atomic.Bool
	returned        chan struct{}
}

func (p *fakePage) Hidden() bool              { return p.hidden.Load() }
func (p *fakePage) Online() bool              { return !p.offline.Load() }
func (p *fakePage) Returned() <-chan struct{} { return p.returned }
