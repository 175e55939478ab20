//go:build js && wasm

package bridge

import (
	"syscall/js"
	"time"

	"lebplayer/signal/session"
)

// optionReader reads members of an object and keeps the first error.
type optionReader struct {
	object js.Value
	err    error
}

func badOption(name, want string) error {
	return &session.Error{Code: session.CodeBadOption, Message: name + " must be " + want}
}

func (r *optionReader) fail(name, want string) {
	if r.err == nil {
		r.err = badOption(name, want)
	}
}

// get gives a member of the wanted type. One that is absent is left to its
// default, silently; one of another type is an error.
func (r *optionReader) get(name string, want js.Type) (js.Value, bool) {
	v := r.object.Get(name)
	if missing(v) {
		return v, false
	}
	if v.Type() != want {
		r.fail(name, "a "+want.String())
		return v, false
	}
	return v, true
}

func (r *optionReader) text(name, fallback string) string {
	if v, ok := r.get(name, js.TypeString); ok {
		return v.String()
	}
	return fallback
}

func isArray(v js.Value) bool { return js.Global().Get("Array").Call("isArray", v).Bool() }

// count reads a whole number; Infinity is the largest.
func (r *optionReader) count(name string, fallback int) int {
	v, ok := r.get(name, js.TypeNumber)
	if !ok {
		return fallback
	}
	n := v.Float()
	if !(n >= 0) {
		r.fail(name, "0 or more")
	}
	return int(min(n, session.Unlimited))
}

func (r *optionReader) flag(name string, fallback bool) bool {
	if v, ok := r.get(name, js.TypeBoolean); ok {
		return v.Bool()
	}
	return fallback
}

// duration reads milliseconds: more than 0, and at most 2³¹-1 as in setTimeout.
func (r *optionReader) duration(name string, fallback time.Duration) time.Duration {
	v, ok := r.get(name, js.TypeNumber)
	if !ok {
		return fallback
	}
	ms := v.Float()
	if !(ms > 0 && ms <= 1<<31-1) {
		r.fail(name, "a number of milliseconds above 0")
		return fallback
	}
	return time.Duration(ms * float64(time.Millisecond))
}

// instant reads milliseconds since the epoch, as Date.now() gives them.
func (r *optionReader) instant(name string) time.Time {
	if v, ok := r.get(name, js.TypeNumber); ok {
		return time.UnixMilli(int64(v.Float()))
	}
	return time.Now()
}
