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
		p.screen.hide(&p.window.hidden)
		pass(20 * time.Second)
		p.screen.unhide(&p.window.hidden)
		pass(5 * time.Second)
		if stalls := len(eventsOf[session.Stall](p.page)); stalls != 0 {
			t.Errorf("%d stalls in a page that was hidden, want none", stalls)
		}
		p.screen.hide(&p.window.hidden)
		p.media.fallSilent()
		pass(time.Second + 600*time.Millisecond)
		if stalls := len(eventsOf[session.Stall](p.page)); stalls != 1 {
			t.Errorf("%d stalls when nothing comes any more, want 1", stalls)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestStartInHiddenPage: a browser need not decode what nobody sees.
func TestStartInHiddenPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) {
			p.window.hidden.Store(true)
			p.Config.StartTimeout = time.Second
		})
		synctest.Wait()
		p.media.stopDecoding(false)
		p.connect(false)
		pass(20 * time.Second)
		p.stop()
		if err := p.ended(t); err != nil {
			t.Error(err)
		}
	})
}

// TestStartInHiddenPageWithoutMedia: that nothing comes is told as soon as
// anywhere.
func TestStartInHiddenPageWithoutMedia(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) {
			p.window.hidden.Store(true)
			p.Config.StartTimeout = 3 * time.Second
			p.Config.Retry = session.DefaultRetry
			p.media.fallSilent()
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
