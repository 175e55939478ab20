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

// unmuted starts a muted play, in a page with that Capability, and unmutes it after
// five seconds.
func unmuted(t *testing.T, known *avsync.Capability, change func(*fakePeer)) *play {
	t.Helper()
	p := playing(t, func(p *play) {
		automatic(p)
		p.NewReceivers = known
		p.element.silent.Store(true)
		change(p.peer)
	})
	pass(5 * time.Second)
	p.element.silent.Store(false)
	p.element.events <- session.Steered{}
	pass(time.Second)
	return p
}

// again plays once more in the same page, on a path that calls for a new jitter
// buffer, and returns the negotiations of the first pull.
func again(t *testing.T, known *avsync.Capability) negotiation {
	t.Helper()
	p := unmuted(t, known, func(m *fakePeer) {})
	p.peer.setAudioDelay(160 * time.Millisecond)
	pass(10 * time.Second)
	a := p.peer.negotiation()
	if reasons := eventsOf[session.Reconnecting](p.sink); len(reasons) != 0 {
		t.Errorf("the second play was reconnected: %+v", reasons)
	}
	p.stop()
	_ = p.ended(t)
	return a
}

// mostPackets returns the largest number of audio packets in a quality report.
func (p *play) mostPackets() (most int64) {
	for _, c := range p.server.of(signal.EndpointReportQuality) {
		most = max(most, c.request.(qualityReport).AudioPktRecv)
	}
	return most
}

// TestCountersThatGoOn: if a browser makes no new receiver, there is no other
// renegotiation. Audio and video that were apart are brought together by another
// pull. The packets of the whole pull are not reported as those of two seconds.
func TestCountersThatGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		known := &avsync.Capability{}
		p := unmuted(t, known, func(m *fakePeer) { m.keepsReceiver = true })
		pass(3 * time.Second)
		if n, reasons := p.peer.negotiation().renegotiations, eventsOf[session.Reconnecting](p.sink); n != 1 || len(reasons) != 1 {
			t.Errorf("%d renegotiations, and reconnected %d times; want one each", n, len(reasons))
		}
		next := p.element.shown()
		if next == p.peer || next.negotiation().apart() {
			t.Error("audio and video are still apart")
		}
		next.setAudioDelay(160 * time.Millisecond)
		pass(20 * time.Second)
		if next.negotiation().renegotiations != 0 {
			t.Error("tried again in the same play")
		}
		p.stop()
		_ = p.ended(t)
		if most := p.mostPackets(); most > 110 {
			t.Errorf("%d packets in a report of two seconds, of 50 a second", most)
		}
		if a := again(t, known); a.renegotiations != 0 || a.apart() {
			t.Errorf("%d renegotiations in the second play, apart: %v; want none", a.renegotiations, a.apart())
		}
	})
}

// TestCountersThatGoOnInStep: if audio and video were not apart, the pull stays.
func TestCountersThatGoOnInStep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, automatic)
		p.peer.keepsReceiver = true
		p.peer.setAudioDelay(160 * time.Millisecond)
		pass(time.Minute)
		if n, reasons := p.peer.negotiation().renegotiations, eventsOf[session.Reconnecting](p.sink); n != 1 || len(reasons) != 0 {
			t.Errorf("%d renegotiations, and reconnected %d times; want one, and never", n, len(reasons))
		}
		p.stop()
		_ = p.ended(t)
		if most := p.mostPackets(); most > 110 {
			t.Errorf("%d packets reported of two seconds, of 50 a second", most)
		}
	})
}

// TestLostAudioIsRemembered: after a renegotiation that loses the audio, there are none
// in the page's later plays.
func TestLostAudioIsRemembered(t *testing.T) {
	for name, change := range map[string]func(*fakePeer){
		"with an error":    func(m *fakePeer) { m.renegotiateErr = errors.New("InvalidStateError") },
		"without an error": func(m *fakePeer) { m.losesAudio = true },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				known := &avsync.Capability{}
				p := unmuted(t, known, change)
				pass(3 * time.Second)
				if n, reasons := p.peer.negotiation().renegotiations, eventsOf[session.Reconnecting](p.sink); n != 1 || len(reasons) != 1 {
					t.Errorf("%d renegotiations, and reconnected %d times; want one each", n, len(reasons))
				}
				p.stop()
				_ = p.ended(t)
				if a := again(t, known); a.renegotiations != 0 || a.apart() {
					t.Errorf("%d renegotiations in the second play, apart: %v; want none", a.renegotiations, a.apart())
				}
			})
		})
	}
}

// TestNewReceiverIsRemembered: after a renegotiation that made a new receiver, the
// next play of the page renegotiates too.
func TestNewReceiverIsRemembered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		known := &avsync.Capability{}
		p := unmuted(t, known, func(*fakePeer) {})
		p.stop()
		_ = p.ended(t)
		if n := p.peer.negotiation().renegotiations; n != 1 {
			t.Errorf("%d renegotiations, want one", n)
		}
		if a := again(t, known); a.renegotiations != 2 {
			t.Errorf("%d renegotiations in the second play, want one when it is heard and one for its jitter buffer", a.renegotiations)
		}
	})
}

// TestNothingIsTriedThatCannotBeSeen: there are no renegotiations if getStats lacks the
// counters that show their effect.
func TestNothingIsTriedThatCannotBeSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		known := &avsync.Capability{}
		p := unmuted(t, known, func(m *fakePeer) { m.noBufferCounters = true })
		pass(3 * time.Second)
		if next := p.element.shown(); next == p.peer || next.negotiation().apart() {
			t.Error("audio and video are still apart")
		}
		if n, again := p.peer.negotiation().renegotiations, p.element.shown().negotiation().renegotiations; n+again != 0 {
			t.Errorf("%d and %d renegotiations, want none", n, again)
		}
		p.stop()
		_ = p.ended(t)
		if a := again(t, known); a.renegotiations != 0 || a.apart() {
			t.Errorf("%d renegotiations in the second play, apart: %v; want none", a.renegotiations, a.apart())
		}
	})
}
