package session_test

import (
	"context"
	"errors"
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
		if p.screen.shown() != p.later()[0] || p.media.closed.Load() != 1 {
			t.Errorf("the new media is not on the screen, or the old one was closed %d times", p.media.closed.Load())
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
				if got := p.since(t); got != "" || p.screen.shown() != p.media || p.media.closed.Load() != 0 {
					t.Errorf("states: %s; the old media was closed %d times", got, p.media.closed.Load())
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
		p.media.events <- session.TransportClosed{}
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
