//go:build js && wasm

package bridge

import (
	"context"
	"syscall/js"

	"lebplayer/signal/session"
)

// readURL reads the URL of a stream: a string, or a function that returns it or a
// promise of it. It returns false for any other value.
func readURL(v js.Value) (url string, ask session.AskURL, ok bool) {
	switch v.Type() {
	case js.TypeString:
		return v.String(), nil, true
	case js.TypeFunction:
		return "", asking(v), true
	default:
		return "", nil, false
	}
}

// asking returns the AskURL of a page's function. The function is called in a
// microtask, so it never runs while Go does, and whatever it throws or returns
// settles a promise of the browser's own. When ctx ends first, which the end of each
// attempt brings about, another promise settles in its place, as nobody knows
// whether the page's ever does.
func asking(f js.Value) session.AskURL {
	return func(ctx context.Context) (string, error) {
		given := promiseClass.Call("resolve").Call("then", f)
		ended := promise(func() any {
			<-ctx.Done()
			return js.Undefined()
		})
		url, err := callAndAwait(context.Background(), promiseClass, "race", arrayClass.Call("of", given, ended))
		switch {
		case ctx.Err() != nil:
			return "", ctx.Err()
		case err != nil:
			return "", err
		case url.Type() != js.TypeString:
			return "", badOption("the stream URL", "a string")
		default:
			return url.String(), nil
		}
	}
}
