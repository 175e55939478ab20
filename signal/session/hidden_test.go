package session_test

import (
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal/session"
)

// TestHiddenPageIsNotStalled: a hidden page shows no frames and has slow timers, but
// media arrive.
func TestHiddenPageIsNotStalled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, nil)
		p.hide(true)
		pass(20 * time.Second)
		p.hide(false)
		pass(5 * time.Second)
		if stalls := len(eventsOf[session.Stall](p.sink)); stalls != 0 {
			t.Errorf("%d stalls in a page that was hidden, want none", stalls)
		}
		p.hide(true)
		p.peer.stopMedia()
		pass(time.Second + 600*time.Millisecond)
		if stalls := len(eventsOf[session.Stall](p.sink)); stalls != 1 {
			t.Errorf("%d stalls after the media have stopped, want 1", stalls)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestStartInHiddenPage: in a hidden page, a browser need not decode video. The page
// may be hidden before the pull is connected, or after.
func TestStartInHiddenPage(t *testing.T) {
	for _, before := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			p := start(t, func(p *play) {
				p.page.hidden.Store(before)
				p.Config.Retry = session.DefaultRetry
				p.Config.StartTimeout = 2500 * time.Millisecond // half of it may pass without a decoded frame in a visible page
			})
			synctest.Wait()
			p.peer.stopDecoding(false)
			p.connect(false)
			synctest.Wait()
			p.page.hidden.Store(true)
			pass(20 * time.Second)
			for _, e := range eventsOf[session.Reconnecting](p.sink) {
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

// TestStartInHiddenPageWithoutMedia: the absence of media is reported as soon as in a
// visible page.
func TestStartInHiddenPageWithoutMedia(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) {
			p.page.hidden.Store(true)
			p.Config.StartTimeout = 3 * time.Second
			p.Config.Retry = session.DefaultRetry
			p.peer.stopMedia()
		})
		synctest.Wait()
		p.connect(false)
		pass(2500 * time.Millisecond)
		if reasons := eventsOf[session.Reconnecting](p.sink); len(reasons) != 1 || reasons[0].Reason.Code != session.CodeNoMedia {
			t.Errorf("reconnecting %+v, want once, for no-media", reasons)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestAudioAloneBegunInAHiddenPage: the first count of frames in a visible page is
// no movement of a picture, which there is none of that could stand.
func TestAudioAloneBegunInAHiddenPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) {
			p.peer.audioOnly = true
			p.page.hidden.Store(true)
			p.element.hiddenFrames = -1
		})
		synctest.Wait()
		p.peer.connect()
		p.element.events <- session.FrameRendered{At: time.Now(), Unseen: true, AudioOnly: true}
		pass(time.Second)
		p.element.mu.Lock()
		p.element.hiddenFrames = 0
		p.element.mu.Unlock()
		p.page.hidden.Store(false)
		pass(10 * time.Second)
		if stalls := len(eventsOf[session.Stall](p.sink)); stalls != 0 {
			t.Errorf("%d stalls of audio that goes on, want none", stalls)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// hide hides the page, so that no more frames are shown, or shows it again.
func (p *play) hide(hidden bool) {
	frames := 0
	if hidden {
		frames = p.element.Frames()
	}
	p.element.mu.Lock()
	defer p.element.mu.Unlock()
	p.element.hiddenFrames = frames
	p.page.hidden.Store(hidden)
}
