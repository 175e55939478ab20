//go:build js && wasm

package bridge

import (
	"context"
	"errors"
	"syscall/js"
	"time"

	"honnef.co/go/js/dom/v2"

	"lebplayer/signal/session"
)

// screen is session.Screen on the page's video element. The element gets one
// MediaStream for the whole play: where its tracks are exchanged, the last
// picture stays until the new track has one, while another srcObject would
// turn it black (Chromium 156: for some 50 ms).
type screen struct {
	element *dom.HTMLVideoElement
	stream  js.Value // MediaStream
	handle  js.Value // the page's handle of the play, which has the pc that is shown
	events  chan session.ScreenEvent
	shown   bool // the element has been given the stream
	muted   bool // by Play, not by the page
	taken   bool // paused by the browser, not by the page or the viewer
	undo    []func()
}

// wrapVideo makes honnef's type of an element. Its own WrapElement would link
// every element type there is: 1.1 MB.
func wrapVideo(v js.Value) *dom.HTMLVideoElement {
	node := &dom.BasicNode{Value: v}
	element := &dom.BasicHTMLElement{BasicElement: &dom.BasicElement{BasicNode: node}}
	return &dom.HTMLVideoElement{HTMLMediaElement: &dom.HTMLMediaElement{BasicHTMLElement: element}}
}

func newScreen(video, handle js.Value) *screen {
	return &screen{
		element: wrapVideo(video),
		stream:  js.Global().Get("MediaStream").New(),
		handle:  handle,
		events:  make(chan session.ScreenEvent, eventBacklog),
	}
}

// Show implements session.Screen. The new tracks come before the old ones go:
// a stream that runs out of tracks ends the element's playback.
func (s *screen) Show(media session.Media) {
	p, ok := media.(*peer)
	if !ok {
		return
	}
	s.handle.Set("pc", p.pc.JSValue())
	before := elements(s.stream.Call("getTracks"))
	for _, track := range p.tracks {
		s.stream.Call("addTrack", track) // again does nothing
	}
	for _, old := range before {
		if !p.receives(old) {
			s.stream.Call("removeTrack", old)
		}
	}
	if !s.shown {
		s.shown = true
		s.attach()
	}
	// A start that is made again: the tracks of the one before have ended, and
	// an element whose tracks have all ended goes on only when it is told to
	// (W3C Media Capture and Streams §6.2).
	if s.element.Get("ended").Bool() {
		s.element.Call("play").Call("catch", js.Global().Get("Object")) // Play's promise tells what is to be told
	}
}

// attach gives the element the stream.
func (s *screen) attach() {
	// iOS Safari plays in full screen without it.
	s.element.Set("playsInline", true)
	s.element.Set("srcObject", s.stream)
	s.watchFirstFrame()
	steered := func(js.Value) {
		s.taken = s.Paused() && (s.detached() || hidden() && s.inline())
		s.emit(session.Steered{})
	}
	element := s.element.Underlying()
	louder := func(js.Value) { s.emit(session.Steered{}) }
	s.undo = append(s.undo, listen(element, "pause", steered), listen(element, "play", steered), listen(element, "volumechange", louder), listen(element, "resize", func(js.Value) {
		if !s.blank() {
			s.emit(session.Resized{Width: s.element.Get("videoWidth").Int(), Height: s.element.Get("videoHeight").Int()})
		}
	}))
}

// blank tells whether the picture is the black one of 2×2 pixels that Chromium
// 156 shows when a connection is closed before its first frame.
func (s *screen) blank() bool { return s.element.Get("videoWidth").Int() == 2 }

func (s *screen) emit(e session.ScreenEvent) { trySend(s.events, e) }

// Events implements session.Screen.
func (s *screen) Events() <-chan session.ScreenEvent { return s.events }

// Frames implements session.Screen. It is 0 where the browser can't tell.
func (s *screen) Frames() int {
	element := s.element.Underlying()
	switch {
	case hidden() || s.Paused():
		return -1
	case missing(element.Get("getVideoPlaybackQuality")):
		return 0
	default:
		return element.Call("getVideoPlaybackQuality").Get("totalVideoFrames").Int()
	}
}

// Paused implements session.Screen.
func (s *screen) Paused() bool { return s.element.Get("paused").Bool() }

