//go:build js && wasm

package bridge

import (
	"context"
	"errors"
	"strings"
	"syscall/js"
	"testing"
	"time"
)

// These tests run in a real browser: `make test-bridge` compiles them and
// web/e2e opens them in a page.

// noLeaks fails the test if it does not release the functions that JavaScript calls.
func noLeaks(t *testing.T) {
	t.Helper()
	before := liveFunctions
	t.Cleanup(func() {
		// A promise that nobody awaits any more settles in its own time.
		eventually(t, "all functions are released", func() bool { return liveFunctions == before })
	})
}

// eventually waits for a condition while the browser's event loop turns.
func eventually(t *testing.T, statement string, condition func() bool) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); !condition(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Errorf("after 5 s it is not true that %s", statement)
			return
		}
	}
}

func deadline(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestAwaitResolved(t *testing.T) {
	noLeaks(t)
	v, err := await(deadline(t), js.Global().Get("Promise").Call("resolve", 42))
	if err != nil || v.Int() != 42 {
		t.Errorf("got %v, %v", v, err)
	}
}

func TestAwaitRejected(t *testing.T) {
	tests := []struct {
		name   string
		thrown any
		want   string
	}{
		{"a DOMException", js.Global().Get("DOMException").New("not now", "NotAllowedError"), "NotAllowedError: not now"},
		{"an Error", js.Global().Get("TypeError").New("Failed to fetch"), "TypeError: Failed to fetch"},
		{"a string", "boom", "Error: boom"},
		{"nothing", js.Undefined(), "Error: undefined"},
		{"a symbol", js.Global().Call("Symbol", "s"), "Error: Symbol(s)"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			noLeaks(t)
			_, err := await(deadline(t), js.Global().Get("Promise").Call("reject", test.thrown))
			if err == nil || err.Error() != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

// TestAwaitGivenUp: await ends with its context, and its functions are released when
// the promise settles after all.
func TestAwaitGivenUp(t *testing.T) {
	noLeaks(t)
	var settle js.Value
	executor := newFunction(func(args []js.Value) { settle = args[0] })
	late := js.Global().Get("Promise").New(executor.Func)
	executor.release()

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := await(ctx, late); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want Canceled", err)
	}
	settle.Invoke()
}

func TestPromiseResolvesWhenWorkIsDone(t *testing.T) {
	noLeaks(t)
	done := make(chan struct{})
	finished := false
	p := promise(func() any { <-done; finished = true; return js.Undefined() })
	close(done)
	if _, err := await(deadline(t), p); err != nil || !finished {
		t.Errorf("resolved with %v, work finished: %t", err, finished)
	}
}

func TestListenAndRemove(t *testing.T) {
	noLeaks(t)
	target := js.Global().Get("EventTarget").New()
	var heard []string
	remove := listen(target, "ping", func(e js.Value) { heard = append(heard, e.Get("type").String()) })
	ping := func() { target.Call("dispatchEvent", js.Global().Get("Event").New("ping")) }
	ping()
	ping()
	remove()
	ping()
	if strings.Join(heard, " ") != "ping ping" {
		t.Errorf("heard %q", heard)
	}
}

func TestSessionIDs(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		id := newSessionID()
		if len(id) != 32 || strings.Trim(id, "0123456789abcdef") != "" {
			t.Fatalf("%q is not 32 hexadecimal digits", id)
		}
		if seen[id] {
			t.Fatalf("%q came twice", id)
		}
		seen[id] = true
	}
}
