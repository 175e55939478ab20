// Package errors stands in for errors: see ../../README.md. It contains the
// functions that the wasm program uses, implemented without reflection.
package errors

import "unsafe"

// New returns an error with the given text. Each call returns a distinct error.
func New(text string) error { return &textError{text} }

type textError struct{ text string }

func (e *textError) Error() string { return e.text }

// Unwrap returns the error that err wraps, or nil.
func Unwrap(err error) error {
	if wrapper, ok := err.(interface{ Unwrap() error }); ok {
		return wrapper.Unwrap()
	}
	return nil
}

// Is reports whether target is in the chain of err, or an Is method there says so.
func Is(err, target error) bool {
	for ; err != nil; err = Unwrap(err) {
		if same(err, target) {
			return true
		}
		if e, ok := err.(interface{ Is(error) bool }); ok && e.Is(target) {
			return true
		}
	}
	return false
}

// AsType returns the first error of type E in the chain of err, and reports
// whether there is one.
func AsType[E error](err error) (E, bool) {
	for ; err != nil; err = Unwrap(err) {
		if e, ok := err.(E); ok {
			return e, true
		}
	}
	var none E
	return none, false
}

// same reports whether two errors have the same type and the same data word, a
// pointer or a value of at most its size. An error of a larger type needs an Is
// method. The operator == would link reflection.
func same(a, b error) bool {
	return *(*[2]uintptr)(unsafe.Pointer(&a)) == *(*[2]uintptr)(unsafe.Pointer(&b))
}
