//go:build js && wasm

package bridge

import (
	"context"
	"syscall/js"
	"testing"
	"time"
)

// script makes a function of JavaScript.
func script(parameters, body string) js.Value {
	return js.Global().Get("Function").New(parameters, body)
}

// withMember makes an object with a member that runs a script when it is read or set.
func withMember(name, body string) js.Value {
	o := js.Global().Get("Object").New()
	accessor := script("value", body)
	js.Global().Get("Object").Call("defineProperty", o, name, object{{"get", accessor}, {"set", accessor}}.value())
	return o
}

func wantError(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || err.Error() != want {
		t.Errorf("got the error %v, want %s", err, want)
	}
}

func TestFence(t *testing.T) {
	thrower := withMember("m", "throw new TypeError('no')")
	if v := get(thrower, "m"); !v.IsUndefined() {
		t.Errorf("get returns %v", v)
	}
	if v := get(js.Undefined(), "m"); !v.IsUndefined() {
		t.Errorf("get of undefined returns %v", v)
	}
	wantError(t, set(thrower, "m", 1), "TypeError: no")
	_, err := call(thrower, "m")
	wantError(t, err, "TypeError: m is not a function")
	_, err = call(object{{"f", script("a", "throw 'no ' + a")}}.value(), "f", 7)
	wantError(t, err, "Error: no 7")
	_, err = construct("NoSuchClass")
	wantError(t, err, "TypeError: NoSuchClass is not a constructor")
	_, err = construct("DataView", 7)
	if err == nil {
		t.Error("construct returns a view of a number")
	}
	v, err := call(object{{"f", script("a, b", "return this.n + a + b")}, {"n", 1}}.value(), "f", 2, 3)
	if err != nil || v.Int() != 6 {
		t.Errorf("call returns %v, %v", v, err)
	}
	wantError(t, try(func() { js.Undefined().Call("m") }), "TypeError: syscall/js: call of Value.Call on undefined")
	wantError(t, try(func() { js.ValueOf(object{}.value()).Call("m") }), "TypeError: syscall/js: Value.Call: property m is not a function, got undefined")
}

// TestWhateverIsThrown: any thrown value becomes an error with a text, even one
// whose own members throw.
func TestWhateverIsThrown(t *testing.T) {
	for _, thrown := range []string{"null", "undefined", "Object.create(null)", "{get name() { throw this }, get message() { throw this }}",
		"{name: {toString() { throw 1 }}}", "Symbol('x')", "function f() {}"} {
		if _, err := call(object{{"f", script("", "throw "+thrown)}}.value(), "f"); err == nil || err.Error() == "" {
			t.Errorf("throw %s: got %v", thrown, err)
		}
	}
}

// TestTypedMembers: a member of the wrong type counts as missing.
func TestTypedMembers(t *testing.T) {
	for _, v := range []any{js.Undefined(), js.Null(), object{}.value(), script("", ""), js.Global().Call("Symbol"), js.Global().Get("NaN")} {
		o := object{{"m", v}}.value()
		if number(o, "m") != 0 || text(o, "m") != "" || len(list(o, "m")) != 0 {
			t.Errorf("%v is read as %v, %q, %v", v, number(o, "m"), text(o, "m"), list(o, "m"))
		}
	}
}

// TestFenceInCallback: fences can be nested. A function that JavaScript calls behind
// a fence can have its own, and each fence returns its own exception.
func TestFenceInCallback(t *testing.T) {
	noLeaks(t)
	var inner error
	callback := newFunction(func([]js.Value) {
		_, inner = call(object{{"f", script("", "throw 'inner'")}}.value(), "f")
	})
	defer callback.release()
	o := object{{"callback", callback.Func}, {"f", script("", "this.callback(); return 'fine'")}, {"g", script("", "this.callback(); throw 'outer'")}}.value()

	v, err := call(o, "f")
	if err != nil || v.String() != "fine" {
		t.Errorf("got %v, %v", v, err)
	}
	wantError(t, inner, "Error: inner")
	inner = nil
	_, err = call(o, "g")
	wantError(t, err, "Error: outer")
	wantError(t, inner, "Error: inner")
}

// TestAwaitWhatIsNoPromise: a value that is not a promise is its own result, and
// only the first answer of a thenable counts.
func TestAwaitWhatIsNoPromise(t *testing.T) {
	noLeaks(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if v, err := await(ctx, js.ValueOf(7)); err != nil || v.Int() != 7 {
		t.Errorf("got %v, %v", v, err)
	}
	twice := object{{"then", script("resolve, reject", "resolve(1); resolve(2); reject(3)")}}.value()
	if v, err := await(ctx, twice); err != nil || v.Int() != 1 {
		t.Errorf("got %v, %v", v, err)
	}
	if _, err := await(ctx, withMember("then", "throw 'no'")); err == nil {
		t.Error("a promise whose then can't be read was awaited without an error")
	}
}
