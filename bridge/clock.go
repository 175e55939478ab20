//go:build js && wasm

package bridge

import (
	"syscall/js"
	"time"
)

// The program has one clock, time.Now, which may stand still while the machine
// sleeps and does not follow one that is set (browsers.md, "clock in sleep"). The
// page's and the server's is Date.now(). An instant is converted where it comes in
// (optionReader.instant) and where it goes out (wall), and nowhere is one of the one
// subtracted from one of the other.

// dateNow is Date.now(): ms since the epoch.
func dateNow() float64 {
	if v, _ := call(get(js.Global(), "Date"), "now"); v.Type() == js.TypeNumber && !v.IsNaN() {
		return v.Float()
	}
	return float64(time.Now().UnixMilli())
}

// wall returns when it was by Date.now() that the program's clock told t.
func wall(t time.Time) time.Time {
	return time.UnixMilli(int64(dateNow())).Add(-time.Since(t))
}
