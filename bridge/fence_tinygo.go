//go:build js && wasm && tinygo

package bridge

import "syscall/js"

// fenced calls f, which must not wait, and returns the first exception that
// JavaScript throws in it. TinyGo has no recover: f does not end there, but goes on
// with undefined. js.Fence is an addition of web/wasm/tinygo/js to TinyGo's library.
//
// web/wasm/tinygo/wasmopt tells the compiler, by the name of this function, that
// nothing in it waits.
//
//go:noinline
func fenced(f func()) (thrown js.Value, failed bool) {
	fence := js.PutUpFence()
	f()
	return fence.TakeDown()
}

// known returns v. The type of a BigInt is that of an object.
func known(v js.Value) js.Value { return v }
