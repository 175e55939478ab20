package session_test

import (
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

// twoMessages is an SEI NAL unit with a message of type 4 and one of type 5.
var twoMessages = []byte("\x04\x01\xaa\x05\x12leb player clock\x01\x02\x80")

func TestSEIIsAskedFor(t *testing.T) {
	for _, wanted := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			p := playing(t, func(p *play) { p.Config.SEI = wanted })
			request := p.server.of(signal.EndpointPullStream)[0].request.(signal.PullStreamRequest)
			if (request.SEIPass == 1) != wanted {
				t.Errorf("SEI %t: seipass %d", wanted, request.SEIPass)
			}
			p.stop()
			_ = p.ended(t)
		})
	}
}

// TestSEIOfTheVideoOnTheScreen: each message of a unit is an event. Messages of another
// pull are events only once that pull is on the screen.
func TestSEIOfTheVideoOnTheScreen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, nil)
		p.peer.events <- session.SEIReceived{Body: twoMessages, RTPTimestamp: 90000}
		p.peer.events <- session.SEIReceived{Body: twoMessages[:4], RTPTimestamp: 93600}
		p.peer.events <- session.SEIReceived{Body: []byte("cut off"), RTPTimestamp: 97200}
		synctest.Wait()
		got := eventsOf[session.SEI](p.sink)
		if len(got) != 3 || got[0].Type != 4 || got[1].Type != 5 || got[2].RTPTimestamp != 93600 ||
			got[1].UUID != "6c656220-706c-6179-6572-20636c6f636b" || string(got[1].Payload) != "\x01\x02" || got[1].RTPTimestamp != 90000 {
			t.Errorf("got %+v", got)
		}

		p.peer.stopMedia()
		p.peer.events <- session.TransportClosed{}
		pass(250 * time.Millisecond) // the other pull begins
		p.later()[0].events <- session.SEIReceived{Body: twoMessages, RTPTimestamp: 1}
		synctest.Wait()
		if n := len(eventsOf[session.SEI](p.sink)); n != 3 {
			t.Errorf("%d messages of a pull that nobody sees", n-3)
		}
		pass(500 * time.Millisecond)
		p.later()[0].events <- session.SEIReceived{Body: twoMessages, RTPTimestamp: 2}
		synctest.Wait()
		if got := eventsOf[session.SEI](p.sink); len(got) != 5 || got[4].RTPTimestamp != 2 {
			t.Errorf("of the new pull: %+v", got[3:])
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestFramesHeldBack: a pull whose transform holds frames back is made again at once,
// even without retries.
func TestFramesHeldBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) { p.Config.SEI = true })
		synctest.Wait()
		p.peer.connect()
		p.peer.events <- session.TransformFailed{Reason: "its worker could not be loaded", Held: true}
		synctest.Wait()
		if p.peer.closed.Load() != 1 || len(p.later()) != 1 {
			t.Fatalf("closed %d times, %d more pulls", p.peer.closed.Load(), len(p.later()))
		}
		p.element.events <- session.FrameRendered{At: time.Now()}
		synctest.Wait()
		if got := p.sink.states(); got != "idle offering pulling connecting reconnecting playing" {
			t.Errorf("states: %s", got)
		}
		warnings := eventsOf[session.Warning](p.sink)
		if len(warnings) != 1 || warnings[0].Err.Code != session.CodeUnsupported {
			t.Errorf("warnings: %v", warnings)
		}
		p.stop()
		if err := p.ended(t); err != nil {
			t.Error(err)
		}
		p.eachStopped(t, 2)
	})
}

// TestFramesHeldBackBeside: a pull that was about to replace another is also made again
// at once if its transform holds frames back.
func TestFramesHeldBackBeside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) { p.Config.Retry.MaxAttempts = 1 })
		p.peer.stopMedia()
		p.peer.events <- session.TransportClosed{}
		pass(250 * time.Millisecond)
		p.later()[0].events <- session.TransformFailed{Reason: "no frame came", Held: true}
		pass(500 * time.Millisecond)
		if got := p.since(t); got != "reconnecting playing" || len(p.later()) != 2 || p.element.shown() != p.later()[1] {
			t.Errorf("states: %s, %d more pulls", got, len(p.later()))
		}
		p.stop()
		_ = p.ended(t)
		p.eachStopped(t, 3)
	})
}

// TestFramesThatBypassTheTransform: video whose frames do not go through the transform
// plays on.
func TestFramesThatBypassTheTransform(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, nil)
		p.peer.events <- session.TransformFailed{Reason: "no frame came"}
		pass(time.Second)
		warnings := eventsOf[session.Warning](p.sink)
		if len(warnings) != 1 || warnings[0].Err.Code != session.CodeUnsupported {
			t.Errorf("warnings: %v", warnings)
		}
		if got := p.since(t); got != "" || len(p.later()) != 0 {
			t.Errorf("states: %s, %d more pulls", got, len(p.later()))
		}
		p.stop()
		_ = p.ended(t)
	})
}
