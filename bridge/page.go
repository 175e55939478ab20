//go:build js && wasm

package bridge

import (
	"strconv"
	"strings"
	"syscall/js"
)

// userAgent is navigator.userAgent, the spec's own proposal for clientinfo.
func userAgent() string { return js.Global().Get("navigator").Get("userAgent").String() }

// isFirefox tells whether the offer will be Firefox's (Gecko; Firefox on iOS
// is WebKit and says FxiOS).
func isFirefox() bool { return strings.Contains(userAgent(), "Firefox/") }

// page is session.Page on document and window.
type page struct {
	returned chan struct{}
	undo     []func()
}

func newPage() *page {
	p := &page{returned: make(chan struct{}, 1)}
	back := func(js.Value) {
		if !p.Hidden() && p.Online() {
			trySend(p.returned, struct{}{}) // once, until somebody listens
		}
	}
	p.undo = []func(){
		listen(js.Global(), "online", back),
		listen(js.Global().Get("document"), "visibilitychange", back),
		listen(js.Global().Get("document"), "resume", back), // Page Lifecycle: thawed
	}
	return p
}

// Hidden implements session.Page.
func (p *page) Hidden() bool { return hidden() }

// Online implements session.Page.
func (p *page) Online() bool {
	online := js.Global().Get("navigator").Get("onLine")
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

// hidden tells whether the page is in the background, where no frame is
// rendered.
func hidden() bool { return js.Global().Get("document").Get("hidden").Truthy() }

// random is Math.random.
func random() float64 { return js.Global().Get("Math").Call("random").Float() }

// onPageHide calls f when the page is closed, left, or put into the
// back/forward cache. What f starts before it returns still happens.
func onPageHide(f func()) (remove func()) {
	return listen(js.Global(), "pagehide", func(js.Value) { f() })
}

// newSessionID gives 128 random bits in hexadecimal. crypto.randomUUID would
// need a secure context, which a player on a LAN has not.
func newSessionID() string {
	random := js.Global().Get("Uint32Array").New(4)
	js.Global().Get("crypto").Call("getRandomValues", random)
	var id strings.Builder
	for i := range 4 {
		digits := strconv.FormatUint(uint64(random.Index(i).Float()), 16)
		id.WriteString("00000000"[len(digits):])
		id.WriteString(digits)
	}
	return id.String()
}
