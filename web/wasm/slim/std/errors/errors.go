// Package errors stands in for errors: see ../../README.md. It has what the
// wasm program uses, without reflection.
package errors

import "unsafe"

// New makes an error of a text. Each is another one.
func New(text string) error { return &textError{text} }

type textError struct{ text string }

func (e *textError) Error() string { return e.text }

// Unwrap gives what an error wraps, or nil.
func Unwrap(err error) error {
	if wrapper, ok := err.(interface{ Unwrap() error }); ok {
		return wrapper.Unwrap()
	}
	return nil
}

// Is tells whether target is in err's chain.
func Is(err, target error) bool {
	for ; err != nil; err = Unwrap(err) {
		if same(err, target) {
			return true
		}
	}
	return false
}

// AsType finds the first error of type E in err's chain.
func AsType[E error](err error) (E, bool) {
	for ; err != nil; err = Unwrap(err) {
		if e, ok := err.(E); ok {
			return e, true
		}
	}
	var none E
	return none, false
}

// same compares types and pointers, or what is as small as a pointer and
// stands in its place. == would link reflection for values of any shape; no
// error here is larger.
func same(a, b error) bool {
	return *(*[2]uintptr)(unsafe.Pointer(&a)) == *(*[2]uintptr)(unsafe.Pointer(&b))
}
