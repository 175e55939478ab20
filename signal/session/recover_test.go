package session_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

// playing starts a session that retries, and lets it play for a second.
func playing(t *testing.T, change func(*play)) *play {
	t.Helper()
	p := start(t, func(p *play) {
		p.Config.Retry = session.DefaultRetry
		if change != nil {
			change(p)
		}
	})
	synctest.Wait()
	p.connect(true)
	pass(time.Second)
	p.element.mu.Lock()
	p.element.renders = true // whatever is shown from now on is decoded already
	p.element.mu.Unlock()
	return p
}

// since returns the states entered after the first frame.
func (p *play) since(t *testing.T) string {
	t.Helper()
	_, after, found := strings.Cut(p.sink.states(), " playing")
	if !found {
		t.Fatalf("it never played: %s", p.sink.states())
	}
	return strings.TrimSpace(after)
}

// TestServerCloses: another pull is made beside the dead one and promoted when it has
// a frame. Only then is the old pull closed.
func TestServerCloses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, nil)
		p.peer.stopMedia()
		p.peer.events <- session.TransportClosed{}
		pass(249 * time.Millisecond) // half of 500 ms is the first delay here
		if p.peer.closed.Load() != 0 || len(p.later()) != 0 {
			t.Errorf("before the attempt: closed %d times, %d attempts", p.peer.closed.Load(), len(p.later()))
		}
		pass(500 * time.Millisecond)
		if p.element.shown() != p.later()[0] || p.peer.closed.Load() != 1 || p.element.closed.Load() != 0 {
			t.Errorf("after the attempt: old peer closed %d times, element closed %d times", p.peer.closed.Load(), p.element.closed.Load())
		}
		if got := p.since(t); got != "reconnecting playing" {
			t.Errorf("states: %s", got)
		}
		told := eventsOf[session.Reconnecting](p.sink)
		if len(told) != 1 || told[0].Attempt != 1 || told[0].Delay != 250*time.Millisecond || told[0].Reason.Code != session.CodeClosed {
			t.Errorf("reconnecting: %+v", told)
		}
		recovered := eventsOf[session.Recovered](p.sink)
		if len(recovered) != 1 || recovered[0].Attempts != 1 || recovered[0].Duration < 300*time.Millisecond || recovered[0].Duration > 750*time.Millisecond {
			t.Errorf("recovered: %+v", recovered)
		}
		pass(session.DefaultStatsInterval)
		stats := eventsOf[session.Stats](p.sink)
		if f := stats[len(stats)-1].Freezes; len(recovered) != 1 || f.Count != 1 || f.Longest != recovered[0].Duration || f.Total != f.Longest {
			t.Errorf("freezes of the play: %+v", f)
		}
		if n := len(eventsOf[session.FirstFrame](p.sink)); n != 1 {
			t.Errorf("firstframe came %d times in one play", n)
		}
		if n := len(p.server.of(signal.EndpointFirstFrame)); n != 2 {
			t.Errorf("firstframeusetime was sent %d times for two pulls", n)
		}
		p.stop()
		_ = p.ended(t)
		p.eachStopped(t, 2)
	})
}

// TestSilence: the states and pulls that follow from the absence of media depend on
// its length.
func TestSilence(t *testing.T) {
	tests := []struct {
		name   string
		silent time.Duration
		states string
		pulls  int
	}{
		{"too short to be a stall", 900 * time.Millisecond, "", 1},
		{"a stall", 1200 * time.Millisecond, "stalled playing", 1},
		{"for good", time.Hour, "stalled reconnecting playing", 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := playing(t, nil)
				p.peer.stopMedia()
				pass(min(test.silent, 3*time.Second))
				p.peer.resumeMedia()
				pass(time.Second)
				if got := p.since(t); got != test.states {
					t.Errorf("states: %s, want %s", got, test.states)
				}
				recovered := eventsOf[session.Recovered](p.sink)
				switch {
				case test.states == "" && len(recovered) != 0, test.states != "" && len(recovered) != 1:
					t.Errorf("recovered: %+v", recovered)
				case len(recovered) == 1 && (recovered[0].Attempts != test.pulls-1 || recovered[0].Duration > 2300*time.Millisecond):
					t.Errorf("recovered: %+v", recovered)
				}
				p.stop()
				_ = p.ended(t)
				p.eachStopped(t, test.pulls)
			})
		})
	}
}

