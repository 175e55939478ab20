package session_test

import (
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal/session"
)

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
