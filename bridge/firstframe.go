//go:build js && wasm

package bridge

import (
	"syscall/js"
	"time"

	"lebplayer/signal/session"
)

// firstFrame emits the first frame after each Show of another Peer.
type firstFrame struct {
	element      *element
	awaited      bool
	onFrame      function // the callback for requestVideoFrameCallback
	request      js.Value // the handle that requestVideoFrameCallback has returned
	hasCallbacks bool     // the browser has requestVideoFrameCallback
	pending      int      // callbacks that have been requested and not cancelled, and have not come
	over         bool     // no frame is awaited any more
}

// patience is how long a frame that the element has may wait for its rendering, which
// is 16 ms away in a page that is rendered, however busy.
const patience = 250 * time.Millisecond

// watchFirstFrame returns the firstFrame of an element, and begins to wait.
// requestVideoFrameCallback reports a rendered frame, where it exists and the page is
// rendered (browsers.md, "no frame callbacks in hidden tabs", "no frame callbacks at
// all" and "frames out of view"). Elsewhere, data for the current position count as
// the frame.
func (e *element) watchFirstFrame() *firstFrame {
	f := &firstFrame{element: e}
	f.onFrame = newFunction(func(args []js.Value) {
		f.pending--
		if f.over {
			f.release()
			return
		}
		if e.blank() {
			f.requestCallback()
			return
		}
		metadata := argument(args, 1)
		f.emit(session.FrameRendered{Received: since(metadata, "receiveTime"), Decoded: since(metadata, "presentationTime")})
	})
	loaded := func(js.Value) {
		if !f.loaded(hidden(e.video())) {
			f.expect(patience)
		}
	}
	e.undo = append(e.undo,
		listen(e.video(), "loadeddata", loaded),
		listen(e.video(), "resize", loaded), // there is no second "loadeddata" after that of the blank frame
		listen(documentOf(e.video()), "visibilitychange", loaded),
		func() {
			f.cancel()
			f.awaited, f.over = false, true
			f.release()
		})
	f.await()
	return f
}

// await begins to wait for the first frame of the Peer on the screen.
func (f *firstFrame) await() {
	f.cancel()
	f.awaited = true
	f.requestCallback()
}

// awaitAnother begins to wait for the first frame of another Peer. Its element has a
// frame of the Peer before, and the next one of a slow stream may be a second away.
func (f *firstFrame) awaitAnother() {
	f.await()
	f.expect(4 * patience)
}

// expect takes the frame that the element has for the first one, unless one is
// rendered in time. A page that stands still gets the chance to render afterwards.
func (f *firstFrame) expect(limit time.Duration) {
	time.AfterFunc(limit, func() {
		time.AfterFunc(limit/5, func() { f.loaded(true) })
	})
}

// loaded takes the frame that the element has for the first one where no callback
// will report it: if it is unseen, if there is no video, or without callbacks. It
// returns false if that has to be waited for.
func (f *firstFrame) loaded(unseen bool) bool {
	const haveCurrentData = 2 // HTML, readyState
	video := f.element.video()
	audioOnly := number(video, "videoWidth") == 0
	unseen = unseen || audioOnly
	if f.element.blank() || number(video, "readyState") < haveCurrentData {
		return true
	}
	if unseen || !f.hasCallbacks {
		f.emit(session.FrameRendered{Unseen: unseen, AudioOnly: audioOnly})
	}
	return !f.awaited
}

// requestCallback requests a callback for the next frame, where the browser has them.
func (f *firstFrame) requestCallback() {
	request, err := call(f.element.video(), "requestVideoFrameCallback", f.onFrame.Func)
	f.request, f.hasCallbacks = request, err == nil
	if err == nil {
		f.pending++
	}
}

// cancel cancels the callback that is pending. Where that can't be done, it comes.
func (f *firstFrame) cancel() {
	if f.pending == 0 {
		return
	}
	if _, err := call(f.element.video(), "cancelVideoFrameCallback", f.request); err == nil {
		f.pending--
	}
}

// release releases the callback, unless it may still be called.
func (f *firstFrame) release() {
	if f.pending == 0 {
		f.onFrame.release()
	}
}

// emit emits the first frame, if it is awaited.
func (f *firstFrame) emit(frame session.FrameRendered) {
	if f.awaited {
		f.awaited = false
		frame.At = time.Now()
		f.element.emit(frame)
	}
}

// since returns the time that has passed since a member of
// VideoFrameCallbackMetadata, a DOMHighResTimeStamp, or 0 if the browser does not
// report it.
func since(metadata js.Value, name string) time.Duration {
	at := number(metadata, name)
	now, err := call(get(js.Global(), "performance"), "now")
	if at == 0 || err != nil || now.Type() != js.TypeNumber {
		return 0
	}
	return time.Duration((now.Float() - at) * float64(time.Millisecond))
}
