// Package bridge is where Go meets the browser: all of syscall/js, and nothing
// that decides. It implements what packages signal and session ask for —
// signal.Transport with fetch, session.Media with an RTCPeerConnection and the
// page's video element, session.Observer with the page's sink — and exports
// play and stop.
//
// Its rules:
//   - A function given to JavaScript never blocks: it sends on a buffered
//     channel or starts a goroutine.
//   - Whoever gives a function to JavaScript takes it away again and releases it.
//   - What may throw is called where a throw becomes a rejected promise, so
//     nothing depends on recover (TinyGo's wasm has none).
//   - Every promise is awaited with a context.
//   - js.Value stays in here.
package bridge
