//go:build js && wasm

package bridge

import (
	"syscall/js"
	"time"
)

// The program has one clock, time.Now, which may stand still while the machine
// sleeps and does not follow a system clock that is set (browsers.md, "clock in
// sleep"). The clock of the page and of the server is Date.now(). An instant is
// converted where it comes in (optionReader.instant) and where it goes out (wall);
// instants of different clocks are never subtracted from each other.

// dateNow returns Date.now(): ms since the epoch.
func dateNow() float64 {
	if v, _ := call(get(js.Global(), "Date"), "now"); v.Type() == js.TypeNumber && !v.IsNaN() {
		return v.Float()
	}
	return float64(time.Now().UnixMilli())
}

// wall converts t, an instant of the program's clock, to one of Date.now().
func wall(t time.Time) time.Time {
	return time.UnixMilli(int64(dateNow())).Add(-time.Since(t))
}