// Silent implements session.Screen.
func (s *screen) Silent() bool {
	return s.element.Get("muted").Bool() || s.element.Get("volume").Float() == 0
}

// Interrupted implements session.Screen.
func (s *screen) Interrupted() bool {
	if !s.taken || hidden() || s.detached() {
		return false
	}
	s.taken = false
	return true
}

// detached tells whether the element is out of the page, where every browser
// pauses it (HTML, "If the media element is removed from a document").
func (s *screen) detached() bool { return !s.element.Get("isConnected").Bool() }

// inline tells whether this is a Safari, which pauses a live video when its
// tab is hidden, and shows it nowhere but in the page. Who pauses it in
// another place is the viewer, and so in another browser.
func (s *screen) inline() bool {
	return s.element.Get("webkitPresentationMode").String() == "inline" // String has a word for undefined too
}

// watchFirstFrame emits FrameRendered once. requestVideoFrameCallback tells of
// a rendered frame; it does not fire in a hidden tab, nor without a picture,
// nor in browsers before Chrome 83, Safari 15.4 and Firefox 132. There, data for the
// current position must do.
func (s *screen) watchFirstFrame() {
	element := s.element.Underlying()
	done := false
	rendered := func(frame session.FrameRendered) {
		if !done {
			done = true
			frame.At = time.Now()
			s.emit(frame)
		}
	}
	callbacks := !missing(element.Get("requestVideoFrameCallback"))
	loaded := func(js.Value) {
		const haveCurrentData = 2
		unseen := !callbacks || hidden() || element.Get("videoWidth").Int() == 0
		if unseen && !s.blank() && element.Get("readyState").Int() >= haveCurrentData {
			rendered(session.FrameRendered{})
		}
	}
	s.undo = append(s.undo,
		listen(element, "loadeddata", loaded),
		listen(element, "resize", loaded), // after the blank one, there is no other "loadeddata"
		listen(js.Global().Get("document"), "visibilitychange", loaded))
	if callbacks {
		var onFrame function
		var handle js.Value
		ask := func() { handle = element.Call("requestVideoFrameCallback", onFrame.Func) }
		onFrame = newFunction(func(args []js.Value) {
			if s.blank() {
				ask()
				return
			}
			metadata := argument(args, 1)
			rendered(session.FrameRendered{Received: since(metadata, "receiveTime"), Decoded: since(metadata, "presentationTime")})
		})
		ask()
		s.undo = append(s.undo, func() {
			element.Call("cancelVideoFrameCallback", handle)
			onFrame.release()
		})
	}
}

// since is how long ago a member of VideoFrameCallbackMetadata was, a
// DOMHighResTimeStamp; 0: it is not told.
func since(metadata js.Value, name string) time.Duration {
	at := metadata.Get(name)
	if at.Type() != js.TypeNumber {
		return 0
	}
	ago := js.Global().Get("performance").Call("now").Float() - at.Float()
	return time.Duration(ago * float64(time.Millisecond))
}

// Play implements session.Screen.
func (s *screen) Play(ctx context.Context, muted bool) error {
	if muted {
		s.mute()
	}
	// Not honnef's Play: it drops the promise, and with it the refusal.
	_, err := await(ctx, s.element.Call("play"))
	if thrown, ok := errors.AsType[*exception](err); ok && thrown.name == "NotAllowedError" {
		s.unmute() // being silent was of no use
		return session.ErrAutoplayRefused
	}
	return err
}

// mute silences the element until the session ends, or until the viewer or
// the page turns the sound on: from then on it is theirs.
func (s *screen) mute() {
	s.element.Set("muted", true)
	if s.muted {
		return
	}
	s.muted = true
	s.undo = append(s.undo, listen(s.element.Underlying(), "volumechange", func(js.Value) {
		s.muted = s.muted && s.element.Get("muted").Bool()
	}))
}

func (s *screen) unmute() {
	if s.muted {
		s.muted = false
		s.element.Set("muted", false)
	}
}

// Close implements session.Screen: it takes the stream out of the element,
// unless the page has put something else there, and gives the page back its
// sound.
func (s *screen) Close() {
	s.unmute()
	for _, undo := range s.undo {
		undo()
	}
	s.undo = nil
	if s.element.Get("srcObject").Equal(s.stream) {
		s.element.Set("srcObject", js.Null())
	}
}
