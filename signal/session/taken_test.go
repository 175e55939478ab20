package session_test

import (
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

// TestTakenOver: a play whose element someone else takes over stops, at any time, and
// its streams are stopped.
func TestTakenOver(t *testing.T) {
	tests := []struct {
		name   string
		begin  func(*testing.T) *play
		pulls  int
		states string
	}{
		{"while connecting", func(t *testing.T) *play {
			p := start(t, nil)
			synctest.Wait()
			return p
		}, 1, "idle offering pulling connecting stopped"},
		{"while playing", func(t *testing.T) *play { return playing(t, nil) }, 1, "idle offering pulling connecting playing stopped"},
		{"in a long pause", func(t *testing.T) *play {
			p := playing(t, nil)
			p.pause(true)
			pass(time.Minute)
			return p
		}, 1, "idle offering pulling connecting playing paused stopped"},
		{"while another pull is made", func(t *testing.T) *play {
			p := playing(t, nil)
			open := p.OpenPeer
			p.OpenPeer = func() (session.Peer, error) {
				peer, err := open()
				peer.(*fakePeer).autoConnect = false
				return peer, err
			}
			p.peer.stopMedia()
			p.peer.events <- session.TransportClosed{}
			pass(time.Second)
			return p
		}, 2, "idle offering pulling connecting playing reconnecting stopped"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := test.begin(t)
				p.element.events <- session.Taken{}
				if err := p.ended(t); err != nil {
					t.Error(err)
				}
				p.eachStopped(t, test.pulls)
				if got := p.sink.states(); got != test.states {
					t.Errorf("states: %s", got)
				}
				changes := eventsOf[session.StateChange](p.sink)
				if last := changes[len(changes)-1]; last.Reason != "taken over" {
					t.Errorf("the reason is %q", last.Reason)
				}
				if failures := eventsOf[session.Failure](p.sink); len(failures) != 0 {
					t.Errorf("it failed: %v", failures)
				}
				p.stop()
			})
		})
	}
}

// TestTakenOverDuringASwitch: the request is answered.
func TestTakenOverDuringASwitch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, switchTo := switching(t, nil)
		answer := switchTo(otherURL)
		p.element.events <- session.Taken{}
		if err := <-answer; session.AsError(err).Code != session.CodeAborted {
			t.Errorf("the switch ended with %v", err)
		}
		_ = p.ended(t)
		if pulls, stops := len(p.server.of(signal.EndpointPullStream)), len(p.server.of(signal.EndpointStopStream)); pulls != stops {
			t.Errorf("%d pulls, %d stops", pulls, stops)
		}
		p.stop()
	})
}
