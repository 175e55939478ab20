package session_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
	"lebplayer/signal/session/avsync"
)

// automatic has the latency follow the path, in a page that knows nothing of its browser.
func automatic(p *play) {
	p.Config.Latency, p.Config.Retry = session.LatencyAuto, session.DefaultRetry
	p.NewReceivers = &avsync.Capability{}
}

func TestGrownJitterBufferIsRenewed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, automatic)
		synctest.Wait()
		p.peer.fill(160 * time.Millisecond)
		p.connect(true)
		time.Sleep(10 * time.Second)
		p.stop()
		_ = p.ended(t)
		if p.peer.restarts != 1 || p.peer.target != avsync.BrowserDefault {
			t.Errorf("%d restarts and the target %v, want one, and none", p.peer.restarts, p.peer.target)
		}
		if calls := p.server.of(signal.EndpointPullStream); len(calls) != 1 {
			t.Errorf("%d pulls, want 1", len(calls))
		}
	})
}

// TestStatsCountTheNewReceiver: from zero, also where its counters have passed the old ones when they are read.
func TestStatsCountTheNewReceiver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) {
			automatic(p)
			p.Config.StatsInterval = 20 * time.Second
		})
		synctest.Wait()
		p.peer.fill(160 * time.Millisecond)
		p.connect(false)
		pass(2 * time.Second)
		p.screen.events <- session.FrameRendered{At: time.Now()}
		pass(25 * time.Second)
		p.stop()
		_ = p.ended(t)
		stats := eventsOf[session.Stats](p.page)
		if len(stats) != 1 || p.peer.restarts != 1 {
			t.Fatalf("%d stats, %d restarts, want one each", len(stats), p.peer.restarts)
		}
		if got, want := stats[0].Delta.Audio.JitterBufferDelay(), 20*time.Millisecond; got != want {
			t.Errorf("the audio waited %v on average, want the new receiver's %v", got, want)
		}
	})
}

// TestStalledAudioIsRenewedAtOnce: what was held up comes in one burst.
func TestStalledAudioIsRenewedAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, automatic)
		p.peer.fallSilent()
		pass(1300 * time.Millisecond)
		p.peer.speakAgain()
		pass(500 * time.Millisecond)
		if got := len(eventsOf[session.Recovered](p.page)); got != 1 || p.peer.restarts != 1 {
			t.Errorf("recovered %d times, %d restarts, want one each", got, p.peer.restarts)
		}
		pass(5 * time.Second)
		if p.peer.restarts != 1 {
			t.Errorf("%d restarts, want no other", p.peer.restarts)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestTargetFollowsThePath: the pull on the screen gets it, and the next one
// from its beginning.
func TestTargetFollowsThePath(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) {
			automatic(p)
			p.peer.lossy = true
		})
		pass(5 * time.Second)
		if got, want := p.peer.asked(), 80*time.Millisecond; got != want {
			t.Errorf("target %v on a path with loss, want %v", got, want)
		}
		p.peer.events <- session.TransportClosed{}
		pass(time.Second)
		again := p.screen.shown()
		if got, want := again.asked(), 80*time.Millisecond; again == p.peer || got != want {
			t.Errorf("target %v of the next pull, want %v", got, want)
		}
		pass(5 * time.Second)
		if got := again.asked(); got != avsync.BrowserDefault {
			t.Errorf("target %v on a good path, want none", got)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestDeadPullIsNotRestarted: while a switch is to replace it, it is left alone,
// and later ones may be restarted.
func TestDeadPullIsNotRestarted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answers := make(chan struct{}, 9)
		answers <- struct{}{}
		p, switchTo := switching(t, func(p *play) {
			automatic(p)
			p.screen.silent.Store(true)
			p.server.pull = func(ctx context.Context) (signal.PullStreamReply, error) {
				<-answers
				return pulled, nil
			}
		})
		switched := switchTo(otherURL)
		pass(100 * time.Millisecond)
		p.peer.events <- session.TransportClosed{}
		synctest.Wait()
		p.screen.silent.Store(false)
		p.screen.events <- session.Steered{}
		pass(time.Second)
		if p.peer.restarts != 0 {
			t.Errorf("%d restarts of a dead pull", p.peer.restarts)
		}
		answers <- struct{}{}
		if err := <-switched; err != nil {
			t.Fatal(err)
		}
		p.stop()
		_ = p.ended(t)
	})
}

func TestLatencyIsSetBeforeTheFirstPacket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) { p.Config.Latency = 200 * time.Millisecond })
		synctest.Wait()
		if want := 200 * time.Millisecond; p.peer.target != want {
			t.Errorf("target %v before the answer, want %v", p.peer.target, want)
		}
		p.peer.fill(time.Second)
		p.connect(true)
		time.Sleep(10 * time.Second)
		p.stop()
		_ = p.ended(t)
		if p.peer.restarts != 0 {
			t.Error("a restart that nobody asked for")
		}
	})
}

// TestLostAudioIsPulledAnew: a restart that fails may leave no audio, and so may
// one that does not say so.
func TestLostAudioIsPulledAnew(t *testing.T) {
	for name, change := range map[string]func(*fakePeer){
		"it says so": func(m *fakePeer) { m.deaf = errors.New("InvalidStateError") },
		"it is mute": func(m *fakePeer) { m.mute = true },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := playing(t, automatic)
				change(p.peer)
				p.peer.fill(160 * time.Millisecond)
				pass(10 * time.Second)
				reasons := eventsOf[session.Reconnecting](p.page)
				if len(reasons) != 1 || reasons[0].Reason.Code != session.CodeNoMedia {
					t.Errorf("reconnecting %+v, want once, for no-media", reasons)
				}
				again := p.screen.shown()
				again.fill(160 * time.Millisecond)
				pass(10 * time.Second)
				p.stop()
				_ = p.ended(t)
				if p.peer.restarts != 1 || again == p.peer || again.restarts != 0 {
					t.Errorf("%d and %d restarts, want no other after one that failed", p.peer.restarts, again.restarts)
				}
			})
		})
	}
}

// TestStreamWithoutAudio: there is nothing to restart.
func TestStreamWithoutAudio(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) {
			automatic(p)
			p.screen.silent.Store(true)
			p.peer.restarts, p.peer.mute = 1, true // never a packet of audio
		})
		p.screen.silent.Store(false)
		pass(10 * time.Second)
		if got := len(eventsOf[session.Reconnecting](p.page)); got != 0 || p.peer.restarts != 1 {
			t.Errorf("%d times reconnecting after %d restarts, want none of either", got, p.peer.restarts-1)
		}
		p.stop()
		_ = p.ended(t)
	})
}
