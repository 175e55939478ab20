//go:build js && wasm

package bridge

import (
	"context"
	"errors"
	"syscall/js"

	"honnef.co/go/js/dom/v2"

	"lebplayer/signal/session"
)

// element is session.Element on the page's video element, or the one that move puts
// in its place. The element gets one MediaStream for the whole play, in which tracks
// are exchanged: another srcObject would turn the picture black (browsers.md,
// "another srcObject").
type element struct {
	node            *dom.HTMLVideoElement
	stream          js.Value // MediaStream
	handle          handle   // of the play
	events          chan session.ElementEvent
	shown           *peer // the last argument of Show, or nil
	first           *firstFrame
	noted           js.Value // an array for the arguments of a frame callback
	note            js.Value // the callback, which fills the array
	noting          bool     // the callback is pending
	source          js.Value // srcObject, with the stream in the element
	src             string   // the element's own src, over which srcObject prevails
	muted           bool     // by Play, not by the page
	paused          bool     // at the newest event
	pausedByBrowser bool     // not by the page or the viewer
	undo            []func() // remove the event listeners
}

// wrapVideo wraps an element in honnef's type. honnef's WrapElement would link
// every element type there is: 1.1 MB.
func wrapVideo(v js.Value) *dom.HTMLVideoElement {
	node := &dom.BasicNode{Value: v}
	element := &dom.BasicHTMLElement{BasicElement: &dom.BasicElement{BasicNode: node}}
	return &dom.HTMLVideoElement{HTMLMediaElement: &dom.HTMLMediaElement{BasicHTMLElement: element}}
}

func newElement(video js.Value, handle handle) (*element, error) {
	stream, err := construct("MediaStream")
	if err != nil {
		return nil, &session.Error{Code: session.CodeUnsupported, Message: "making a MediaStream: " + err.Error(), Err: err}
	}
	return &element{
		node:   wrapVideo(video),
		stream: stream,
		handle: handle,
		events: make(chan session.ElementEvent, eventBacklog),
	}, nil
}

// video returns the element, for calls behind a fence: honnef's methods have none.
func (e *element) video() js.Value { return e.node.Underlying() }

// Show implements session.Element. Its first argument is a *peer, the only type of Peer
// that openPeer makes.
func (e *element) Show(shown session.Peer, soundAlone bool) (stopped bool) {
	p := shown.(*peer)
	if e.shown != nil && e.shown != p {
		_, _ = await(context.Background(), js.Undefined()) // in a microtask after those of the sink
	}
	e.handle.show(p)
	withoutVideo := e.exchange(p, soundAlone)
	switch {
	case e.shown == nil:
		e.attach()
	case e.shown != p:
		if p.config.session.Firefox {
			e.follow()
		}
		e.first.awaitAnother()
		e.noteAnew()
	}
	e.shown = p
	// In a repeated start, the tracks of the pull before have ended. An element
	// whose tracks have all ended goes on only after another play()
	// (W3C Media Capture and Streams §6.2).
	if truth(e.video(), "ended") {
		e.start()
	}
	return withoutVideo && e.reload()
}

// exchange puts the tracks of a peer, or its audio alone, into the stream, and removes
// all others. It reports whether video was removed. The new tracks come before the old
// ones go: a stream that runs out of tracks ends the element's playback.
func (e *element) exchange(p *peer, soundAlone bool) (videoRemoved bool) {
	before := list(e.stream, "getTracks")
	for _, track := range p.tracks {
		if !soundAlone || text(track, "kind") == "audio" {
			_, _ = call(e.stream, "addTrack", track) // does nothing for a track already there
		}
	}
	for _, old := range before {
		video := text(old, "kind") == "video"
		if !p.receives(old) || soundAlone && video {
			_, _ = call(e.stream, "removeTrack", old)
			videoRemoved = videoRemoved || video
		}
	}
	return videoRemoved
}

// follow makes Firefox show the tracks that have been exchanged (browsers.md, "another
// video track").
func (e *element) follow() {
	playing := !e.Paused()
	_ = set(e.video(), "srcObject", e.stream) // which pauses the element
	if playing {
		e.start()
	}
}

// start starts the element at once. A refusal is reported by Play.
func (e *element) start() {
	if promise, err := call(e.video(), "play"); err == nil {
		_, _ = call(promise, "catch", js.Global().Get("Object"))
	}
}

// reload makes an element begin that has waited for a frame of video which has been
// taken away (browsers.md, "audio waits for the first frame"). It reports whether that
// has stopped the element.
func (e *element) reload() bool {
	if number(e.video(), "readyState") > 0 || len(list(e.stream, "getVideoTracks")) > 0 {
		return false
	}
	played := !e.Paused()
	_, _ = call(e.video(), "load")
	return played
}

// attach puts the stream into the element and listens to the element's events.
func (e *element) attach() {
	video := e.video()
	_ = set(video, "playsInline", true) // iOS Safari plays in full screen without it
	_ = set(video, "srcObject", e.stream)
	e.source, e.src = get(video, "srcObject"), text(video, "src")
	e.first = e.watchFirstFrame()
	e.noteAnew()
	steered := func(js.Value) {
		e.paused = e.Paused()
		e.pausedByBrowser = e.paused && (e.detached() || hidden(e.video()) && e.inline())
		e.emit(session.Steered{})
	}
	volumeChanged := func(js.Value) { e.emit(session.Steered{}) }
	emptied := func(js.Value) { // whoever changes the source
		if !get(video, "srcObject").Equal(e.source) || e.isGivenSrc() {
			e.emit(session.Taken{})
		}
	}
	e.undo = append(e.undo, listen(video, "pause", steered), listen(video, "play", steered), listen(video, "volumechange", volumeChanged), listen(video, "emptied", emptied), listen(video, "resize", func(js.Value) {
		if !e.blank() {
			e.emit(session.Resized{Width: int(number(video, "videoWidth")), Height: int(number(video, "videoHeight"))})
		}
	}))
}

