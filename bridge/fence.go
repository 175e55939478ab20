//go:build js && wasm

package bridge

import (
	"syscall/js"

	"lebplayer/signal"
)

// A fence turns a JavaScript exception into an error. Everything that a page, an
// extension, a polyfill or a limit of the browser may change is read, set, called
// and constructed behind a fence, by the functions below. A check beforehand would
// have to guess which values a browser accepts. The functions return in the turn
// of the event loop in which they are called.
//
// fenced is the fence itself: fence_recover.go implements it for the standard
// toolchain, fence_tinygo.go for TinyGo. An exception in either toolchain's Get and
// Set can't be caught, so reads and writes go through Reflect.
//
// A promise would catch the same exceptions, as an exception of its executor is a
// rejection. But a rejection arrives a turn later, which is too late to set a
// transform and after the end of a click.

var (
	reflectGet  = js.Global().Get("Reflect").Get("get")
	reflectSet  = js.Global().Get("Reflect").Get("set")
	arrayClass  = js.Global().Get("Array")
	objectClass = js.Global().Get("Object")
	stringOf    = js.Global().Get("String")
)

// names has the names of members as JavaScript strings. Each of them that is made anew
// costs more than the call that it is for.
var names = texts{}

// try calls f, which must not wait, and returns the exception that JavaScript throws
// in it. With the standard toolchain f ends there; with TinyGo f goes on, with
// undefined as the result of the call.
func try(f func()) error {
	if thrown, failed := fenced(f); failed {
		return asException(thrown)
	}
	return nil
}

// read returns the value of a member. It fails if the getter throws, or if object
// is not an object.
func read(object js.Value, name string) (member js.Value, err error) {
	err = try(func() { member = reflectGet.Invoke(object, names.of(name)) })
	return known(member), err
}

// get returns the value of a member, or undefined where read would fail.
func get(object js.Value, name string) (member js.Value) {
	if t := object.Type(); t != js.TypeObject && t != js.TypeFunction {
		return js.Undefined() // an exception costs milliseconds
	}
	fenced(func() { member = reflectGet.Invoke(object, names.of(name)) })
	return known(member)
}

// set sets a member to value, which js.ValueOf has to accept. The error is the
// exception of the setter. A member that can't be set stays as it is, without error.
func set(object js.Value, name string, value any) error {
	return try(func() { reflectSet.Invoke(object, name, value) })
}

// call calls a method. It fails if the method throws or does not exist.
func call(object js.Value, name string, args ...any) (result js.Value, err error) {
	method := get(object, name)
	if method.Type() != js.TypeFunction {
		return js.Undefined(), &exception{"TypeError", name + " is not a function"}
	}
	err = try(func() { result = method.Call("call", append([]any{object}, args...)...) })
	return result, err
}

// construct makes an object of a global class. It fails if the constructor throws
// or does not exist.
func construct(class string, args ...any) (object js.Value, err error) {
	constructor := get(js.Global(), class)
	if constructor.Type() != js.TypeFunction {
		return js.Undefined(), &exception{"TypeError", class + " is not a constructor"}
	}
	err = try(func() { object = constructor.New(args...) })
	return object, err
}

// truth returns a member as a boolean, by JavaScript's rules.
func truth(object js.Value, name string) bool { return get(object, name).Truthy() }

// number returns a member that is a number, or 0 for any other value and for NaN.
func number(object js.Value, name string) float64 {
	if v := get(object, name); v.Type() == js.TypeNumber && !v.IsNaN() {
		return v.Float()
	}
	return 0
}

// text returns a member that is a string, or "" for any other value.
func text(object js.Value, name string) string {
	if v := get(object, name); v.Type() == js.TypeString {
		return v.String()
	}
	return ""
}

// maxItems is more than any array of a page has. A copy of an array of a billion
// would take all memory.
const maxItems = 1000

// items returns the elements of an array, or nil and false for any other value and
// for an array that is too long.
func items(array js.Value) ([]js.Value, bool) {
	isArray, _ := call(arrayClass, "isArray", array)
	if number(array, "length") > maxItems {
		return nil, false
	}
	plain, err := call(arrayClass, "from", array)
	if err != nil || !isArray.Truthy() {
		return nil, false
	}
	return elements(plain), true
}

// list returns the elements of the array that a method returns, or nil if the
// method fails or returns no array.
func list(object js.Value, method string) []js.Value {
	array, _ := call(object, method)
	elements, _ := items(array)
	return elements
}

// exception is a JavaScript exception as a Go error.
type exception struct{ name, message string }

func (e *exception) Error() string { return e.name + ": " + e.message }

// asException returns a thrown value as an error; JavaScript may throw any value.
func asException(thrown js.Value) error {
	if thrown.Type() != js.TypeObject {
		return &exception{"Error", words(thrown)}
	}
	return &exception{words(get(thrown, "name")), words(get(thrown, "message"))}
}

// words returns a value as JavaScript's String writes it, cut to signal.MaxWords: a
// browser's message may quote a line of the server's, of any length.
func words(v js.Value) string {
	written := js.ValueOf("(nothing that can be written)")
	fenced(func() { written = stringOf.Invoke(v) })
	return signal.Cut(written.String(), signal.MaxWords)
}
