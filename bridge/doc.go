// Package bridge connects Go with the browser. It is the only package that uses
// syscall/js, and it makes no decisions, except whether frames pass a transform
// (sei.go). It implements the interfaces of packages signal and session —
// signal.Transport with fetch, session.Peer with an RTCPeerConnection,
// session.Element with the page's video element, session.Page with document and
// window, session.Observer with the page's sink — and exports play, stop and the
// other functions of the global `leb`.
//
// Its rules:
//   - A function given to JavaScript never blocks: it sends on a buffered
//     channel or starts a goroutine.
//   - Code that passes a function to JavaScript removes it there and releases it.
//   - Everything that a page, an extension, a polyfill or a limit of the browser may
//     change is read, set, called and constructed behind a fence (fence.go), and its
//     type is checked before use: TinyGo's wasm has no recover, and a panic ends all
//     players of the page.
//   - Every promise is awaited with a context.
//   - An instant is converted between the page's clock and the program's where it
//     comes in or goes out (clock.go).
//   - js.Value stays in this package.
package bridge
