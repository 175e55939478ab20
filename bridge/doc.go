// Package bridge is where Go meets the browser: all of syscall/js, and nothing
// that decides. It implements what packages signal and session ask for —
// signal.Transport with fetch, session.Peer with an RTCPeerConnection and the
// page's video element, session.Observer with the page's sink — and exports
// play and stop.
//
// Its rules:
//   - A function given to JavaScript never blocks: it sends on a buffered
//     channel or starts a goroutine.
//   - Whoever gives a function to JavaScript takes it away again and releases it.
//   - What a page, an extension, a polyfill or a limit of the browser decides about
//     is read, set, called and constructed behind a fence (fence.go), and its type is
//     looked at before it is used: TinyGo's wasm has no recover, and a panic ends all
//     players of the page.
//   - Every promise is awaited with a context.
//   - An instant is converted between the page's clock and the program's where it
//     comes in or goes out (clock.go).
//   - js.Value stays in here.
package bridge
