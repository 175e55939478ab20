package session_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

var withoutH264 = strings.ReplaceAll(offerSDP, "H264", "VP8")

// soundOnly is the answer of a stream that has no video.
var soundOnly = signal.PullStreamReply{SvrSig: "sig-1", RemoteSDP: signal.SessionDescription{Type: "answer", SDP: "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=sendonly\r\n"}}

// TestJoinInMidGOP: a viewer who joins in the middle of a long group of pictures waits
// for its end, with sound or without, and is not pulled again.
func TestJoinInMidGOP(t *testing.T) {
	for _, silent := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			p := start(t, func(p *play) {
				p.Config.Retry = session.DefaultRetry
				p.peer.videoOnly, p.peer.undecodable = silent, true
			})
			synctest.Wait()
			p.connect(false)
			pass(11 * time.Second)
			p.peer.startDecoding()
			if silent {
				p.element.events <- session.FrameRendered{At: time.Now()}
			}
			pass(3 * time.Second)
			if got := p.sink.states(); got != "idle offering pulling connecting playing" || p.element.alone() {
				t.Errorf("silent %t: %s, sound alone %t", silent, got, p.element.alone())
			}
			p.stop()
			_ = p.ended(t)
			p.eachStopped(t, 1)
		})
	}
}

// TestSoundAlone: sound is heard within two seconds of its first packet, without
// waiting for a picture, which joins it whenever it comes.
func TestSoundAlone(t *testing.T) {
	for name, late := range map[string]time.Duration{"late": 4 * time.Second, "ten minutes later": 10 * time.Minute, "never": 1 << 40 * time.Microsecond} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := start(t, func(p *play) { p.peer.lateVideo = late })
				synctest.Wait()
				p.connect(false)
				pass(2 * time.Second)
				frames := eventsOf[session.FirstFrame](p.sink)
				if len(frames) != 1 || frames[0].Video || !p.element.alone() {
					t.Fatalf("after two seconds: %+v", frames)
				}
				if plays := len(p.element.plays); plays != 2 {
					t.Errorf("the element was started %d times, want 2", plays)
				}
				pass(min(late, 20*time.Minute))
				if joined := late <= 10*time.Minute; p.element.alone() == joined {
					t.Errorf("the picture has joined: %v, want %v", !joined, joined)
				}
				p.stop()
				_ = p.ended(t)
				if got := p.sink.states(); got != "idle offering pulling connecting playing stopped" {
					t.Error(got)
				}
			})
		})
	}
}

// TestTimestampsThatGoBack: only the timestamps of a publisher that has begun anew make
// another pull.
func TestTimestampsThatGoBack(t *testing.T) {
	back := func(by time.Duration) func(*fakePeer) {
		return func(p *fakePeer) { p.jump(-by, 0) }
	}
	tests := []struct {
		name  string
		jump  func(*fakePeer)
		retry int
		pulls int
	}{
		{"by three seconds", back(3 * time.Second), 6, 2},
		{"by an hour", back(time.Hour), 6, 2},
		{"by a frame", back(50 * time.Millisecond), 6, 1},
		{"forward", back(-time.Hour), 6, 1},
		{"with another SSRC", func(p *fakePeer) { p.jump(-3*time.Second, 1) }, 6, 1},
		{"without retry", back(3 * time.Second), 0, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := playing(t, func(p *play) { p.Config.Retry.MaxAttempts = test.retry })
				pass(5 * time.Second)
				test.jump(p.peer)
				pass(20 * time.Second)
				if pulls := len(p.server.of(signal.EndpointPullStream)); pulls != test.pulls {
					t.Errorf("%d pulls, want %d; states: %s", pulls, test.pulls, p.sink.states())
				}
				p.stop()
				if err := p.ended(t); err != nil {
					t.Errorf("Run returned %v", err)
				}
				p.eachStopped(t, test.pulls)
			})
		})
	}
}