// isGivenSrc reports whether someone else has set src since the stream has been put
// into the element. It plays once the stream is gone.
func (e *element) isGivenSrc() bool {
	src := text(e.video(), "src")
	return src != "" && src != e.src
}

// blank reports whether the element shows only the black frame of 2×2 pixels that
// comes before the picture (browsers.md, "blank frame").
func (e *element) blank() bool { return number(e.video(), "videoWidth") == 2 }

func (e *element) emit(event session.ElementEvent) { trySend(e.events, event) }

// Events implements session.Element.
func (e *element) Events() <-chan session.ElementEvent { return e.events }

// Frames implements session.Element. It returns 0 where the browser has no
// getVideoPlaybackQuality.
func (e *element) Frames() int {
	quality, _ := call(e.video(), "getVideoPlaybackQuality")
	return int(number(quality, "totalVideoFrames"))
}

// noteAnew forgets the frames of before, also one that is still to be noted.
func (e *element) noteAnew() {
	e.noted, e.noting = arrayClass.New(), false
	e.note = e.noted.Get("push").Call("bind", e.noted)
}

// VideoTimestamp implements session.Element. Its callback for a frame only notes the
// arguments and wakes nobody (browsers.md, "getSynchronizationSources waits").
func (e *element) VideoTimestamp() (timestamp uint32, known bool) {
	frame := get(e.noted, "1")
	if !missing(frame) {
		e.noteAnew()
		return uint32(number(frame, "rtpTimestamp")), true
	}
	if !e.noting {
		_, err := call(e.video(), "requestVideoFrameCallback", e.note)
		e.noting = err == nil
	}
	return 0, false
}

// Paused implements session.Element.
func (e *element) Paused() bool { return truth(e.video(), "paused") }

// Silent implements session.Element.
func (e *element) Silent() bool {
	return truth(e.video(), "muted") || number(e.video(), "volume") == 0
}

// Interrupted implements session.Element.
func (e *element) Interrupted() bool {
	if !e.pausedByBrowser || hidden(e.video()) || e.detached() {
		return false
	}
	e.pausedByBrowser = false
	return true
}

// detached reports whether the element is out of the page, where every browser
// pauses it (HTML, "If the media element is removed from a document").
func (e *element) detached() bool { return !truth(e.video(), "isConnected") }

// inline reports whether this is a Safari that shows the video in the page alone.
// Safari pauses such a live video when its tab is hidden. In full screen, in
// picture-in-picture and in other browsers, a pause is the viewer's.
func (e *element) inline() bool { return text(e.video(), "webkitPresentationMode") == "inline" }

// Play implements session.Element.
func (e *element) Play(ctx context.Context, muted bool) error {
	if muted {
		e.mute()
	}
	// Not honnef's Play: it drops the promise, and with it the refusal.
	_, err := callAndAwait(ctx, e.video(), "play")
	if thrown, ok := errors.AsType[*exception](err); ok && thrown.name == "NotAllowedError" {
		e.unmute() // muting did not help
		return session.ErrAutoplayRefused
	}
	return err
}

// mute silences the element until the session ends, or until the viewer or
// the page turns the sound on: from then on the player leaves it alone.
func (e *element) mute() {
	if truth(e.video(), "muted") { // already, or by the viewer since the browser has refused
		return
	}
	_ = set(e.video(), "muted", true)
	if e.muted {
		return
	}
	e.muted = true
	e.undo = append(e.undo, listen(e.video(), "volumechange", func(js.Value) {
		e.muted = e.muted && truth(e.video(), "muted")
	}))
}

func (e *element) unmute() {
	if e.muted {
		e.muted = false
		_ = set(e.video(), "muted", false)
	}
}

// Close implements session.Element. It removes the stream from the element, and
// unmutes an element that Play has muted. An element with a source of someone else's
// is left as it is.
func (e *element) Close() {
	e.leave()
	e.shown = nil
}

// move implements leb.attach. The viewer's volume and mute go along, and so does a
// pause of the viewer's. Before the first Show and after Close, only the element is
// exchanged.
func (e *element) move(to js.Value) {
	from := e.video()
	// The pause of an element that has just been removed from the page is the
	// browser's. Its event is yet to come.
	paused := e.Paused() && !e.pausedByBrowser && (e.paused || !e.detached())
	e.leave()
	_ = set(to, "volume", get(from, "volume"))
	_ = set(to, "muted", get(from, "muted"))
	e.node = wrapVideo(to)
	if e.shown == nil {
		return
	}
	e.attach()
	e.paused, e.pausedByBrowser = paused, false
	if paused {
		_, _ = call(to, "pause") // it may have the attribute autoplay
	} else {
		e.start()
	}
	e.emit(session.Moved{Paused: paused})
}

// leave takes the play out of the element, as Close does.
func (e *element) leave() {
	for _, undo := range e.undo {
		undo()
	}
	e.undo = nil
	source, given := get(e.video(), "srcObject"), e.isGivenSrc()
	shows := source.Equal(e.stream)
	if !given && (shows || missing(source)) {
		e.unmute()
	}
	e.muted = false
	if shows {
		playing := given && !e.Paused()
		_ = set(e.video(), "srcObject", js.Null()) // which pauses the element
		if playing {
			e.start()
		}
	}
}
