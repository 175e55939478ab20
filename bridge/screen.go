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

// video is the page's video element while it shows one session's stream.
type video struct {
	element *dom.HTMLVideoElement
	stream  js.Value // MediaStream
	emit    func(session.MediaEvent)
	muted   bool // by play, not by the page
	undo    []func()
}

// wrapVideo makes honnef's type of an element. Its own WrapElement would link
// every element type there is: 1.1 MB.
func wrapVideo(v js.Value) *dom.HTMLVideoElement {
	node := &dom.BasicNode{Value: v}
	element := &dom.BasicHTMLElement{BasicElement: &dom.BasicElement{BasicNode: node}}
	return &dom.HTMLVideoElement{HTMLMediaElement: &dom.HTMLMediaElement{BasicHTMLElement: element}}
}

func newVideo(v js.Value, emit func(session.MediaEvent)) *video {
	return &video{element: wrapVideo(v), stream: js.Global().Get("MediaStream").New(), emit: emit}
}

// show adds a track, and gives the element the stream with the first one.
func (v *video) show(track js.Value) {
	v.stream.Call("addTrack", track)
	if v.element.Get("srcObject").Equal(v.stream) {
		return
	}
	// iOS Safari plays in full screen without it.
	v.element.Set("playsInline", true)
	v.element.Set("srcObject", v.stream)
	v.watchFirstFrame()
	v.undo = append(v.undo, listen(v.element.Underlying(), "resize", func(js.Value) {
		v.emit(session.Resized{Width: v.element.Get("videoWidth").Int(), Height: v.element.Get("videoHeight").Int()})
	}))
}

// watchFirstFrame emits FrameRendered once. requestVideoFrameCallback tells of
// a rendered frame; it does not fire in a hidden tab, nor without a picture,
// nor in browsers before Chrome 83, Safari 15.4 and Firefox 132. There, data for the
// current position must do.
func (v *video) watchFirstFrame() {
	element := v.element.Underlying()
	done := false
	rendered := func() {
		if !done {
			done = true
			v.emit(session.FrameRendered{At: time.Now()})
		}
	}
	callbacks := !missing(element.Get("requestVideoFrameCallback"))
	loaded := func(js.Value) {
		const haveCurrentData = 2
		unseen := !callbacks || hidden() || element.Get("videoWidth").Int() == 0
		if unseen && element.Get("readyState").Int() >= haveCurrentData {
			rendered()
		}
	}
	v.undo = append(v.undo,
		listen(element, "loadeddata", loaded),
		listen(js.Global().Get("document"), "visibilitychange", loaded))
	if callbacks {
		onFrame := newFunction(func([]js.Value) { rendered() })
		handle := element.Call("requestVideoFrameCallback", onFrame.Func)
		v.undo = append(v.undo, func() {
			element.Call("cancelVideoFrameCallback", handle)
			onFrame.release()
		})
	}
}

// play starts the element, muting it first if asked to.
func (v *video) play(ctx context.Context, muted bool) error {
	if muted {
		v.mute()
	}
	// Not honnef's Play: it drops the promise, and with it the refusal.
	_, err := await(ctx, v.element.Call("play"))
	if thrown, ok := errors.AsType[*exception](err); ok && thrown.name == "NotAllowedError" {
		v.unmute() // being silent was of no use
		return session.ErrAutoplayRefused
	}
	return err
}

// mute silences the element until the session ends, or until the viewer or
// the page turns the sound on: from then on it is theirs.
func (v *video) mute() {
	v.element.Set("muted", true)
	if v.muted {
		return
	}
	v.muted = true
	v.undo = append(v.undo, listen(v.element.Underlying(), "volumechange", func(js.Value) {
		v.muted = v.muted && v.element.Get("muted").Bool()
	}))
}

func (v *video) unmute() {
	if v.muted {
		v.muted = false
		v.element.Set("muted", false)
	}
}

// close takes the stream out of the element, unless the page has put
// something else there, and gives the page back its sound.
func (v *video) close() {
	v.unmute()
	for _, undo := range v.undo {
		undo()
	}
	v.undo = nil
	if v.element.Get("srcObject").Equal(v.stream) {
		v.element.Set("srcObject", js.Null())
	}
}
