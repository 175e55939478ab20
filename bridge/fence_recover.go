//go:build js && wasm && !tinygo

package bridge

import (
	"strings"
	"syscall/js"
)

// fenced calls f, which must not wait, and returns what JavaScript throws in it. A
// panic of Go's own goes on.
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

// exceptionIn returns what JavaScript threw, if that is why a Call, Invoke or New
// panics. That what is called is no function JavaScript would have said: syscall/js
// puts it in its own words.
func exceptionIn(p any) (js.Value, bool) {
	switch p := p.(type) {
	case js.Error:
		return p.Value, true
	case *js.ValueError:
		return typeError(p.Error()), p.Method == "Value.Call" || p.Method == "Value.Invoke"
	case string:
		return typeError(p), strings.HasPrefix(p, "syscall/js: Value.Call: ")
	}
	return js.Undefined(), false
}

func typeError(message string) js.Value { return js.Global().Get("TypeError").New(message) }
