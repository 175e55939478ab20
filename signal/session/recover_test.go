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
	p.screen.mu.Lock()
	p.screen.renders = true // whatever is shown from now on is decoded already
	p.screen.mu.Unlock()
	return p
}

// since gives the states entered after the first frame.
func (p *play) since(t *testing.T) string {
	t.Helper()
	_, after, found := strings.Cut(p.page.states(), " playing")
	if !found {
		t.Fatalf("it never played: %s", p.page.states())
	}
	return strings.TrimSpace(after)
}

// TestServerCloses: another pull is made beside the dead one, shown when it
// has a frame, and only then is the old one let go.
func TestServerCloses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, nil)
		p.peer.fallSilent()
		p.peer.events <- session.TransportClosed{}
		pass(249 * time.Millisecond) // half of 500 ms is the first delay here
		if p.peer.closed.Load() != 0 || len(p.later()) != 0 {
			t.Errorf("before the attempt: closed %d times, %d attempts", p.peer.closed.Load(), len(p.later()))
		}
		pass(500 * time.Millisecond)
		if p.screen.shown() != p.later()[0] || p.peer.closed.Load() != 1 || p.screen.closed.Load() != 0 {
			t.Errorf("after the attempt: old media closed %d times, screen closed %d times", p.peer.closed.Load(), p.screen.closed.Load())
		}
		if got := p.since(t); got != "reconnecting playing" {
			t.Errorf("states: %s", got)
		}
		told := eventsOf[session.Reconnecting](p.page)
		if len(told) != 1 || told[0].Attempt != 1 || told[0].Delay != 250*time.Millisecond || told[0].Reason.Code != session.CodeClosed {
			t.Errorf("reconnecting: %+v", told)
		}
		recovered := eventsOf[session.Recovered](p.page)
		if len(recovered) != 1 || recovered[0].Attempts != 1 || recovered[0].Duration < 300*time.Millisecond || recovered[0].Duration > 750*time.Millisecond {
			t.Errorf("recovered: %+v", recovered)
		}
		pass(session.DefaultStatsInterval)
		stats := eventsOf[session.Stats](p.page)
		if f := stats[len(stats)-1].Freezes; len(recovered) != 1 || f.Count != 1 || f.Longest != recovered[0].Duration || f.Total != f.Longest {
			t.Errorf("freezes of the play: %+v", f)
		}
		if n := len(eventsOf[session.FirstFrame](p.page)); n != 1 {
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

// TestSilence: how long nothing may come, and what comes of it.
func TestSilence(t *testing.T) {
	tests := []struct {
		name   string
		silent time.Duration
		states string
		pulls  int
	}{
		{"too short to be told", 900 * time.Millisecond, "", 1},
		{"a stall", 1200 * time.Millisecond, "stalled playing", 1},
		{"for good", time.Hour, "stalled reconnecting playing", 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := playing(t, nil)
				p.peer.fallSilent()
				pass(min(test.silent, 3*time.Second))
				p.peer.speakAgain()
				pass(time.Second)
				if got := p.since(t); got != test.states {
					t.Errorf("states: %s, want %s", got, test.states)
				}
				recovered := eventsOf[session.Recovered](p.page)
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

// TestUndecodableVideo: a key frame is asked for once; if that is of no use,
// another pull is made.
func TestUndecodableVideo(t *testing.T) {
	for _, obliging := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			p := playing(t, nil)
			p.peer.stopDecoding(obliging)
			pass(6 * time.Second)
			want, pulls := "stalled playing", 1
			if !obliging {
				want, pulls = "stalled reconnecting playing", 2
			}
			if got := p.since(t); got != want {
				t.Errorf("obliging %t: states %s, want %s", obliging, got, want)
			}
			p.stop()
			_ = p.ended(t)
			if p.peer.keyFrames != 1 {
				t.Errorf("%d key frames were asked for, want 1", p.peer.keyFrames)
			}
			p.eachStopped(t, pulls)
		})
	}
}

// TestOldPullRevives: media that come back while another pull is under way are
// kept, and the other one is given up.
func TestOldPullRevives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, nil)
		p.server.pulls(func(ctx context.Context) (signal.PullStreamReply, error) {
			reply := pulled
			reply.SvrSig = "sig-2"
			return answerAfter(2*time.Second, reply, nil)(ctx)
		})
		p.peer.fallSilent()
		pass(2500 * time.Millisecond)
		if got := p.since(t); got != "stalled reconnecting" || len(p.later()) != 1 {
			t.Fatalf("states: %s, %d attempts", got, len(p.later()))
		}
		p.peer.speakAgain()
		pass(5 * time.Second)
		if got := p.since(t); got != "stalled reconnecting playing" || p.screen.shown() != p.peer || p.peer.closed.Load() != 0 {
			t.Errorf("states: %s; the old media was closed %d times", got, p.peer.closed.Load())
		}
		p.stop()
		_ = p.ended(t)
		p.eachStopped(t, 1)
	})
}

// TestDeadPullDoesNotRevive: frames that were under way when the server closed
// are no life.
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

// TestAudioAlone: where a new pull brings no video any more, what is left plays on.
func TestAudioAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, nil)
		open := p.OpenPeer
		p.OpenPeer = func() (session.Peer, error) {
			media, err := open()
			media.(*fakePeer).audioOnly = true
			return media, err
		}
		p.peer.loseVideo()
		pass(30 * time.Second)
		if got := p.since(t); got != "stalled reconnecting playing" {
			t.Errorf("states: %s", got)
		}
		p.stop()
		_ = p.ended(t)
		p.eachStopped(t, 2)
	})
}
