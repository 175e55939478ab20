// Package fmt stands in for fmt: see ../../README.md.
package fmt

// Sprintf replaces each verb by an argument, whatever the verb and its flags.
// Strings and errors are formatted as by %v. Any other argument becomes "?":
// support for its String method would link the String methods of all types.
func Sprintf(format string, args ...any) string {
	var out []byte
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			out = append(out, format[i])
			continue
		}
		for i++; i < len(format) && !isVerb(format[i]); i++ {
		}
		if len(args) > 0 {
			out = append(out, text(args[0])...)
			args = args[1:]
		}
	}
	return string(out)
}

func isVerb(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

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
