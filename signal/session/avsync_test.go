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

// automatic lets the latency follow the path, in a page with a new Capability.
func automatic(p *play) {
	p.Config.Latency, p.Config.Retry = session.LatencyAuto, session.DefaultRetry
	p.NewReceivers = &avsync.Capability{}
}

func TestGrownJitterBufferIsRenewed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, automatic)
		synctest.Wait()
		p.peer.setAudioDelay(160 * time.Millisecond)
		p.connect(true)
		time.Sleep(10 * time.Second)
		p.stop()
		_ = p.ended(t)
		if p.peer.renegotiations != 1 || p.peer.target != avsync.BrowserDefault {
			t.Errorf("%d renegotiations and the target %v, want one and the browser's", p.peer.renegotiations, p.peer.target)
		}
		if calls := p.server.of(signal.EndpointPullStream); len(calls) != 1 {
			t.Errorf("%d pulls, want 1", len(calls))
		}
	})
}

// TestStatsCountTheNewReceiver: stats count a new receiver from zero, even if its
// counters have passed the old ones when they are read.
func TestStatsCountTheNewReceiver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) {
			automatic(p)
			p.Config.StatsInterval = 20 * time.Second
		})
		synctest.Wait()
		p.peer.setAudioDelay(160 * time.Millisecond)
		p.connect(false)
		pass(2 * time.Second)
		p.element.events <- session.FrameRendered{At: time.Now()}
		pass(25 * time.Second)
		p.stop()
		_ = p.ended(t)
		stats := eventsOf[session.Stats](p.sink) // the second ones are those of the end
		if len(stats) != 2 || p.peer.renegotiations != 1 {
			t.Fatalf("%d stats, %d renegotiations, want two and one", len(stats), p.peer.renegotiations)
		}
		if got, want := stats[0].Delta.Audio.JitterBufferDelay(), 20*time.Millisecond; got != want {
			t.Errorf("the audio's mean delay is %v, want the new receiver's %v", got, want)
		}
	})
}

// TestStalledAudioIsRenewedAtOnce: audio gets a new jitter buffer after a stall, as
// delayed packets arrive in one burst.
func TestStalledAudioIsRenewedAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, automatic)
		p.peer.stopMedia()
		pass(1300 * time.Millisecond)
		p.peer.resumeMedia()
		pass(500 * time.Millisecond)
		if got := len(eventsOf[session.Recovered](p.sink)); got != 1 || p.peer.renegotiations != 1 {
			t.Errorf("recovered %d times, %d renegotiations, want one each", got, p.peer.renegotiations)
		}
		pass(5 * time.Second)
		if p.peer.renegotiations != 1 {
			t.Errorf("%d renegotiations, want no other", p.peer.renegotiations)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestTargetFollowsThePath: the pull on the screen gets the new target, and the next
// pull has it from its beginning.
func TestTargetFollowsThePath(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) {
			automatic(p)
			p.peer.lossy = true
		})
		pass(5 * time.Second)
		if got, want := p.peer.jitterBufferTarget(), 80*time.Millisecond; got != want {
			t.Errorf("target %v on a path with loss, want %v", got, want)
		}
		p.peer.events <- session.TransportClosed{}
		pass(time.Second)
		again := p.element.shown()
		if got, want := again.jitterBufferTarget(), 80*time.Millisecond; again == p.peer || got != want {
			t.Errorf("target %v of the next pull, want %v", got, want)
		}
		pass(5 * time.Second)
		if got := again.jitterBufferTarget(); got != avsync.BrowserDefault {
			t.Errorf("target %v on a good path, want the browser's", got)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestDeadPullIsNotRenegotiated: there is no renegotiation of a dead pull that a switch
// is about to replace.
func TestDeadPullIsNotRenegotiated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answers := make(chan struct{}, 9)
		answers <- struct{}{}
		p, switchTo := switching(t, func(p *play) {
			automatic(p)
			p.element.silent.Store(true)
			p.server.pull = func(ctx context.Context) (signal.PullStreamReply, error) {
				<-answers
				return pulled, nil
			}
		})
		switched := switchTo(otherURL)
		pass(100 * time.Millisecond)
		p.peer.events <- session.TransportClosed{}
		synctest.Wait()
		p.element.silent.Store(false)
		p.element.events <- session.Steered{}
		pass(time.Second)
		if p.peer.renegotiations != 0 {
			t.Errorf("%d renegotiations of a dead pull", p.peer.renegotiations)
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
		p.peer.setAudioDelay(time.Second)
		p.connect(true)
		time.Sleep(10 * time.Second)
		p.stop()
		_ = p.ended(t)
		if p.peer.renegotiations != 0 {
			t.Error("a renegotiation, though the latency is configured")
		}
	})
}

// TestLostAudioIsPulledAnew: a renegotiation may lose the audio, with an error or
// without one. Then another pull is made.
func TestLostAudioIsPulledAnew(t *testing.T) {
	for name, change := range map[string]func(*fakePeer){
		"with an error":    func(m *fakePeer) { m.renegotiateErr = errors.New("InvalidStateError") },
		"without an error": func(m *fakePeer) { m.losesAudio = true },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := playing(t, automatic)
				change(p.peer)
				p.peer.setAudioDelay(160 * time.Millisecond)
				pass(10 * time.Second)
				reasons := eventsOf[session.Reconnecting](p.sink)
				if len(reasons) != 1 || reasons[0].Reason.Code != session.CodeNoMedia {
					t.Errorf("reconnecting %+v, want once, for no-media", reasons)
				}
				again := p.element.shown()
				again.setAudioDelay(160 * time.Millisecond)
				pass(10 * time.Second)
				p.stop()
				_ = p.ended(t)
				if p.peer.renegotiations != 1 || again == p.peer || again.renegotiations != 0 {
					t.Errorf("%d and %d renegotiations, want no other after one that failed", p.peer.renegotiations, again.renegotiations)
				}
			})
		})
	}
}

// TestStreamWithoutAudio: a stream without audio is never renegotiated.
func TestStreamWithoutAudio(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) {
			automatic(p)
			p.element.silent.Store(true)
			p.peer.renegotiations, p.peer.losesAudio = 1, true // never a packet of audio
		})
		p.element.silent.Store(false)
		pass(10 * time.Second)
		if got := len(eventsOf[session.Reconnecting](p.sink)); got != 0 || p.peer.renegotiations != 1 {
			t.Errorf("%d times reconnecting after %d renegotiations, want none of either", got, p.peer.renegotiations-1)
		}
		p.stop()
		_ = p.ended(t)
	})
}
