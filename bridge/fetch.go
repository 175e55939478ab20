//go:build js && wasm

package bridge

import (
	"context"
	"errors"
	"syscall/js"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

// fetchTransport is signal.Transport on the Fetch standard.
type fetchTransport struct {
	// courier is the shell's, or undefined: web/npm/src/courier.ts.
	courier js.Value
}

// Post implements signal.Transport. A call whose context ends is aborted; after a
// complete one, an abort would only cost time. Where the browser has no
// AbortController, the call goes on and its result is ignored.
func (t fetchTransport) Post(ctx context.Context, req signal.Request) (signal.Response, error) {
	if req.Aside && !missing(t.courier) {
		reply, err := t.entrust(ctx, req)
		if err != nil || !missing(reply) {
			return signal.Response{Status: int(number(reply, "status")), RetryAfter: text(reply, "retryAfter"), Body: []byte(text(reply, "body"))}, err
		}
	}
	abort, _ := construct("AbortController")
	response, err := post(ctx, req, get(abort, "signal"))
	if err != nil {
		_, _ = call(abort, "abort")
	}
	return response, err
}

// entrust has the courier make a request, and cancel it if its context ends. The reply
// is missing if the courier can't.
func (t fetchTransport) entrust(ctx context.Context, req signal.Request) (js.Value, error) {
	promise, _ := call(t.courier, "post", req.URL, req.ContentType, string(req.Body))
	reply, err := await(ctx, promise)
	if err != nil {
		_, _ = call(t.courier, "cancel", promise, errors.Is(err, context.DeadlineExceeded))
	}
	return reply, err
}

func post(ctx context.Context, req signal.Request, abort js.Value) (signal.Response, error) {
	if missing(get(js.Global(), "fetch")) {
		return signal.Response{}, &session.Error{Code: session.CodeUnsupported, Message: "this browser has no fetch"}
	}
	response, err := callAndAwait(ctx, js.Global(), "fetch", req.URL, requestInit(req, abort))
	if err != nil {
		return signal.Response{}, err
	}
	body, err := readBody(ctx, get(response, "body"))
	// The header is null, unless the server lets the page read it (CORS).
	retryAfter, _ := call(get(response, "headers"), "get", "Retry-After")
	if retryAfter.Type() != js.TypeString {
		retryAfter = js.ValueOf("")
	}
	return signal.Response{Status: int(number(response, "status")), RetryAfter: retryAfter.String(), Body: body}, err
}

// requestInit returns fetch's second argument.
func requestInit(req signal.Request, abort js.Value) js.Value {
	return object{
		{"method", "POST"},
		{"headers", object{{"Content-Type", req.ContentType}}.value()},
		{"body", string(req.Body)},
		{"cache", "no-store"},
		{"keepalive", req.KeepAlive},
		{"redirect", "error"}, // the body has the stream's secret: it is for this host alone
		{"credentials", "omit"},
		{"signal", abort},
	}.value()
}

// AtEnd implements signal.Farewell. At pagehide the browser itself calls fetch, and
// notes that in a list, since no script is certain to run then: browsers.md, "the last
// request of a page". Both listen in the capturing phase, and so come before what
// onPageHide calls, except in browsers that ignore the phase, whose scripts do run.
func (fetchTransport) AtEnd(req signal.Request) (withdraw func() (made bool)) {
	made := js.Global().Get("Array").New()
	send, _ := call(get(js.Global(), "fetch"), "bind", js.Undefined(), req.URL, requestInit(req, js.Undefined()))
	note, _ := call(get(made, "push"), "bind", made, true)
	toBoth := func(method string) {
		_, _ = call(js.Global(), method, "pagehide", send, true)
		_, _ = call(js.Global(), method, "pagehide", note, true)
	}
	toBoth("addEventListener")
	return func() bool {
		toBoth("removeEventListener")
		return number(made, "length") > 0
	}
}

// readBody reads a ReadableStream, or null, up to signal.MaxReplySize bytes. It
// returns signal.ErrReplyTooLarge for a longer one.
func readBody(ctx context.Context, stream js.Value) ([]byte, error) {
	if missing(stream) {
		return nil, nil
	}
	reader, err := call(stream, "getReader")
	if err != nil {
		return nil, err
	}
	var body []byte
	for {
		result, err := callAndAwait(ctx, reader, "read")
		if err != nil {
			return nil, err
		}
		if truth(result, "done") {
			return body, nil
		}
		chunk := get(result, "value")
		if len(body)+int(number(chunk, "length")) > signal.MaxReplySize {
			return nil, signal.ErrReplyTooLarge
		}
		body = append(body, fromBytes(chunk)...)
	}
}
