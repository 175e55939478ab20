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

// hidden tells whether the page is in the background, where no frame is
// rendered.
func hidden() bool { return js.Global().Get("document").Get("hidden").Truthy() }

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
