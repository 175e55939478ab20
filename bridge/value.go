//go:build js && wasm

package bridge

import (
	"context"
	"syscall/js"
)

// object describes a JavaScript object: its members in this order, which is
// the one people see in logs.
type object []member

type member struct {
	name  string
	value any // what js.ValueOf takes
}

func (o object) value() js.Value {
	v := js.Global().Get("Object").New()
	for _, m := range o {
		v.Set(m.name, m.value)
	}
	return v
}

// What each reading of the statistics calls. Looked up once: each value from
// JavaScript costs a call, a handle and a finalizer.
var (
	jsonParse      = js.Global().Get("JSON").Get("parse")
	queueMicrotask = js.Global().Get("queueMicrotask")
	promiseClass   = js.Global().Get("Promise")
)

// missing reports whether v is undefined or null.
func missing(v js.Value) bool { return v.IsUndefined() || v.IsNull() }

// elements returns what is in an array of Go's own making, and nothing of what is
// no object.
func elements(array js.Value) []js.Value {
	if array.Type() != js.TypeObject {
		return nil
	}
	list := make([]js.Value, array.Length())
	for i := range list {
		list[i] = array.Index(i)
	}
	return list
}

// toBytes makes a Uint8Array.
func toBytes(b []byte) js.Value {
	array := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(array, b)
	return array
}

// fromBytes reads an ArrayBuffer or a Uint8Array. Anything else has no bytes.
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

// function is a Go function that JavaScript can call. liveFunctions counts
// those not yet released: it is back where it was when a session has ended.
type function struct{ js.Func }

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

// argument returns args[i], or undefined: JavaScript may call with fewer.
func argument(args []js.Value, i int) js.Value {
	if i < len(args) {
		return args[i]
	}
	return js.Undefined()
}

// trySend sends to a channel that has room, and never blocks what JavaScript calls.
func trySend[T any](to chan<- T, value T) {
	select {
	case to <- value:
	default:
	}
}

// listen adds an event listener and returns its remover. What is no event target
// has no events.
func listen(target js.Value, event string, f func(event js.Value)) (remove func()) {
	listener := newFunction(func(args []js.Value) { f(argument(args, 0)) })
	_, _ = call(target, "addEventListener", event, listener.Func)
	return func() {
		_, _ = call(target, "removeEventListener", event, listener.Func)
		listener.release()
	}
}

// outcome is what a promise came to.
type outcome struct {
	value js.Value
	err   error
}

// waiter has the two functions that a promise is given. They can't be taken
// back before it settles; then they wait for the next promise, as making them
// is much of what a reading of the statistics costs.
type waiter struct {
	resolved, rejected js.Func
	settled            chan outcome
}

// waiters are those that wait for nothing. Their functions are not live.
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
	w.settled <- o
	waiters = append(waiters, w)
	liveFunctions -= 2
}

// await waits for a promise as long as ctx lasts. Whoever stops waiting sees to
// it that the promise does settle. A value that is no promise is its own result.
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

// callAndAwait calls a method that gives a promise, and waits for that one.
func callAndAwait(ctx context.Context, object js.Value, name string, args ...any) (js.Value, error) {
	promise, err := call(object, name, args...)
	if err != nil {
		return promise, err
	}
	return await(ctx, promise)
}

// promise makes a promise of what work gives.
func promise(work func() any) js.Value {
	executor := newFunction(func(args []js.Value) {
		resolve := args[0]
		go func() { resolve.Invoke(work()) }()
	})
	defer executor.release()
	return promiseClass.New(executor.Func)
}
