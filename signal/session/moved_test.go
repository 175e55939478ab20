package session_test

import (
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

// TestMoved: an element that begins to count its frames, or shows none for a while, is
// no stall. It is started, unless the viewer has paused the one before.
func TestMoved(t *testing.T) {
	tests := []struct {
		name   string
		paused bool
		unseen int // frames, at 25 a second
		plays  int // calls of Play
	}{
		{"it shows the stream at once", false, 0, 2},
		{"it shows the stream after four seconds", false, 100, 2},
		{"in a pause", true, 0, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := playing(t, nil)
				states := ""
				if test.paused {
					p.pause(true)
					states = "paused"
				}
				p.element.move(test.paused, test.unseen)
				pass(8 * time.Second)
				if got := p.since(t); got != states {
					t.Errorf("states: %s, want %s", got, states)
				}
				if n := len(eventsOf[session.Stall](p.sink)); n != 0 {
					t.Errorf("%d stalls", n)
				}
				if plays := p.element.plays; len(plays) != test.plays || plays[len(plays)-1] {
					t.Errorf("the element was started with %v (muted), want %d times with sound", plays, test.plays)
				}
				p.stop()
				_ = p.ended(t)
				p.eachStopped(t, 1)
			})
		})
	}
}

// TestStallAfterAMove: the frames of the new element are looked after.
func TestStallAfterAMove(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, nil)
		p.element.move(false, 0)
		pass(3 * time.Second)
		p.peer.stopMedia()
		pass(3 * time.Second)
		if got := p.since(t); got != "stalled reconnecting playing" {
			t.Errorf("states: %s", got)
		}
		p.stop()
		_ = p.ended(t)
		p.eachStopped(t, 2)
	})
}

// TestMovedBeforeTheFirstFrame: the new element's first frame is the play's.
func TestMovedBeforeTheFirstFrame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, nil)
		synctest.Wait()
		p.element.move(false, 0)
		p.connect(true)
		synctest.Wait()
		if n := len(eventsOf[session.FirstFrame](p.sink)); n != 1 {
			t.Errorf("firstframe came %d times", n)
		}
		p.stop()
		_ = p.ended(t)
		if n := len(p.server.of(signal.EndpointPullStream)); n != 1 {
			t.Errorf("%d pulls", n)
		}
	})
}

// TestMovedAndRefused: a browser that refuses to start the new element with sound is
// met as at a start.
func TestMovedAndRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) { p.element.playErrs = []error{nil, session.ErrAutoplayRefused, nil} })
		p.element.move(false, 0)
		pass(time.Second)
		if plays := p.element.plays; len(plays) != 3 || plays[1] || !plays[2] {
			t.Errorf("the element was started with %v (muted)", plays)
		}
		if told := eventsOf[session.AutoplayBlocked](p.sink); len(told) != 1 || !told[0].Muted {
			t.Errorf("autoplayblocked: %v", told)
		}
		p.stop()
		_ = p.ended(t)
	})
}
