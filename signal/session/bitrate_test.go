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

// TestSwitchOfBitrate: a switch that the server can do keeps the pull; otherwise
// another pull is made.
func TestSwitchOfBitrate(t *testing.T) {
	const high = streamURL + "&tabr_bitrates=d1080p,d540p&tabr_start_bitrate=d1080p"
	const low = streamURL + "&tabr_bitrates=d1080p,d540p&tabr_start_bitrate=d540p"
	for _, refused := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			p, switchTo := switching(t, func(p *play) {
				p.Config.StreamURL = high
				p.server.bitrate = func() error {
					if refused {
						return &signal.APIError{Code: 403, Message: "no"}
					}
					return nil
				}
			})
			if err := <-switchTo(low); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			asked := p.server.of(signal.EndpointSwitchBitrate)
			if len(asked) != 1 || asked[0].request != (signal.SwitchBitrateRequest{SvrSig: "sig-1", Seq: 1, BitrateName: "d540p"}) {
				t.Errorf("tabrctl: %+v", asked)
			}
			pulls := 1
			if refused {
				pulls = 2
			}
			if got := len(p.server.of(signal.EndpointPullStream)); got != pulls {
				t.Errorf("refused %t: %d pulls, want %d", refused, got, pulls)
			}
			// A pull that dies later is made again at the new bitrate.
			p.element.shown().events <- session.TransportClosed{}
			pass(time.Second)
			again := p.server.of(signal.EndpointPullStream)
			if got := again[len(again)-1].request.(signal.PullStreamRequest).StreamURL; len(again) != pulls+1 || got != low {
				t.Errorf("refused %t: pull %d asked for %s, want %s", refused, len(again), got, low)
			}
			p.stop()
			_ = p.ended(t)
			p.eachStopped(t, pulls+1)
		})
	}
}

// switchingBitrate starts a session of a stream with two bitrates. The server answers
// tabrctl after the time given.
func switchingBitrate(t *testing.T, after time.Duration) (*play, func(url string) <-chan error) {
	t.Helper()
	return switching(t, func(p *play) {
		p.Config.StreamURL = highURL
		p.server.bitrate = func() error { time.Sleep(after); return nil }
	})
}

// TestPullDiesWhileBitrateIsSwitched: the server's answer does not help a connection
// that is gone, so another pull is made, of the bitrate asked for.
func TestPullDiesWhileBitrateIsSwitched(t *testing.T) {
	dies := map[string]func(*play){
		"closed":     func(p *play) { p.peer.events <- session.TransportClosed{} },
		"ice-failed": func(p *play) { p.peer.events <- session.ConnectionStateChanged{State: "failed"} },
		"silent":     func(p *play) { p.peer.stopMedia() },
	}
	for name, die := range dies {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, switchTo := switchingBitrate(t, 4*time.Second)
				done := switchTo(lowURL)
				pass(100 * time.Millisecond)
				die(p)
				pass(10 * time.Second)
				select {
				case err := <-done:
					if err != nil {
						t.Errorf("the switch returned %v", err)
					}
				default:
					t.Error("the switch has not ended")
				}
				if got := p.sink.states(); !strings.HasSuffix(got, "reconnecting playing") || p.element.shown() == p.peer {
					t.Errorf("states: %s", got)
				}
				pulls := p.server.of(signal.EndpointPullStream)
				if got := pulls[len(pulls)-1].request.(signal.PullStreamRequest).StreamURL; got != lowURL {
					t.Errorf("pulled again: %s", got)
				}
				p.stop()
				_ = p.ended(t)
				p.eachStopped(t, len(pulls))
			})
		})
	}
}

// TestSwitchEndsWhenTheBitrateIsThere: a switch ends when video of the new bitrate
// arrives, not with the server's answer.
func TestSwitchEndsWhenTheBitrateIsThere(t *testing.T) {
	for _, comes := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			p, switchTo := switchingBitrate(t, 0)
			done := switchTo(lowURL)
			pass(2 * time.Second)
			if len(done) != 0 {
				t.Error("the switch ended before the new bitrate came")
			}
			if comes {
				p.peer.bitrateComes()
			}
			pass(4 * time.Second)
			if len(done) != 1 || <-done != nil { // without a sign of the new bitrate, it ends after a while
				t.Errorf("comes %t: the switch has not ended", comes)
			}
			p.stop()
			_ = p.ended(t)
		})
	}
}

// TestBitrateOfAnAbandonedSwitch: the server sends the bitrate that it has agreed to,
// even if the switch has been abandoned. A pull that dies is made again with that
// bitrate.
func TestBitrateOfAnAbandonedSwitch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, switchTo := switchingBitrate(t, time.Second)
		first := switchTo(lowURL)
		pass(100 * time.Millisecond)
		p.server.pulls(func(context.Context) (signal.PullStreamReply, error) {
			return signal.PullStreamReply{}, &signal.APIError{Code: signal.CodeStreamNotExist, Message: "no"}
		})
		if err := <-switchTo(otherURL); err == nil {
			t.Error("a switch to a stream that does not exist succeeded")
		}
		if err := <-first; err == nil {
			t.Error("the abandoned switch succeeded")
		}
		p.server.pulls(nil)
		pass(5 * time.Second)
		p.peer.events <- session.TransportClosed{}
		pass(time.Second)
		pulls := p.server.of(signal.EndpointPullStream)
		if got := pulls[len(pulls)-1].request.(signal.PullStreamRequest).StreamURL; got != lowURL {
			t.Errorf("pulled again: %s, want the bitrate that the server sends", got)
		}
		p.stop()
		_ = p.ended(t)
	})
}
