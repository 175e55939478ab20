//go:build js && wasm

package bridge

import (
	"context"
	"syscall/js"
)

// object describes a JavaScript object by its members, in the order in which people
// see them in logs.
type object []member

type member struct {
	name  string
	value any // of a type that js.ValueOf accepts
}

// value makes the object. It has no prototype: a page's members of Object.prototype
// are not part of what a browser reads from it, and their setters don't take ours.
func (o object) value() js.Value {
	v := objectCreate.Invoke(js.Null())
	for _, m := range o {
		v.Set(m.name, m.value)
	}
	return v
}

// Functions that are called often, such as at each reading of the statistics. They are
// looked up once, as each value from JavaScript costs a call, a handle and a finalizer.
var (
	objectCreate   = js.Global().Get("Object").Get("create")
	jsonParse      = js.Global().Get("JSON").Get("parse")
	queueMicrotask = js.Global().Get("queueMicrotask")
	promiseClass   = js.Global().Get("Promise")
)

// missing reports whether v is undefined or null.
func missing(v js.Value) bool { return v.IsUndefined() || v.IsNull() }

// elements returns the elements of an array that Go has made, or nil for a value
// that is not an object.
func elements(array js.Value) []js.Value {
	if array.Type() != js.TypeObject {
		return nil
	}
	list := make([]js.Value, array.Length())
	for i := range list {
		list[i] = known(array.Index(i))
	}
	return list
}

// toBytes makes a Uint8Array.
func toBytes(b []byte) js.Value {
	array := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(array, b)
	return array
}

// fromBytes returns the bytes of an ArrayBuffer or a Uint8Array, or nil for any
// other value.
func fromBytes(buffer js.Value) []byte {
	if buffer.Type() != js.TypeObject {
		return nil
	}
	array, err := construct("Uint8Array", buffer)
	if err != nil {
		return nil
	}
	b := make([]byte, array.Length())
	js.CopyBytesToGo(b, array)
	return b
}

// function is a Go function that JavaScript can call.
type function struct{ js.Func }

// liveFunctions counts the functions that have not been released. The end of a
// session brings it back to its value from before.
var liveFunctions int

func newFunction(f func(args []js.Value)) function {
	liveFunctions++
	return function{js.FuncOf(func(_ js.Value, args []js.Value) any {
		f(args)
		return nil
	})}
}

func (f function) release() {
	liveFunctions--
	f.Release()
}

// argument returns args[i], or undefined: JavaScript may pass fewer arguments.
func argument(args []js.Value, i int) js.Value {
	if i < len(args) {
		return known(args[i])
	}
	return js.Undefined()
}

// trySend sends to a channel that has room, and drops the value otherwise: a
// function that JavaScript calls must not block.
func trySend[T any](to chan<- T, value T) {
	select {
	case to <- value:
	default:
	}
}

// listen adds an event listener and returns a function that removes it. A target
// that is no EventTarget has no events.
func listen(target js.Value, event string, f func(event js.Value)) (remove func()) {
	listener := newFunction(func(args []js.Value) { f(argument(args, 0)) })
	_, _ = call(target, "addEventListener", event, listener.Func)
	return func() {
		_, _ = call(target, "removeEventListener", event, listener.Func)
		listener.release()
	}
}

// outcome is the result of a promise: its value or its rejection.
type outcome struct {
	value js.Value
	err   error
}

// waiter has the two functions that are passed to a promise. A promise can't drop
// them before it settles. After that they are kept for the next promise, as making
// them is a large part of the cost of reading statistics.
type waiter struct {
	resolved, rejected js.Func
	settled            chan outcome
}

// waiters holds the waiters that are free for the next promise. Their functions do
// not count as live.
var waiters []*waiter

func takeWaiter() *waiter {
	liveFunctions += 2
	w := &waiter{}
	if last := len(waiters) - 1; last >= 0 {
		w, waiters = waiters[last], waiters[:last]
	} else {
		w.resolved = js.FuncOf(func(_ js.Value, args []js.Value) any {
			w.settle(outcome{value: argument(args, 0)})
			return nil
		})
		w.rejected = js.FuncOf(func(_ js.Value, args []js.Value) any {
			w.settle(outcome{err: asException(argument(args, 0))})
			return nil
		})
	}
	w.settled = make(chan outcome, 1)
	return w
}

func (w *waiter) settle(o outcome) {
	trySend(w.settled, o) // has room: a promise settles once
	waiters = append(waiters, w)
	liveFunctions -= 2
}

// await waits for a promise until ctx ends. The caller makes sure that the promise
// settles even then. A value that is not a promise is its own result.
func await(ctx context.Context, promise js.Value) (js.Value, error) {
	w := takeWaiter()
	settled := w.settled
	promiseClass.Call("resolve", promise).Call("then", w.resolved, w.rejected)
	select {
	case o := <-settled:
		return o.value, o.err
	case <-ctx.Done():
		return js.Undefined(), ctx.Err()
	}
}

// callAndAwait calls a method that returns a promise, and waits for the promise.
func callAndAwait(ctx context.Context, object js.Value, name string, args ...any) (js.Value, error) {
	promise, err := call(object, name, args...)
	if err != nil {
		return promise, err
	}
	return await(ctx, promise)
}

// spawn runs work in a goroutine. The end of a goroutine counts as a wait: in a go
// statement of its own, work would be code that waits, and larger (web/wasm/README.md,
// "What never waits").
func spawn(work func()) { go work() }

// promise returns a promise of the result of work, which runs in a goroutine.
func promise(work func() any) js.Value {
	executor := newFunction(func(args []js.Value) {
		resolve := args[0]
		spawn(func() { resolve.Invoke(work()) })
	})
	defer executor.release()
	return promiseClass.New(executor.Func)
}
