// Package fmt stands in for fmt: see ../../README.md.
package fmt

import "strings"

// Sprintf replaces each verb, which has one letter and no flags, by an argument.
// Strings and errors are formatted as by %v. Any other argument becomes "?":
// support for its String method would link the String methods of all types.
func Sprintf(format string, args ...any) (out string) {
	for _, arg := range args {
		before, after, _ := strings.Cut(format, "%")
		out += before + text(arg)
		format = after[min(1, len(after)):]
	}
	return out + format
}

func text(arg any) string {
	switch v := arg.(type) {
	case string:
		return v
	case error:
		return v.Error()
	default:
		return "?"
	}
}

// Errorf returns an error with the text of Sprintf. It wraps the first argument
// that is an error, whatever its verb.
func Errorf(format string, args ...any) error {
	e := &wrapError{text: Sprintf(format, args...)}
	for _, arg := range args {
		if err, ok := arg.(error); ok {
			e.err = err
			break
		}
	}
	return e
}

type wrapError struct {
	text string
	err  error
}

func (e *wrapError) Error() string { return e.text }
func (e *wrapError) Unwrap() error { return e.err }
