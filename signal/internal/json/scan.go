package json

import (
	"unicode/utf16"
	"unicode/utf8"
)

// string reads a string, and reports whether there was a good one.
func (r *reader) string() (string, bool) {
	if !r.skip('"') {
		return "", false
	}
	start := r.at
	for ; r.at < len(r.text); r.at++ {
		switch c := r.text[r.at]; {
		case c == '"':
			text := r.text[start:r.at]
			r.at++
			return text, utf8.ValidString(text)
		case c == '\\':
			return r.escaped([]byte(r.text[start:r.at]))
		case c < ' ':
			return "", false
		}
	}
	return "", false
}

// escaped reads the rest of a string that has escapes, and appends it to out.
func (r *reader) escaped(out []byte) (string, bool) {
	for r.at < len(r.text) {
		switch c := r.text[r.at]; {
		case c == '"':
			r.at++
			return string(out), utf8.Valid(out)
		case c < ' ':
			return "", false
		case c == '\\':
			var ok bool
			if out, ok = r.escape(out); !ok {
				return "", false
			}
		default:
			out = append(out, c)
			r.at++
		}
	}
	return "", false
}

// escape reads an escape and appends its character to out.
func (r *reader) escape(out []byte) ([]byte, bool) {
	r.at++
	c := r.peek()
	r.at++
	switch c {
	case '"', '\\', '/':
		return append(out, c), true
	case 'b':
		return append(out, '\b'), true
	case 'f':
		return append(out, '\f'), true
	case 'n':
		return append(out, '\n'), true
	case 'r':
		return append(out, '\r'), true
	case 't':
		return append(out, '\t'), true
	case 'u':
		c, ok := r.hex()
		if next := r.at; ok && utf16.IsSurrogate(c) && r.word(`\u`) {
			low, _ := r.hex()
			if pair := utf16.DecodeRune(c, low); pair != utf8.RuneError {
				return utf8.AppendRune(out, pair), true
			}
			r.at = next // that escape is no half of a pair, but may be of the next one
		}
		return utf8.AppendRune(out, c), ok // a surrogate becomes U+FFFD
	}
	r.at--
	return out, false
}

// hex reads the four digits of a \u escape.
func (r *reader) hex() (rune, bool) {
	var n rune
	for range 4 {
		c := rune(r.peek())
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		n = n<<4 | c
		r.at++
	}
	return n, true
}

// number reads a number. It reads the digits into a float64 and moves the decimal
// point with one multiplication or division, which is exact to the last bit for
// the numbers that browsers write.
func (r *reader) number() (f float64, ok bool) {
	negative := r.skip('-')
	zero := r.peek() == '0'
	f, digits := r.digits(0)
	if zero && digits > 1 {
		return 0, false
	}
	exponent := 0
	if digits > 0 && r.skip('.') {
		f, digits = r.digits(f)
		exponent = -digits
	}
	if digits == 0 {
		return 0, false
	}
	if r.skip('e') || r.skip('E') {
		down := r.skip('-')
		if !down {
			r.skip('+')
		}
		e, digits := r.digits(0)
		if digits == 0 {
			return 0, false
		}
		e = min(e, maxExponent)
		if down {
			e = -e
		}
		exponent += int(e)
	}
	if negative {
		f = -f
	}
	return scale(f, exponent), true
}

// maxExponent is larger than any exponent of a float64: the result is 0 or
// infinite.
const maxExponent = 400

// digits reads digits, as the next ones of f, and returns how many there were.
func (r *reader) digits(f float64) (result float64, count int) {
	for c := r.peek(); '0' <= c && c <= '9'; c = r.peek() {
		f = f*10 + float64(c-'0')
		count++
		r.at++
	}
	return f, count
}

// scale returns f × 10^exponent.
func scale(f float64, exponent int) float64 {
	power := 1.0
	for range max(exponent, -exponent) {
		power *= 10
	}
	switch {
	case f == 0: // an infinite power would make it no number
		return f
	case exponent < 0:
		return f / power
	default:
		return f * power
	}
}

// skip goes past b if it is the next byte, and reports whether it did.
func (r *reader) skip(b byte) bool {
	if r.peek() != b {
		return false
	}
	r.at++
	return true
}
