package session_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

const otherURL = "webrtc://example.com/live/other?txSecret=5ecre7"

// switching starts a session that plays and can be asked for another stream.
func switching(t *testing.T, change func(*play)) (*play, func(url string) <-chan error) {
	t.Helper()
	requests := make(chan *session.Switch)
	p := playing(t, func(p *play) {
		p.Switches = requests
		if change != nil {
			change(p)
		}
	})
	return p, func(url string) <-chan error {
		done := make(chan error, 1)
		requests <- &session.Switch{StreamURL: url, Done: done}
		return done
	}
}

func TestSwitchTo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, switchTo := switching(t, nil)
		if err := <-switchTo(otherURL); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if p.screen.shown() != p.later()[0] || p.peer.closed.Load() != 1 {
			t.Errorf("the new media is not on the screen, or the old one was closed %d times", p.peer.closed.Load())
		}
		if got := p.since(t); got != "" {
			t.Errorf("states: %s", got)
		}
		// What dies later is pulled again from the new URL.
		p.later()[0].events <- session.TransportClosed{}
		pass(time.Second)
		pulls := p.server.of(signal.EndpointPullStream)
		for i, want := range []string{streamURL, otherURL, otherURL} {
			if got := pulls[i].request.(signal.PullStreamRequest).StreamURL; got != want {
				t.Errorf("pull %d asked for %s, want %s", i+1, got, want)
			}
		}
		p.stop()
		_ = p.ended(t)
		p.eachStopped(t, 3)
	})
}

// TestSwitchThatFails leaves the old picture playing.
func TestSwitchThatFails(t *testing.T) {
	tests := []struct {
		name string
		url  string
		err  error
		code session.ErrorCode
	}{
		{"refused", otherURL, &signal.APIError{Code: signal.CodeStreamNotExist, Message: "no"}, session.CodeRefused},
		{"no such URL", "rtmp://example.com/live/other", nil, session.CodeBadStreamURL},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, switchTo := switching(t, nil)
				p.server.pulls(func(context.Context) (signal.PullStreamReply, error) { return signal.PullStreamReply{}, test.err })
				var failure *session.Error
				if err := <-switchTo(test.url); !errors.As(err, &failure) || failure.Code != test.code {
					t.Errorf("the switch gave %v, want %s", err, test.code)
				}
				pass(5 * time.Second)
				if got := p.since(t); got != "" || p.screen.shown() != p.peer || p.peer.closed.Load() != 0 {
					t.Errorf("states: %s; the old media was closed %d times", got, p.peer.closed.Load())
				}
				p.stop()
				_ = p.ended(t)
				p.eachStopped(t, 1)
			})
		})
	}
}

// TestLastSwitchWins: the one before is given up, and what it brought is stopped.
func TestLastSwitchWins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, switchTo := switching(t, nil)
		first := switchTo(otherURL)
		pass(time.Millisecond) // its svrsig has come
		second := switchTo(streamURL)
		var failure *session.Error
		if err := <-first; !errors.As(err, &failure) || failure.Code != session.CodeAborted {
			t.Errorf("the first switch gave %v", err)
		}
		synctest.Wait()
		if n := p.later()[0].closed.Load(); n != 1 {
			t.Errorf("the media of the first switch was closed %d times by then, want once", n)
		}
		if err := <-second; err != nil {
			t.Errorf("the second switch gave %v", err)
		}
		p.stop()
		_ = p.ended(t)
		p.eachStopped(t, 3)
	})
}

// TestSwitchOfADeadStream: another stream may be asked for at any time.
func TestSwitchOfADeadStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, switchTo := switching(t, func(p *play) { p.Random = func() float64 { return 0.999 } })
		p.peer.events <- session.TransportClosed{}
		pass(100 * time.Millisecond)
		if err := <-switchTo(otherURL); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if got := p.since(t); got != "reconnecting playing" {
			t.Errorf("states: %s", got)
		}
		p.stop()
		_ = p.ended(t)
		p.eachStopped(t, 2)
	})
}

// TestSwitchOfBitrate: where the server can do it, nothing else changes.
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
			// What dies later is pulled again at the bitrate switched to.
			p.screen.shown().events <- session.TransportClosed{}
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

// switchingBitrate starts a session of a stream with two bitrates, whose server
// answers tabrctl after that long.
func switchingBitrate(t *testing.T, after time.Duration) (*play, func(url string) <-chan error) {
	t.Helper()
	return switching(t, func(p *play) {
		p.Config.StreamURL = highURL
		p.server.bitrate = func() error { time.Sleep(after); return nil }
	})
}

