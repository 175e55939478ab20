package session_test

import (
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal/session"
)

// looks returns how often the play looks at its element in five seconds.
func (p *play) looks() int {
	count := func() int {
		p.element.mu.Lock()
		defer p.element.mu.Unlock()
		return p.element.counted
	}
	before := count()
	pass(5 * time.Second)
	return count() - before
}

// TestCalmPlay: a play that has gone well for ten seconds is looked at half as often,
// until something happens.
func TestCalmPlay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, nil)
		if looks := p.looks(); looks != 20 {
			t.Errorf("%d looks in the first five seconds, want 20", looks)
		}
		pass(6 * time.Second)
		if looks := p.looks(); looks != 10 {
			t.Errorf("%d looks in five calm seconds, want 10", looks)
		}
		p.peer.stopMedia()
		pass(750 * time.Millisecond)
		p.peer.resumeMedia()
		if looks := p.looks(); looks != 20 {
			t.Errorf("%d looks in the five seconds after a gap, want 20", looks)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestStallOfCalmPlay: a stall, and the end of all media, are noticed as soon in a calm
// play as in any other, whenever they begin between two looks.
func TestStallOfCalmPlay(t *testing.T) {
	for _, before := range []time.Duration{3 * time.Second, 20 * time.Second} {
		for offset := time.Duration(0); offset < 500*time.Millisecond; offset += 70 * time.Millisecond {
			synctest.Test(t, func(t *testing.T) {
				p := playing(t, nil)
				pass(before + offset)
				p.peer.stopMedia()
				began := time.Now()
				for _, due := range []struct {
					state session.State
					after time.Duration
				}{{session.StateStalled, 1250 * time.Millisecond}, {session.StateReconnecting, 1750 * time.Millisecond}} {
					pass(due.after - time.Since(began))
					if !p.entered(due.state) {
						t.Errorf("after %s of playing: not %s %s after the last frame", before+offset, due.state, due.after)
					}
				}
				p.stop()
				_ = p.ended(t)
			})
		}
	}
}

// entered reports whether the play has entered a state.
func (p *play) entered(state session.State) bool {
	for _, e := range eventsOf[session.StateChange](p.sink) {
		if e.To == state {
			return true
		}
	}
	return false
}
