package session_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal/session"
)

func TestAutoplayRefused(t *testing.T) {
	no := session.ErrAutoplayRefused
	tests := []struct {
		name    string
		policy  session.Autoplay
		answers []error // of play()
		plays   []bool  // the muted arguments
		told    []bool  // AutoplayBlocked.Muted
	}{
		{"allowed", session.AutoplayMuted, nil, []bool{false}, nil},
		{"with audio refused", session.AutoplayMuted, []error{no, nil}, []bool{false, true}, []bool{true}},
		{"muted refused as well", session.AutoplayMuted, []error{no, no}, []bool{false, true}, []bool{false}},
		{"manual", session.AutoplayManual, []error{no}, []bool{false}, []bool{false}},
		{"the page paused it", session.AutoplayMuted, []error{errors.New("AbortError")}, []bool{false}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := start(t, func(p *play) {
					p.Config.Autoplay = test.policy
					p.element.playErrs = test.answers
				})
				synctest.Wait()
				p.connect(true)
				synctest.Wait()
				if len(p.element.plays) != len(test.plays) {
					t.Fatalf("play was called %d times, want %d", len(p.element.plays), len(test.plays))
				}
				for i, muted := range test.plays {
					if p.element.plays[i] != muted {
						t.Errorf("call %d of play: muted %t, want %t", i, p.element.plays[i], muted)
					}
				}
				told := eventsOf[session.AutoplayBlocked](p.sink)
				if len(told) != len(test.told) {
					t.Fatalf("autoplayblocked came %d times, want %d", len(told), len(test.told))
				}
				for i, muted := range test.told {
					if told[i].Muted != muted {
						t.Errorf("autoplayblocked says muted %t, want %t", told[i].Muted, muted)
					}
				}
				p.stop()
				_ = p.ended(t)
			})
		})
	}
}

func TestSecondFrameIsNoFirstFrame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, nil)
		synctest.Wait()
		p.connect(true)
		p.element.events <- session.FrameRendered{At: time.Now()}
		p.element.events <- session.Resized{Width: 640, Height: 360}
		p.element.events <- session.Resized{Width: 640, Height: 360}
		synctest.Wait()
		if n := len(eventsOf[session.FirstFrame](p.sink)); n != 1 {
			t.Errorf("firstframe came %d times", n)
		}
		if sizes := eventsOf[session.Resize](p.sink); len(sizes) != 1 || sizes[0] != (session.Resize{Width: 640, Height: 360}) {
			t.Errorf("resize: %v", sizes)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestFrameBeforeConnected: a browser may render a frame before it reports the
// connection. The waterfall has no phase of zero even then.
func TestFrameBeforeConnected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, nil)
		time.Sleep(80 * time.Millisecond)
		p.element.events <- session.FrameRendered{At: time.Now(), Received: 30 * time.Millisecond, Decoded: 10 * time.Millisecond}
		p.peer.events <- session.ConnectionStateChanged{State: "connected"}
		synctest.Wait()
		frames := eventsOf[session.FirstFrame](p.sink)
		if len(frames) != 1 {
			t.Fatalf("firstframe: %+v", frames)
		}
		const ms = time.Millisecond
		w := frames[0].Waterfall
		if w.ICE != 50*ms || w.DTLS != 50*ms || w.FirstPacket != 50*ms || w.FirstDecoded != 70*ms || w.FirstFrame != 80*ms {
			t.Errorf("the waterfall is %+v", w)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestPendingPlay: the end of a play does not wait for calls of the element's play()
// that have not settled.
func TestPendingPlay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) { p.element.pending = make(chan error) })
		for range 3 { // the browser pauses the element, which is resumed
			p.element.interrupted.Store(true)
			p.element.paused.Store(true)
			pass(time.Second)
		}
		p.stop()
		if err := p.ended(t); err != nil { // a goroutine that is left is a deadlock of the bubble
			t.Error(err)
		}
		if n := len(p.element.plays); n != 4 {
			t.Errorf("play was called %d times, want 4", n)
		}
	})
}
