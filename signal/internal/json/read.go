// Package json reads and writes JSON (RFC 8259), as much of it as the protocol
// and the events need. In the wasm program bytes count: encoding/json would be a
// fifth of it, and even generated codecs were four times this package.
package json

import (
	"strconv"
	"strings"
)

// Value is a JSON value of any type.
type Value struct {
	Kind   Kind
	Number float64
	String string   // of a Number, the digits as they were written
	Names  []string // names of an object's members
	Items  []Value  // items of an array, or values of an object's members in the order of Names
}

// Kind is the type of a Value.
type Kind byte

// The kinds of a Value. Missing is that of a member that an object does not have.
const (
	Missing Kind = iota
	Null
	False
	True
	Number
	String
	Array
	Object
)

// Get returns the last member of that name of an object. Of anything else it
// returns a Missing one.
func (v Value) Get(name string) Value {
	for i := len(v.Names) - 1; i >= 0; i-- {
		if v.Names[i] == name {
			return v.Items[i]
		}
	}
	return Value{}
}

// maxDepth is how deep arrays and objects are read. What is nested deeper is
// passed over: a goroutine of the wasm program has a small stack.
const maxDepth = 16

// maxValues is how many values are read. Real replies have ten; a reader of more
// would keep the page's only thread, and memory that WebAssembly never gives back.
const maxValues = 1000

// Error is returned for a text that is not JSON, or has too many values.
type Error struct {
	Offset int // of the first byte that is wrong, or too much; the text's length if it was cut off
}

// Error implements error.
func (e *Error) Error() string { return "bad JSON near byte " + strconv.Itoa(e.Offset) }

// Read reads a text that is one JSON value. Its *Error is nil for a good one. The
// strings in the Value share text's memory, unless they have escapes.
func Read(text string) (Value, *Error) {
	r := reader{text: text}
	v, ok := r.value(maxDepth)
	r.space()
	if !ok || r.at < len(text) {
		return Value{}, &Error{r.at}
	}
	return v, nil
}

// reader is at the byte text[at].
type reader struct {
	text string
	at   int

	values int // read so far
}

// peek returns the next byte, or 0 at the end.
func (r *reader) peek() byte {
	if r.at < len(r.text) {
		return r.text[r.at]
	}
	return 0
}

// space goes past white space.
func (r *reader) space() {
	for {
		switch r.peek() {
		case ' ', '\t', '\r', '\n':
			r.at++
		default:
			return
		}
	}
}

// take goes past white space, and past b if that comes next. It reports whether
// it did.
func (r *reader) take(b byte) bool {
	r.space()
	return r.skip(b)
}

// value reads a value, in which arrays and objects may be nested depth deep.
func (r *reader) value(depth int) (Value, bool) {
	r.space()
	r.values++
	switch c := r.peek(); {
	case r.values > maxValues:
		return Value{}, false
	case c == '{':
		return r.list(Object, '}', depth)
	case c == '[':
		return r.list(Array, ']', depth)
	case c == '"':
		s, ok := r.string()
		return Value{Kind: String, String: s}, ok
	case c == 'n':
		return Value{Kind: Null}, r.word("null")
	case c == 't':
		return Value{Kind: True}, r.word("true")
	case c == 'f':
		return Value{Kind: False}, r.word("false")
	default:
		start := r.at
		n, ok := r.number()
		return Value{Kind: Number, Number: n, String: r.text[start:r.at]}, ok
	}
}

// word goes past s if that comes next, and reports whether it did.
func (r *reader) word(s string) bool {
	if !strings.HasPrefix(r.text[r.at:], s) {
		return false
	}
	r.at += len(s)
	return true
}

// pass goes past an array or an object, and looks only for where it ends.
func (r *reader) pass() bool {
	for open := 0; r.at < len(r.text); {
		switch r.text[r.at] {
		case '"':
			if _, ok := r.string(); !ok {
				return false
			}
			continue
		case '{', '[':
			open++
		case '}', ']':
			open--
		}
		r.at++
		if open == 0 {
			return true
		}
	}
	return false
}

// list reads an array or an object; the items of one that is maxDepth deep are
// passed over.
func (r *reader) list(kind Kind, end byte, depth int) (Value, bool) {
	v := Value{Kind: kind}
	if depth == 0 {
		return v, r.pass()
	}
	r.at++
	if r.take(end) {
		return v, true
	}
	for {
		if kind == Object {
			r.space()
			name, ok := r.string()
			if !ok || !r.take(':') {
				return v, false
			}
			v.Names = append(v.Names, name)
		}
		item, ok := r.value(depth - 1)
		if !ok {
			return v, false
		}
		v.Items = append(v.Items, item)
		if r.take(end) {
			return v, true
		}
		if !r.take(',') {
			return v, false
		}
	}
}
