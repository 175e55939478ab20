//go:build js && wasm

package bridge

import (
	"context"
	"errors"
	"strings"
	"syscall/js"
	"testing"
	"time"

	"lebplayer/signal/session"
)

// TestAsking: whatever a page's function does is a URL or an error.
func TestAsking(t *testing.T) {
	tests := []struct {
		name, body string
		url        string
		fails      string // what the error says; "": there is none
	}{
		{"a string", "return 'webrtc://a/b/c'", "webrtc://a/b/c", ""},
		{"a promise", "return Promise.resolve('webrtc://a/b/c')", "webrtc://a/b/c", ""},
		{"a thenable", "return { then(f) { f('webrtc://a/b/c'); f('again') } }", "webrtc://a/b/c", ""},
		{"an exception", "throw new Error('no token')", "", "no token"},
		{"anything thrown", "throw null", "", "null"},
		{"a rejection", "return Promise.reject(new Error('no token'))", "", "no token"},
		{"a rejection with nothing", "return Promise.reject()", "", "undefined"},
		{"nothing", "", "", "must be a string"},
		{"a number", "return 7", "", "must be a string"},
		{"a URL object", "return new URL('https://a/b')", "", "must be a string"},
		{"a then that throws", "return { then() { throw new Error('no token') } }", "", "no token"},
		{"a getter that throws", "return { get then() { throw new Error('no token') } }", "", "no token"},
		{"a promise with a strange constructor", "const p = Promise.resolve('a'); Object.defineProperty(p, 'constructor', { get() { throw new Error('no token') } }); return p", "", "no token"},
	}
	for _, test := range tests {
		before := liveFunctions
		ctx, cancel := context.WithCancel(t.Context())
		url, err := asking(js.Global().Get("Function").New(test.body))(ctx)
		cancel()
		if url != test.url || (err != nil) != (test.fails != "") || err != nil && !strings.Contains(err.Error(), test.fails) {
			t.Errorf("%s: got %q, %v, want %q, %q", test.name, url, err, test.url, test.fails)
		}
		settle(t, test.name, before)
	}
}

// TestAskingEnds: a promise that never settles holds nothing.
func TestAskingEnds(t *testing.T) {
	before := liveFunctions
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	url, err := asking(js.Global().Get("Function").New("return new Promise(() => {})"))(ctx)
	if url != "" || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %q, %v", url, err)
	}
	settle(t, "a promise that never settles", before)
}

// settle waits until all functions of a question have been released.
func settle(t *testing.T, name string, before int) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); liveFunctions != before; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s: %d functions are left", name, liveFunctions-before)
		}
	}
}

func TestStreamURLOption(t *testing.T) {
	c, err := readConfig(object{{"video", videoElement()}, {"streamurl", js.Global().Get("Function").New("return 'webrtc://a/b/c'")}}.value())
	if err != nil || c.session.StreamURL != "" || c.session.AskURL == nil {
		t.Fatalf("got %+v, %v", c, err)
	}
	for _, value := range []any{7, true, js.Global().Get("Object").New()} {
		_, err := readConfig(object{{"video", videoElement()}, {"streamurl", value}}.value())
		if e := session.AsError(err); e.Code != session.CodeBadOption || !strings.Contains(e.Message, "streamurl") {
			t.Errorf("%v: got %v", js.ValueOf(value), err)
		}
	}
}
