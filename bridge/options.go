//go:build js && wasm

package bridge

import (
	"syscall/js"
	"time"

	"lebplayer/signal/session"
)

// optionReader reads the members of an object, and keeps the first error.
type optionReader struct {
	object js.Value
	copied bool // object is a plain copy, whose members can't throw
	err    error
}

// readOptions returns a reader of an object. One call into JavaScript copies a
// plain object: to read each member behind a fence of its own takes longer than all
// else that a play does before its request. An object with a class of its own, or
// one that can't be copied, is read member by member.
func readOptions(object js.Value) *optionReader {
	parent, _ := call(objectClass, "getPrototypeOf", object)
	if !missing(parent) && !parent.Equal(get(objectClass, "prototype")) {
		return &optionReader{object: object}
	}
	if plain, err := call(objectClass, "assign", objectClass.New(), object); err == nil {
		return &optionReader{object: plain, copied: true}
	}
	return &optionReader{object: object}
}

func badOption(name, want string) error {
	return &session.Error{Code: session.CodeBadOption, Message: name + " must be " + want}
}

func (r *optionReader) fail(name, want string) {
	if r.err == nil {
		r.err = badOption(name, want)
	}
}

// member returns the value of a member. For a member that can't be read it records
// an error and returns undefined.
func (r *optionReader) member(name string) js.Value {
	if r.copied {
		return known(r.object.Get(name))
	}
	v, err := read(r.object, name)
	if err != nil {
		r.fail(name, "readable")
	}
	return v
}

// get returns a member of the wanted type. It returns false for a missing member, and
// for a member of another type, which is also an error.
func (r *optionReader) get(name string, want js.Type) (js.Value, bool) {
	v := r.member(name)
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

// strings reads a string or an array of strings.
func (r *optionReader) strings(name string) []string {
	v := r.member(name)
	if v.Type() == js.TypeString {
		return []string{v.String()}
	}
	list, ok := items(v)
	texts := make([]string, len(list))
	for i, v := range list {
		texts[i] = v.String()
		ok = ok && v.Type() == js.TypeString
	}
	if !ok {
		r.fail(name, "a string or an array of strings")
	}
	return texts
}

// count reads a number of 0 or more; Infinity becomes session.Unlimited.
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

// duration reads milliseconds: more than 0, and at most 2³¹-1 as in setTimeout. A
// duration below 1 ms becomes 1 ms, as a shorter interval would leave no time for
// anything else.
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
	return time.Duration(max(ms, 1) * float64(time.Millisecond))
}

// instant reads a moment of the last hour, as returned by Date.now(). A moment of the
// future becomes now, and an earlier moment becomes an hour ago.
func (r *optionReader) instant(name string) time.Time {
	now := time.Now()
	v, ok := r.get(name, js.TypeNumber)
	if !ok {
		return now
	}
	ago := dateNow() - v.Float()
	if ago-ago != 0 { // not a number, or infinite
		r.fail(name, "a number of milliseconds as Date.now() gives it")
		return now
	}
	ago = min(max(ago, 0), float64(time.Hour/time.Millisecond))
	return now.Add(-time.Duration(ago * float64(time.Millisecond)))
}
