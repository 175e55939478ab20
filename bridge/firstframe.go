//go:build js && wasm

package bridge

import (
	"syscall/js"
	"time"

	"lebplayer/signal/session"
)

// firstFrame tells of the first frame after each Show of other Media.
type firstFrame struct {
	screen  *screen
	awaited bool
	onFrame function // given to requestVideoFrameCallback
	request js.Value // what that returned
	asks    bool     // the browser has such callbacks
}

// watchFirstFrame returns the firstFrame of a screen, which awaits one.
// requestVideoFrameCallback tells of a rendered frame; it does not fire in a
// hidden tab, nor without video, nor in browsers before Chrome 83, Safari 15.4 and
// Firefox 132. There, data for the current position must do.
func (s *screen) watchFirstFrame() *firstFrame {
	f := &firstFrame{screen: s}
	f.onFrame = newFunction(func(args []js.Value) {
		if s.blank() {
			f.ask()
			return
		}
		metadata := argument(args, 1)
		f.emit(session.FrameRendered{Received: since(metadata, "receiveTime"), Decoded: since(metadata, "presentationTime")})
	})
	loaded := func(js.Value) {
		const haveCurrentData = 2
		audioOnly := number(s.video(), "videoWidth") == 0
		unseen := hidden() || audioOnly
		if (unseen || !f.asks) && !s.blank() && number(s.video(), "readyState") >= haveCurrentData {
			f.emit(session.FrameRendered{Unseen: unseen, AudioOnly: audioOnly})
		}
	}
	s.undo = append(s.undo,
		listen(s.video(), "loadeddata", loaded),
		listen(s.video(), "resize", loaded), // after the blank one, there is no other "loadeddata"
		listen(document(), "visibilitychange", loaded),
		func() {
			f.cancel()
			f.onFrame.release()
		})
	f.await()
	return f
}

// await begins to wait for the first frame of what has been shown.
func (f *firstFrame) await() {
	f.cancel()
	f.awaited = true
	f.ask()
}

func (f *firstFrame) ask() {
	request, err := call(f.screen.video(), "requestVideoFrameCallback", f.onFrame.Func)
	f.request, f.asks = request, err == nil
}

func (f *firstFrame) cancel() {
	if f.asks {
		_, _ = call(f.screen.video(), "cancelVideoFrameCallback", f.request)
	}
}

func (f *firstFrame) emit(frame session.FrameRendered) {
	if f.awaited {
		f.awaited = false
		frame.At = time.Now()
		f.screen.emit(frame)
	}
}

// since returns how long ago a member of VideoFrameCallbackMetadata was, a
// DOMHighResTimeStamp; 0: the browser does not tell.
func since(metadata js.Value, name string) time.Duration {
	at := number(metadata, name)
	now, err := call(get(js.Global(), "performance"), "now")
	if at == 0 || err != nil || now.Type() != js.TypeNumber {
		return 0
	}
	return time.Duration((now.Float() - at) * float64(time.Millisecond))
}
