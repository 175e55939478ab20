//go:build js && wasm

package bridge

import (
	"strconv"
	"strings"
	"syscall/js"
)

// userAgent returns navigator.userAgent, which the specification proposes for
// clientinfo.
func userAgent() string { return text(get(js.Global(), "navigator"), "userAgent") }

// isFirefox reports whether the browser is Firefox with its own engine, Gecko. That
// decides the form of its offers, and how its element gets other tracks, which no
// browser can be asked. Firefox on iOS is WebKit and calls itself FxiOS.
func isFirefox() bool { return strings.Contains(userAgent(), "Firefox/") }

// page is session.Page on the document of the video, and on window.
type page struct {
	element  *element
	returned chan struct{}
	undo     []func()
}

func newPage(e *element) *page {
	p := &page{element: e, returned: make(chan struct{}, 1)}
	back := func(js.Value) {
		if !p.Hidden() {
			trySend(p.returned, struct{}{}) // one value waits until somebody receives it
		}
	}
	document := documentOf(e.video())
	p.undo = []func(){
		listen(js.Global(), "online", back),
		listen(document, "visibilitychange", back),
		listen(document, "resume", back), // Page Lifecycle: thawed
	}
	return p
}

// Hidden implements session.Page.
func (p *page) Hidden() bool { return hidden(p.element.video()) }

// Online implements session.Page.
func (p *page) Online() bool {
	online := get(get(js.Global(), "navigator"), "onLine")
	return missing(online) || online.Truthy()
}

// Returned implements session.Page.
func (p *page) Returned() <-chan struct{} { return p.returned }

// close stops listening.
func (p *page) close() {
	for _, undo := range p.undo {
		undo()
	}
}

// documentOf returns the document of a video, which may be in another window than the
// script.
func documentOf(video js.Value) js.Value { return get(video, "ownerDocument") }

// hidden reports whether a video's page is in the background, and nobody can see the
// video. A video in picture-in-picture is seen nevertheless (browsers.md,
// "picture-in-picture over a hidden tab"). In a window of Document Picture-in-Picture
// it has another document, which is not hidden.
func hidden(video js.Value) bool {
	if !truth(documentOf(video), "hidden") {
		return false
	}
	root, _ := call(video, "getRootNode")
	return !get(root, "pictureInPictureElement").Equal(video)
}

// random returns Math.random(), or 0.5 if a page has replaced Math.random by a
// function that returns no number in [0, 1).
func random() float64 {
	if v, _ := call(get(js.Global(), "Math"), "random"); v.Type() == js.TypeNumber && v.Float() >= 0 && v.Float() < 1 {
		return v.Float()
	}
	return 0.5
}

// onPageHide calls f when the page is closed, left, or put into the
// back/forward cache. Requests that f starts before it returns are still sent.
func onPageHide(f func()) (remove func()) {
	return listen(js.Global(), "pagehide", func(js.Value) { f() })
}

// newSessionID returns 128 random bits in hexadecimal. crypto.randomUUID would
// need a secure context, which a player on a LAN does not have. Math.random is mixed
// in, so that ids differ where getRandomValues is missing or does nothing.
func newSessionID() string {
	words := js.Global().Get("Uint32Array").New(4)
	_, _ = call(get(js.Global(), "crypto"), "getRandomValues", words)
	var id strings.Builder
	for i := range 4 {
		word := uint32(words.Index(i).Float()) ^ uint32(random()*(1<<32))
		digits := strconv.FormatUint(uint64(word), 16)
		id.WriteString("00000000"[len(digits):])
		id.WriteString(digits)
	}
	return id.String()
}
