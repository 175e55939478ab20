//go:build js && wasm

package bridge

import (
	"context"
	"syscall/js"

	"lebplayer/signal"
)

// fetchTransport is signal.Transport on the Fetch standard.
type fetchTransport struct{}

// Post implements signal.Transport. A call that is given up is aborted; for
// one that is complete that would only cost time.
func (fetchTransport) Post(ctx context.Context, req signal.Request) (signal.Response, error) {
	abort := js.Global().Get("AbortController").New()
	response, err := post(ctx, req, abort.Get("signal"))
	if err != nil {
		abort.Call("abort")
	}
	return response, err
}

func post(ctx context.Context, req signal.Request, abort js.Value) (signal.Response, error) {
	// fetch returns a promise, so it rejects where it would throw.
	response, err := await(ctx, js.Global().Call("fetch", req.URL, object{
		{"method", "POST"},
		{"headers", object{{"Content-Type", req.ContentType}}.value()},
		{"body", string(req.Body)},
		{"cache", "no-store"},
		{"keepalive", req.KeepAlive},
		{"signal", abort},
	}.value()))
	if err != nil {
		return signal.Response{}, err
	}
	body, err := readBody(ctx, response.Get("body"))
	retryAfter := response.Get("headers").Call("get", "Retry-After") // null unless the server lets the page read it (CORS)
	if missing(retryAfter) {
		retryAfter = js.ValueOf("")
	}
	return signal.Response{Status: response.Get("status").Int(), RetryAfter: retryAfter.String(), Body: body}, err
}

// readBody reads a ReadableStream, or null, up to signal.MaxReplySize.
func readBody(ctx context.Context, stream js.Value) ([]byte, error) {
	if missing(stream) {
		return nil, nil
	}
	reader := stream.Call("getReader")
	var body []byte
	for {
		result, err := await(ctx, reader.Call("read"))
		if err != nil {
			return nil, err
		}
		if result.Get("done").Bool() {
			return body, nil
		}
		chunk := result.Get("value")
		read := len(body)
		if read+chunk.Length() > signal.MaxReplySize {
			return nil, signal.ErrReplyTooLarge
		}
		body = append(body, make([]byte, chunk.Length())...)
		js.CopyBytesToGo(body[read:], chunk)
	}
}
