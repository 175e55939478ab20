//go:build js && wasm && !tinygo

package bridge

import (
	"strings"
	"syscall/js"
)

// fenced calls f, which must not wait, and returns the exception that JavaScript
// throws in it. A panic of Go's own is not caught.
func fenced(f func()) (thrown js.Value, failed bool) {
	defer func() {
		if p := recover(); p != nil {
			if thrown, failed = exceptionIn(p); !failed {
				panic(p)
			}
		}
	}()
	f()
	return thrown, false
}

// exceptionIn returns the exception that made a Call, Invoke or New panic, if there
// is one. A call of a value that is not a function panics in syscall/js itself; it
// becomes the TypeError that JavaScript would have thrown.
func exceptionIn(p any) (js.Value, bool) {
	switch p := p.(type) {
	case js.Error:
		return p.Value, true
	case *js.ValueError:
		return typeError(p.Error()), p.Method == "Value.Call" || p.Method == "Value.Invoke"
	case string:
		return typeError(p), p == badType || strings.HasPrefix(p, "syscall/js: Value.Call: ")
	}
	return js.Undefined(), false
}

func typeError(message string) js.Value { return js.Global().Get("TypeError").New(message) }

// badType is with what Type panics for a BigInt.
const badType = "bad type flag"

// known returns v, or an object in place of a BigInt.
func known(v js.Value) js.Value {
	if _, failed := fenced(func() { v.Type() }); failed {
		return objectClass.New()
	}
	return v
}
