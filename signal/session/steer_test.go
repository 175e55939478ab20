package session_test

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

func TestGrownJitterBufferIsRenewed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) { p.Config.Latency, p.Config.Retry = session.LatencyAuto, session.DefaultRetry })
		synctest.Wait()
		p.media.fill(160 * time.Millisecond)
		p.connect(true)
		time.Sleep(10 * time.Second)
		p.stop()
		_ = p.ended(t)
		if p.media.restarts != 1 || len(p.media.targets) != 0 {
			t.Errorf("%d restarts and the targets %v, want one, and none", p.media.restarts, p.media.targets)
		}
		if calls := p.server.of(signal.EndpointPullStream); len(calls) != 1 {
			t.Errorf("%d pulls, want 1", len(calls))
		}
	})
}

func TestLatencyIsSetBeforeTheFirstPacket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) { p.Config.Latency = 200 * time.Millisecond })
		synctest.Wait()
		if want := []time.Duration{200 * time.Millisecond}; !slices.Equal(p.media.targets, want) {
			t.Errorf("targets %v before the answer, want %v", p.media.targets, want)
		}
		p.media.fill(time.Second)
		p.connect(true)
		time.Sleep(10 * time.Second)
		p.stop()
		_ = p.ended(t)
		if p.media.restarts != 0 {
			t.Error("a restart that nobody asked for")
		}
	})
}

// TestLostSoundIsPulledAnew: a restart that fails may leave no sound.
func TestLostSoundIsPulledAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) {
			p.Config.Latency, p.Config.Retry = session.LatencyAuto, session.DefaultRetry
		})
		synctest.Wait()
		p.media.deaf = errors.New("InvalidStateError")
		p.media.fill(160 * time.Millisecond)
		p.connect(true)
		time.Sleep(6 * time.Second)
		reasons := eventsOf[session.Reconnecting](p.page)
		p.stop()
		_ = p.ended(t)
		if len(reasons) != 1 || reasons[0].Reason.Code != session.CodeNoMedia {
			t.Errorf("reconnecting %+v, want once, for no-media", reasons)
		}
		if p.media.restarts != 1 {
			t.Errorf("%d restarts, want no other after one that failed", p.media.restarts)
		}
	})
}
