//go:build tinygo

package time

import "unsafe"

// The functions that TinyGo's runtime implements.

// Sleep waits for d.
func Sleep(d Duration)

func runtimeNano() int64

func newTimer(when, period int64, f func(arg any, seq uintptr, delta int64), arg any, c unsafe.Pointer) *Timer

func stopTimer(*Timer) bool

func resetTimer(t *Timer, when, period int64) bool

// Now returns the current instant.
func Now() Time { return Unix(0, runtimeNano()) }

// Since returns the time since t.
func Since(t Time) Duration { return Now().Sub(t) }

// Until returns the time until t.
func Until(t Time) Duration { return t.Sub(Now()) }

// Timer sends one instant to C, or calls a function. The runtime knows the two
// fields, and has more behind them.
type Timer struct {
	C    <-chan Time
	init bool
}

// NewTimer returns a Timer that fires after d.
func NewTimer(d Duration) *Timer { return startTimer(d, 0) }

// After returns the channel of a Timer that fires after d.
func After(d Duration) <-chan Time { return NewTimer(d).C }

// AfterFunc returns a Timer that calls f after d, in a goroutine of its own.
func AfterFunc(d Duration, f func()) *Timer { return newTimer(when(d), 0, start, f, nil) }

func start(f any, _ uintptr, _ int64) { go f.(func())() }

// Stop keeps the timer from firing.
func (t *Timer) Stop() bool { return stopTimer(t) }

// Reset makes the timer fire after d.
func (t *Timer) Reset(d Duration) bool { return resetTimer(t, when(d), 0) }

// Ticker sends an instant to C again and again.
type Ticker Timer

// NewTicker returns a Ticker with an interval of d.
func NewTicker(d Duration) *Ticker { return (*Ticker)(startTimer(d, d)) }

// Reset makes the ticker fire after d, and then at intervals of d.
func (t *Ticker) Reset(d Duration) { resetTimer((*Timer)(t), when(d), int64(d)) }

// Stop ends the ticker.
func (t *Ticker) Stop() { stopTimer((*Timer)(t)) }

func startTimer(d, period Duration) *Timer {
	c := make(chan Time, 1)
	t := newTimer(when(d), int64(period), send, c, nil)
	t.C = c
	return t
}

// send sends the instant at which the timer was due, delta nanoseconds ago.
func send(c any, _ uintptr, delta int64) {
	select {
	case c.(chan Time) <- Now().Add(Duration(-delta)):
	default:
	}
}

// when returns the time of the runtime's clock after d.
func when(d Duration) int64 {
	t := runtimeNano() + int64(max(d, 0))
	if t < 0 { // an overflow
		return 1<<63 - 1
	}
	return t
}
