package session_test

import (
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal/session"
)

// TestHiddenPageIsNotStalled: nothing is shown in it, and timers are slow, but
// media come.
func TestHiddenPageIsNotStalled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, nil)
		p.hide(true)
		pass(20 * time.Second)
		p.hide(false)
		pass(5 * time.Second)
		if stalls := len(eventsOf[session.Stall](p.page)); stalls != 0 {
			t.Errorf("%d stalls in a page that was hidden, want none", stalls)
		}
		p.hide(true)
		p.peer.fallSilent()
		pass(time.Second + 600*time.Millisecond)
		if stalls := len(eventsOf[session.Stall](p.page)); stalls != 1 {
			t.Errorf("%d stalls when nothing comes any more, want 1", stalls)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestStartInHiddenPage: a browser need not decode what nobody sees, be the page
// hidden before the pull is connected or after.
func TestStartInHiddenPage(t *testing.T) {
	for _, before := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			p := start(t, func(p *play) {
				p.window.hidden.Store(before)
				p.Config.Retry = session.DefaultRetry
				p.Config.StartTimeout = 2500 * time.Millisecond // half of it may pass without a decoded frame, in a page that is seen
			})
			synctest.Wait()
			p.peer.stopDecoding(false)
			p.connect(false)
			synctest.Wait()
			p.window.hidden.Store(true)
			pass(20 * time.Second)
			for _, e := range eventsOf[session.Reconnecting](p.page) {
				if e.Reason.Code == session.CodeDecodeFailed {
					t.Errorf("hidden before %t: reconnecting for %v", before, e.Reason)
				}
			}
			p.stop()
			if err := p.ended(t); err != nil {
				t.Errorf("hidden before %t: %v", before, err)
			}
		})
	}
}

// TestStartInHiddenPageWithoutMedia: that nothing comes is told as soon as
// anywhere.
func TestStartInHiddenPageWithoutMedia(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) {
			p.window.hidden.Store(true)
			p.Config.StartTimeout = 3 * time.Second
			p.Config.Retry = session.DefaultRetry
			p.peer.fallSilent()
		})
		synctest.Wait()
		p.connect(false)
		pass(2500 * time.Millisecond)
		if reasons := eventsOf[session.Reconnecting](p.page); len(reasons) != 1 || reasons[0].Reason.Code != session.CodeNoMedia {
			t.Errorf("reconnecting %+v, want once, for no-media", reasons)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// hide hides the page, so that no more frames are shown, or shows it again.
func (p *play) hide(hidden bool) {
	frames := 0
	if hidden {
		frames = p.screen.Frames()
	}
	p.screen.mu.Lock()
	defer p.screen.mu.Unlock()
	p.screen.stuck = frames
	p.window.hidden.Store(hidden)
}
