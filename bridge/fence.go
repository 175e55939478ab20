//go:build js && wasm

package bridge

import "syscall/js"

// A fence turns what JavaScript throws into an error. Everything that a page, an
// extension, a polyfill or a limit of the browser decides about is read, set,
// called and constructed behind one, by the functions below, in place of a check
// that would have to guess what a browser takes. They work at once, in the turn of
// the event loop in which they are called.
//
// fenced is the fence itself: fence_recover.go has it for the standard toolchain,
// fence_tinygo.go for TinyGo. Neither toolchain's own Get and Set let an exception
// be caught, so that both go through Reflect.
//
// A promise would catch as much: what its executor throws is a rejection. But that
// is known a turn later, when a transform comes too late and a click is over.

var (
	reflectGet = js.Global().Get("Reflect").Get("get")
	reflectSet = js.Global().Get("Reflect").Get("set")
	arrayClass = js.Global().Get("Array")
	stringOf   = js.Global().Get("String")
)

// try calls f, which must not wait, and returns what JavaScript throws in it. By the
// standard toolchain f ends there; by TinyGo it goes on with undefined.
func try(f func()) error {
	if thrown, failed := fenced(f); failed {
		return asException(thrown)
	}
	return nil
}

// read returns the value of a member. The error is the exception of its getter, or
// that object is none.
func read(object js.Value, name string) (member js.Value, err error) {
	err = try(func() { member = reflectGet.Invoke(object, name) })
	return member, err
}

// get is read for what may as well be missing: it returns undefined in place of an
// error.
func get(object js.Value, name string) (member js.Value) {
	fenced(func() { member = reflectGet.Invoke(object, name) })
	return member
}

// set sets a member to what js.ValueOf takes. The error is the exception of its
// setter; a member that can't be set stays as it is.
func set(object js.Value, name string, value any) error {
	return try(func() { reflectSet.Invoke(object, name, value) })
}

// call calls a method. The error is what it throws, or that there is no such method.
func call(object js.Value, name string, args ...any) (result js.Value, err error) {
	method := get(object, name)
	if method.Type() != js.TypeFunction {
		return js.Undefined(), &exception{"TypeError", name + " is not a function"}
	}
	err = try(func() { result = method.Call("call", append([]any{object}, args...)...) })
	return result, err
}

// construct makes an object of a global class. The error is what the constructor
// throws, or that there is none.
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

// number returns a member that is a number, and 0 for any other and for NaN.
func number(object js.Value, name string) float64 {
	if v := get(object, name); v.Type() == js.TypeNumber && !v.IsNaN() {
		return v.Float()
	}
	return 0
}

// text returns a member that is a string, and "" for any other.
func text(object js.Value, name string) string {
	if v := get(object, name); v.Type() == js.TypeString {
		return v.String()
	}
	return ""
}

// items returns the elements of an array, or nil and false for what is none.
func items(array js.Value) ([]js.Value, bool) {
	isArray, _ := call(arrayClass, "isArray", array)
	plain, err := call(arrayClass, "from", array)
	if err != nil || !isArray.Truthy() {
		return nil, false
	}
	return elements(plain), true
}

// list returns the elements of the array that a method gives, if it does.
func list(object js.Value, method string) []js.Value {
	array, _ := call(object, method)
	elements, _ := items(array)
	return elements
}

// exception is a JavaScript exception as a Go error.
type exception struct{ name, message string }

func (e *exception) Error() string { return e.name + ": " + e.message }

// asException reads whatever was thrown; JavaScript may throw any value.
func asException(thrown js.Value) error {
	if thrown.Type() != js.TypeObject {
		return &exception{"Error", words(thrown)}
	}
	return &exception{words(get(thrown, "name")), words(get(thrown, "message"))}
}

// words returns a value as JavaScript writes it.
func words(v js.Value) string {
	written := js.ValueOf("(nothing that can be written)")
	fenced(func() { written = stringOf.Invoke(v) })
	return written.String()
}