// TestUndecodableVideo: a key frame is requested once; if that does not help, another
// pull is made.
func TestUndecodableVideo(t *testing.T) {
	for _, keyFrameHelps := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			p := playing(t, nil)
			p.peer.stopDecoding(keyFrameHelps)
			pass(6 * time.Second)
			want, pulls := "stalled playing", 1
			if !keyFrameHelps {
				want, pulls = "stalled reconnecting playing", 2
			}
			if got := p.since(t); got != want {
				t.Errorf("key frame helps %t: states %s, want %s", keyFrameHelps, got, want)
			}
			p.stop()
			_ = p.ended(t)
			if p.peer.keyFrames != 1 {
				t.Errorf("%d key frames were requested, want 1", p.peer.keyFrames)
			}
			p.eachStopped(t, pulls)
		})
	}
}

// TestOldPullRevives: a pull whose media come back while an attempt is under way
// stays, and the attempt is cancelled.
func TestOldPullRevives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, nil)
		p.server.pulls(func(ctx context.Context) (signal.PullStreamReply, error) {
			reply := pulled
			reply.SvrSig = "sig-2"
			return answerAfter(2*time.Second, reply, nil)(ctx)
		})
		p.peer.stopMedia()
		pass(2500 * time.Millisecond)
		if got := p.since(t); got != "stalled reconnecting" || len(p.later()) != 1 {
			t.Fatalf("states: %s, %d attempts", got, len(p.later()))
		}
		p.peer.resumeMedia()
		pass(5 * time.Second)
		if got := p.since(t); got != "stalled reconnecting playing" || p.element.shown() != p.peer || p.peer.closed.Load() != 0 {
			t.Errorf("states: %s; the old peer was closed %d times", got, p.peer.closed.Load())
		}
		p.stop()
		_ = p.ended(t)
		p.eachStopped(t, 1)
	})
}

// TestDeadPullDoesNotRevive: frames that still arrive after the server has closed the
// connection do not make a pull alive.
func TestDeadPullDoesNotRevive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) { p.Random = func() float64 { return 0.999 } })
		p.peer.events <- session.TransportClosed{} // while the counters still grow
		pass(450 * time.Millisecond)
		if got := p.since(t); got != "reconnecting" {
			t.Errorf("states: %s", got)
		}
		p.stop()
		_ = p.ended(t)
	})
}

func TestDisconnectedWithMediaIsIgnored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, nil)
		p.peer.events <- session.ICEStateChanged{Connection: "disconnected", Gathering: "complete"}
		pass(10 * time.Second)
		if got := p.since(t); got != "" {
			t.Errorf("states: %s", got)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestCameraOff: video that stops while audio goes on is told once, and so is its
// return. Nothing is pulled.
func TestCameraOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, nil)
		pass(2 * time.Second)
		p.peer.loseVideo()
		pass(30 * time.Second)
		gone := eventsOf[session.Tracks](p.sink)
		if want := (session.Tracks{Audio: true}); len(gone) != 1 || gone[0] != want {
			t.Errorf("off: %+v", gone)
		}
		p.peer.regainVideo()
		pass(5 * time.Second)
		back := eventsOf[session.Tracks](p.sink)
		if want := (session.Tracks{Audio: true, Video: true}); len(back) != 2 || back[1] != want {
			t.Errorf("on again: %+v", back)
		}
		if got := p.since(t); got != "" {
			t.Errorf("states: %s", got)
		}
		p.stop()
		_ = p.ended(t)
		p.eachStopped(t, 1)
	})
}

// TestVideoWithheld: video that the sender reports to send, and that does not arrive, is
// pulled again once. The audio that goes on meanwhile is no recovery.
func TestVideoWithheld(t *testing.T) {
	for _, random := range []float64{0, 0.5, 0.99} {
		synctest.Test(t, func(t *testing.T) {
			p := playing(t, func(p *play) {
				p.peer.reportsSent = true
				p.Random = func() float64 { return random }
			})
			pass(5 * time.Second)
			p.peer.loseVideo()
			pass(20 * time.Second)
			if got := p.since(t); got != "reconnecting playing" {
				t.Errorf("random %v: %s", random, got)
			}
			p.stop()
			_ = p.ended(t)
			p.eachStopped(t, 2)
		})
	}
}
