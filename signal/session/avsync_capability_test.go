package session_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
	"lebplayer/signal/session/avsync"
)

// unmuted starts a play that nobody hears, in a page with that knowledge of its browser, and unmutes it
// when it has played for five seconds.
func unmuted(t *testing.T, known *avsync.Capability, change func(*fakePeer)) *play {
	t.Helper()
	p := playing(t, func(p *play) {
		automatic(p)
		p.NewReceivers = known
		p.screen.silent.Store(true)
		change(p.peer)
	})
	pass(5 * time.Second)
	p.screen.silent.Store(false)
	p.screen.events <- session.Steered{}
	pass(time.Second)
	return p
}

// again plays once more in the same page, on a path that calls for a new jitter buffer, and returns what the first pull was
// answered with.
func again(t *testing.T, known *avsync.Capability) answers {
	t.Helper()
	p := unmuted(t, known, func(m *fakePeer) {})
	p.peer.fill(160 * time.Millisecond)
	pass(10 * time.Second)
	a := p.peer.answered()
	if reasons := eventsOf[session.Reconnecting](p.page); len(reasons) != 0 {
		t.Errorf("the second play was reconnected: %+v", reasons)
	}
	p.stop()
	_ = p.ended(t)
	return a
}

// mostPackets returns the most packets of audio that were reported of two seconds.
func (p *play) mostPackets() (most int64) {
	for _, c := range p.server.of(signal.EndpointReportQuality) {
		most = max(most, c.request.(qualityReport).AudioPktRecv)
	}
	return most
}

// TestCountersThatGoOn: a browser that makes no new receiver is not asked to again. What was apart is brought together by
// another pull, and the whole life's packets are not reported as those of two seconds.
func TestCountersThatGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		known := &avsync.Capability{}
		p := unmuted(t, known, func(m *fakePeer) { m.same = true })
		pass(3 * time.Second)
		if n, reasons := p.peer.answered().restarts, eventsOf[session.Reconnecting](p.page); n != 1 || len(reasons) != 1 {
			t.Errorf("%d restarts, and reconnected %d times; want one each", n, len(reasons))
		}
		next := p.screen.shown()
		if next == p.peer || next.answered().apart() {
			t.Error("audio and video are still apart")
		}
		next.fill(160 * time.Millisecond)
		pass(20 * time.Second)
		if next.answered().restarts != 0 {
			t.Error("tried again in the same play")
		}
		p.stop()
		_ = p.ended(t)
		if most := p.mostPackets(); most > 110 {
			t.Errorf("%d packets reported of two seconds, of 50 a second", most)
		}
		if a := again(t, known); a.restarts != 0 || a.apart() {
			t.Errorf("%d restarts in the second play, apart: %v; want none", a.restarts, a.apart())
		}
	})
}

// TestCountersThatGoOnInStep: where nothing was apart, the pull stays.
func TestCountersThatGoOnInStep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, automatic)
		p.peer.same = true
		p.peer.fill(160 * time.Millisecond)
		pass(time.Minute)
		if n, reasons := p.peer.answered().restarts, eventsOf[session.Reconnecting](p.page); n != 1 || len(reasons) != 0 {
			t.Errorf("%d restarts, and reconnected %d times; want one, and never", n, len(reasons))
		}
		p.stop()
		_ = p.ended(t)
		if most := p.mostPackets(); most > 110 {
			t.Errorf("%d packets reported of two seconds, of 50 a second", most)
		}
	})
}

// TestLostAudioIsRemembered: by the page, for its later plays.
func TestLostAudioIsRemembered(t *testing.T) {
	for name, change := range map[string]func(*fakePeer){
		"it says so": func(m *fakePeer) { m.deaf = errors.New("InvalidStateError") },
		"it is mute": func(m *fakePeer) { m.mute = true },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				known := &avsync.Capability{}
				p := unmuted(t, known, change)
				pass(3 * time.Second)
				if n, reasons := p.peer.answered().restarts, eventsOf[session.Reconnecting](p.page); n != 1 || len(reasons) != 1 {
					t.Errorf("%d restarts, and reconnected %d times; want one each", n, len(reasons))
				}
				p.stop()
				_ = p.ended(t)
				if a := again(t, known); a.restarts != 0 || a.apart() {
					t.Errorf("%d restarts in the second play, apart: %v; want none", a.restarts, a.apart())
				}
			})
		})
	}
}

// TestNewReceiverIsRemembered: the next play knows.
func TestNewReceiverIsRemembered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		known := &avsync.Capability{}
		p := unmuted(t, known, func(*fakePeer) {})
		p.stop()
		_ = p.ended(t)
		if n := p.peer.answered().restarts; n != 1 {
			t.Errorf("%d restarts, want one", n)
		}
		if a := again(t, known); a.restarts != 2 {
			t.Errorf("%d restarts in the second play, want one when it is heard and one for its jitter buffer", a.restarts)
		}
	})
}

// TestNothingIsTriedThatCannotBeSeen: where getStats lacks the counters.
func TestNothingIsTriedThatCannotBeSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		known := &avsync.Capability{}
		p := unmuted(t, known, func(m *fakePeer) { m.unknown = true })
		pass(3 * time.Second)
		if next := p.screen.shown(); next == p.peer || next.answered().apart() {
			t.Error("audio and video are still apart")
		}
		if n, again := p.peer.answered().restarts, p.screen.shown().answered().restarts; n+again != 0 {
			t.Errorf("%d and %d restarts, want none", n, again)
		}
		p.stop()
		_ = p.ended(t)
		if a := again(t, known); a.restarts != 0 || a.apart() {
			t.Errorf("%d restarts in the second play, apart: %v; want none", a.restarts, a.apart())
		}
	})
}