// TestPullDiesWhileBitrateIsSwitched: the server's word is of no use to a
// connection that is gone, so there is another pull, of the bitrate asked for.
func TestPullDiesWhileBitrateIsSwitched(t *testing.T) {
	dies := map[string]func(*play){
		"closed":     func(p *play) { p.peer.events <- session.TransportClosed{} },
		"ice-failed": func(p *play) { p.peer.events <- session.ConnectionStateChanged{State: "failed"} },
		"silent":     func(p *play) { p.peer.fallSilent() },
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
						t.Errorf("the switch gave %v", err)
					}
				default:
					t.Error("the switch is still waited for")
				}
				if got := p.page.states(); !strings.HasSuffix(got, "reconnecting playing") || p.screen.shown() == p.peer {
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

// TestPictureDiesDuringASwitch: the page hears of it at once, though the switch
// may bring another picture.
func TestPictureDiesDuringASwitch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, switchTo := switching(t, nil)
		p.server.pulls(answerAfter(5*time.Second, signal.PullStreamReply{RemoteSDP: pulled.RemoteSDP, SvrSig: "sig-2"}, nil))
		done := switchTo(otherURL)
		pass(time.Second)
		p.peer.fallSilent()
		p.peer.events <- session.TransportClosed{}
		synctest.Wait()
		if got := p.since(t); got != "reconnecting" {
			t.Errorf("states when the picture has died: %q, want reconnecting", got)
		}
		if err := <-done; err != nil {
			t.Errorf("the switch gave %v", err)
		}
		synctest.Wait()
		if recovered := eventsOf[session.Recovered](p.page); p.since(t) != "reconnecting playing" || len(recovered) != 1 {
			t.Errorf("states: %s, recovered: %v", p.since(t), recovered)
		}
		p.stop()
		_ = p.ended(t)
		p.eachStopped(t, 2)
	})
}

// TestSwitchEndsWhenTheBitrateIsThere: the server's word is not yet its picture.
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
			if len(done) != 1 || <-done != nil { // where it can't be seen, it is believed after a while
				t.Errorf("comes %t: the switch has not ended", comes)
			}
			p.stop()
			_ = p.ended(t)
		})
	}
}

// TestBitrateOfAnAbandonedSwitch: what the server has agreed to is what it
// sends, whatever is asked for later; a pull that dies is made again with that.
func TestBitrateOfAnAbandonedSwitch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, switchTo := switchingBitrate(t, time.Second)
		first := switchTo(lowURL)
		pass(100 * time.Millisecond)
		p.server.pulls(func(context.Context) (signal.PullStreamReply, error) {
			return signal.PullStreamReply{}, &signal.APIError{Code: signal.CodeStreamNotExist, Message: "no"}
		})
		if err := <-switchTo(otherURL); err == nil {
			t.Error("a switch to a stream that is not there succeeded")
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
			t.Errorf("pulled again: %s, want the bitrate that the server sent", got)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestAudioAloneReplacesNoPicture: the old picture moves until the new stream
// has one. Where it does not move any more, audio is better than nothing.
func TestAudioAloneReplacesNoPicture(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, switchTo := switching(t, nil)
		open := p.OpenPeer
		p.OpenPeer = func() (session.Peer, error) {
			media, err := open()
			media.(*fakePeer).soundOnly = true
			return media, err
		}
		begun := time.Now()
		var failure *session.Error
		if err := <-switchTo(otherURL); !errors.As(err, &failure) || failure.Code != session.CodeNoMedia {
			t.Errorf("the switch gave %v, want no-media", err)
		}
		if took := time.Since(begun); took < session.DefaultStartTimeout/2 {
			t.Errorf("video was given %s to come", took)
		}
		synctest.Wait()
		if p.screen.shown() != p.peer || p.peer.closed.Load() != 0 || p.later()[0].closed.Load() != 1 {
			t.Error("the old picture is gone")
		}
		if n := len(p.server.of(signal.EndpointFirstFrame)); n != 1 {
			t.Errorf("firstframeusetime was sent %d times, for one frame", n)
		}
		p.peer.fallSilent()
		p.peer.events <- session.TransportClosed{}
		pass(10 * time.Second)
		if got := p.since(t); got != "reconnecting playing" {
			t.Errorf("states after the picture had died: %s", got)
		}
		if n := len(p.server.of(signal.EndpointFirstFrame)); n != 1 {
			t.Errorf("firstframeusetime was sent %d times, for one frame", n)
		}
		p.stop()
		_ = p.ended(t)
		p.eachStopped(t, 3)
	})
}
