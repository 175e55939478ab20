//go:build js && wasm

package bridge

import (
	"context"
	"errors"
	"syscall/js"

	"honnef.co/go/js/dom/v2"

	"lebplayer/signal/session"
)

// screen is session.Screen on the page's video element. The element gets one
// MediaStream for the whole play, in which tracks are exchanged: another srcObject
// would turn the picture black (browsers.md, "another srcObject").
type screen struct {
	element *dom.HTMLVideoElement
	stream  js.Value // MediaStream
	handle  handle   // of the play
	events  chan session.ScreenEvent
	shown   *peer // what Show was given last, or nil
	first   *firstFrame
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

func newScreen(video js.Value, handle handle) (*screen, error) {
	stream, err := construct("MediaStream")
	if err != nil {
		return nil, &session.Error{Code: session.CodeUnsupported, Message: "making a MediaStream: " + err.Error(), Err: err}
	}
	return &screen{
		element: wrapVideo(video),
		stream:  stream,
		handle:  handle,
		events:  make(chan session.ScreenEvent, eventBacklog),
	}, nil
}

// video returns the element. honnef's own methods have no fence.
func (s *screen) video() js.Value { return s.element.Underlying() }

// Show implements session.Screen. Its Media are peers: openMedia makes no other.
// The new tracks come before the old ones go: a stream that runs out of tracks ends
// the element's playback.
func (s *screen) Show(media session.Media) {
	p := media.(*peer)
	s.handle.show(p)
	before := list(s.stream, "getTracks")
	for _, track := range p.tracks {
		_, _ = call(s.stream, "addTrack", track) // again does nothing
	}
	for _, old := range before {
		if !p.receives(old) {
			_, _ = call(s.stream, "removeTrack", old)
		}
	}
	switch {
	case s.shown == nil:
		s.attach()
	case s.shown != p:
		s.first.await()
	}
	s.shown = p
	// A start that is made again: the tracks of the one before have ended, and
	// an element whose tracks have all ended goes on only when it is told to
	// (W3C Media Capture and Streams §6.2).
	if truth(s.video(), "ended") {
		if promise, err := call(s.video(), "play"); err == nil {
			_, _ = call(promise, "catch", js.Global().Get("Object")) // Play's promise tells what is to be told
		}
	}
}

// attach gives the element the stream.
func (s *screen) attach() {
	video := s.video()
	_ = set(video, "playsInline", true) // iOS Safari plays in full screen without it
	_ = set(video, "srcObject", s.stream)
	s.first = s.watchFirstFrame()
	steered := func(js.Value) {
		s.taken = s.Paused() && (s.detached() || hidden() && s.inline())
		s.emit(session.Steered{})
	}
	louder := func(js.Value) { s.emit(session.Steered{}) }
	s.undo = append(s.undo, listen(video, "pause", steered), listen(video, "play", steered), listen(video, "volumechange", louder), listen(video, "resize", func(js.Value) {
		if !s.blank() {
			s.emit(session.Resized{Width: int(number(video, "videoWidth")), Height: int(number(video, "videoHeight"))})
		}
	}))
}

// blank reports whether there is no picture yet, but a black one of 2×2 pixels
// (browsers.md, "blank frame").
func (s *screen) blank() bool { return number(s.video(), "videoWidth") == 2 }

func (s *screen) emit(e session.ScreenEvent) { trySend(s.events, e) }

// Events implements session.Screen.
func (s *screen) Events() <-chan session.ScreenEvent { return s.events }

// Frames implements session.Screen. It is 0 where the browser can't tell.
func (s *screen) Frames() int {
	if hidden() || s.Paused() {
		return -1
	}
	quality, _ := call(s.video(), "getVideoPlaybackQuality")
	return int(number(quality, "totalVideoFrames"))
}

// Paused implements session.Screen.
func (s *screen) Paused() bool { return truth(s.video(), "paused") }

// Silent implements session.Screen.
func (s *screen) Silent() bool {
	return truth(s.video(), "muted") || number(s.video(), "volume") == 0
}

// Interrupted implements session.Screen.
func (s *screen) Interrupted() bool {
	if !s.taken || hidden() || s.detached() {
		return false
	}
	s.taken = false
	return true
}

// detached reports whether the element is out of the page, where every browser
// pauses it (HTML, "If the media element is removed from a document").
func (s *screen) detached() bool { return !truth(s.video(), "isConnected") }

// inline reports whether this is a Safari, which pauses a live video when its
// tab is hidden, and shows it nowhere but in the page. Who pauses it in
// another place is the viewer, and so in another browser.
func (s *screen) inline() bool { return text(s.video(), "webkitPresentationMode") == "inline" }

// Play implements session.Screen.
func (s *screen) Play(ctx context.Context, muted bool) error {
	if muted {
		s.mute()
	}
	// Not honnef's Play: it drops the promise, and with it the refusal.
	_, err := callAndAwait(ctx, s.video(), "play")
	if thrown, ok := errors.AsType[*exception](err); ok && thrown.name == "NotAllowedError" {
		s.unmute() // being silent was of no use
		return session.ErrAutoplayRefused
	}
	return err
}

// mute silences the element until the session ends, or until the viewer or
// the page turns the sound on: from then on it is theirs.
func (s *screen) mute() {
	_ = set(s.video(), "muted", true)
	if s.muted {
		return
	}
	s.muted = true
	s.undo = append(s.undo, listen(s.video(), "volumechange", func(js.Value) {
		s.muted = s.muted && truth(s.video(), "muted")
	}))
}

func (s *screen) unmute() {
	if s.muted {
		s.muted = false
		_ = set(s.video(), "muted", false)
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
	if get(s.video(), "srcObject").Equal(s.stream) {
		_ = set(s.video(), "srcObject", js.Null())
	}
}
