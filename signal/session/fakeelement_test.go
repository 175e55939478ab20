package session_test

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"lebplayer/signal/session"
)

// fakeElement has shown as many frames as the peer on the screen has decoded.
type fakeElement struct {
	events   chan session.ElementEvent
	playErrs []error    // the results of the first calls of Play
	pending  chan error // if not nil, Play waits for its result here, or for the end of ctx
	renders  bool       // Show renders a frame
	closed   atomic.Int32
	// The results of Paused, Interrupted and Silent.
	paused, interrupted, silent atomic.Bool

	mu           sync.Mutex
	peer         *fakePeer // on the screen
	soundAlone   bool      // the last argument of Show
	shows        int       // calls of Show with another peer than before
	hiddenFrames int       // frames shown when the page was hidden; 0: the page is visible
	plays        []bool    // the muted arguments of Play
	unseen       int       // decoded frames that the element has not shown
	counted      int       // calls of Frames
	asked        bool      // a frame's timestamp has been asked for
}

func (e *fakeElement) Show(peer session.Peer, soundAlone bool) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	began := soundAlone && !e.soundAlone && e.shows == 1
	e.soundAlone = soundAlone
	if began {
		e.events <- session.FrameRendered{At: time.Now(), Unseen: true, AudioOnly: true}
	}
	if e.peer != peer {
		e.peer, _ = peer.(*fakePeer)
		e.shows++
		if e.renders {
			e.events <- session.FrameRendered{At: time.Now(), Unseen: e.peer.audioOnly, AudioOnly: e.peer.audioOnly}
		}
	}
	return began
}

func (e *fakeElement) Play(ctx context.Context, muted bool) error {
	e.mu.Lock()
	e.plays = append(e.plays, muted)
	e.mu.Unlock()
	if e.pending != nil {
		select {
		case err := <-e.pending:
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.plays) <= len(e.playErrs) {
		return e.playErrs[len(e.plays)-1]
	}
	return nil
}

func (e *fakeElement) Frames() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.counted++
	peer, hiddenFrames := e.peer, e.hiddenFrames
	if peer == nil || hiddenFrames != 0 {
		return hiddenFrames
	}
	return max(0, int(peer.count().Video.FramesDecoded)-e.unseen)
}

func (e *fakeElement) VideoTimestamp() (timestamp uint32, known bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.asked = !e.asked
	if e.asked || e.peer == nil || e.hiddenFrames != 0 {
		return 0, false
	}
	return e.peer.videoTimestamp(), true
}

// move emits that the play is in another element, which has shown no frame, and will
// show none of the next ones.
func (e *fakeElement) move(paused bool, next int) {
	frames := e.Frames()
	e.mu.Lock()
	e.unseen += frames + next
	e.mu.Unlock()
	e.events <- session.Moved{Paused: paused}
}

func (e *fakeElement) Paused() bool { return e.paused.Load() }

func (e *fakeElement) Silent() bool { return e.silent.Load() }

func (e *fakeElement) Interrupted() bool { return e.interrupted.Swap(false) }

func (e *fakeElement) Events() <-chan session.ElementEvent { return e.events }

func (e *fakeElement) Close() { e.closed.Add(1) }

// alone reports whether the element has audio alone.
func (e *fakeElement) alone() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.soundAlone
}

// shown returns the peer on the screen.
func (e *fakeElement) shown() *fakePeer {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.peer
}

// fakePage is visible and online, unless its fields say otherwise.
type fakePage struct {
	hidden, offline atomic.Bool
	returned        chan struct{}
}

func (p *fakePage) Hidden() bool              { return p.hidden.Load() }
func (p *fakePage) Online() bool              { return !p.offline.Load() }
func (p *fakePage) Returned() <-chan struct{} { return p.returned }
