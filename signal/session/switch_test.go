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

func TestSwitchWithdrawn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		requests := make(chan *session.Switch)
		p := playing(t, func(p *play) { p.Switches = requests })
		p.server.pulls(func(ctx context.Context) (signal.PullStreamReply, error) { // no answer
			<-ctx.Done()
			return signal.PullStreamReply{}, ctx.Err()
		})
		withdrawn, done := make(chan struct{}), make(chan error, 1)
		requests <- &session.Switch{StreamURL: otherURL, SessionID: "mine", Withdrawn: withdrawn, Done: done}
		synctest.Wait()
		close(withdrawn)
		if err := session.AsError(<-done); err.Code != session.CodeAborted {
			t.Errorf("a switch that is withdrawn ends with %v", err)
		}
		if p.peer.closed.Load() != 0 {
			t.Error("the pull on the screen was closed")
		}
		pass(time.Minute)
		if got := p.since(t); got != "" {
			t.Errorf("states: %s", got)
		}
		if pulls := p.server.of(signal.EndpointPullStream); len(pulls) != 2 || pulls[1].request.(signal.PullStreamRequest).SessionID != "mine" {
			t.Errorf("pulls: %+v", pulls)
		}
		p.stop()
		_ = p.ended(t)
	})
}

func TestSwitchTo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, switchTo := switching(t, nil)
		if err := <-switchTo(otherURL); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if p.element.shown() != p.later()[0] || p.peer.closed.Load() != 1 {
			t.Errorf("the new peer is not on the screen, or the old one was closed %d times", p.peer.closed.Load())
		}
		if got := p.since(t); got != "" {
			t.Errorf("states: %s", got)
		}
		// A pull that dies later is made again with the new URL.
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

// TestSwitchThatFails: after a switch that fails, the old stream plays on.
func TestSwitchThatFails(t *testing.T) {
	tests := []struct {
		name string
		url  string
		err  error
		code session.ErrorCode
	}{
		{"refused", otherURL, &signal.APIError{Code: signal.CodeStreamNotExist, Message: "no"}, session.CodeRefused},
		{"not a stream URL", "rtmp://example.com/live/other", nil, session.CodeBadStreamURL},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, switchTo := switching(t, nil)
				p.server.pulls(func(context.Context) (signal.PullStreamReply, error) { return signal.PullStreamReply{}, test.err })
				var failure *session.Error
				if err := <-switchTo(test.url); !errors.As(err, &failure) || failure.Code != test.code {
					t.Errorf("the switch returned %v, want %s", err, test.code)
				}
				pass(5 * time.Second)
				if got := p.since(t); got != "" || p.element.shown() != p.peer || p.peer.closed.Load() != 0 {
					t.Errorf("states: %s; the old peer was closed %d times", got, p.peer.closed.Load())
				}
				p.stop()
				_ = p.ended(t)
				p.eachStopped(t, 1)
			})
		})
	}
}

// TestLastSwitchWins: another switch cancels the one before, and stops the stream that
// it has obtained.
func TestLastSwitchWins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, switchTo := switching(t, nil)
		first := switchTo(otherURL)
		pass(time.Millisecond) // its svrsig has come
		second := switchTo(streamURL)
		var failure *session.Error
		if err := <-first; !errors.As(err, &failure) || failure.Code != session.CodeAborted {
			t.Errorf("the first switch returned %v", err)
		}
		synctest.Wait()
		if n := p.later()[0].closed.Load(); n != 1 {
			t.Errorf("the peer of the first switch was closed %d times by then, want once", n)
		}
		if err := <-second; err != nil {
			t.Errorf("the second switch returned %v", err)
		}
		p.stop()
		_ = p.ended(t)
		p.eachStopped(t, 3)
	})
}

// TestSwitchOfADeadStream: a switch is possible while the pull on the screen is dead.
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

// TestVideoDiesDuringASwitch: the death of the pull on the screen is reported at once,
// though the switch may replace that pull.
func TestVideoDiesDuringASwitch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, switchTo := switching(t, nil)
		p.server.pulls(answerAfter(5*time.Second, signal.PullStreamReply{RemoteSDP: pulled.RemoteSDP, SvrSig: "sig-2"}, nil))
		done := switchTo(otherURL)
		pass(time.Second)
		p.peer.stopMedia()
		p.peer.events <- session.TransportClosed{}
		synctest.Wait()
		if got := p.since(t); got != "reconnecting" {
			t.Errorf("states when the picture has died: %q, want reconnecting", got)
		}
		if err := <-done; err != nil {
			t.Errorf("the switch returned %v", err)
		}
		synctest.Wait()
		if recovered := eventsOf[session.Recovered](p.sink); p.since(t) != "reconnecting playing" || len(recovered) != 1 {
			t.Errorf("states: %s, recovered: %v", p.since(t), recovered)
		}
		p.stop()
		_ = p.ended(t)
		p.eachStopped(t, 2)
	})
}

// TestAudioAloneReplacesNoVideo: a switch to a stream whose video does not come fails
// while the old picture moves. Audio alone replaces a pull that is dead.
func TestAudioAloneReplacesNoVideo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, switchTo := switching(t, nil)
		open := p.OpenPeer
		p.OpenPeer = func() (session.Peer, error) {
			peer, err := open()
			peer.(*fakePeer).audioOnly = true
			return peer, err
		}
		begun := time.Now()
		var failure *session.Error
		if err := <-switchTo(otherURL); !errors.As(err, &failure) || failure.Code != session.CodeNoMedia {
			t.Errorf("the switch returned %v, want no-media", err)
		}
		if took := time.Since(begun); took < session.DefaultStartTimeout/2 {
			t.Errorf("video was given %s to come", took)
		}
		synctest.Wait()
		if p.element.shown() != p.peer || p.peer.closed.Load() != 0 || p.later()[0].closed.Load() != 1 {
			t.Error("the old picture is gone")
		}
		if n := len(p.server.of(signal.EndpointFirstFrame)); n != 1 {
			t.Errorf("firstframeusetime was sent %d times, for one frame", n)
		}
		p.peer.stopMedia()
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
