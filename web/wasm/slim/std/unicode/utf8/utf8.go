// Package utf8 stands in for unicode/utf8: see ../../../README.md. It leaves the work
// to the language, which can do it anyway, and has no tables.
package utf8

// The numbers of UTF-8.
const (
	RuneError = '\uFFFD'
	RuneSelf  = 0x80
	MaxRune   = '\U0010FFFF'
	UTFMax    = 4
)

// RuneStart reports whether b may be the first byte of a character.
func RuneStart(b byte) bool { return b&0xC0 != 0x80 }

// ValidRune reports whether r can be encoded.
func ValidRune(r rune) bool { return r == RuneError || []rune(string(r))[0] != RuneError }

// RuneLen returns the number of bytes of r, or -1 if it can't be encoded.
func RuneLen(r rune) int {
	if !ValidRune(r) {
		return -1
	}
	return len(string(r))
}

// AppendRune appends r.
func AppendRune(p []byte, r rune) []byte {
	if 0 <= r && r < RuneSelf {
		return append(p, byte(r))
	}
	return append(p, string(r)...)
}

// EncodeRune writes r and returns the number of bytes.
func EncodeRune(p []byte, r rune) int {
	s := string(r)
	_ = p[len(s)-1]
	return copy(p, s)
}

// ValidString reports whether s is UTF-8.
func ValidString(s string) bool {
	for i, r := range s {
		// The real U+FFFD is that of three bytes.
		if r == RuneError && (len(s) < i+3 || s[i:i+3] != string(RuneError)) {
			return false
		}
	}
	return true
}

// Valid reports whether p is UTF-8.
func Valid(p []byte) bool { return ValidString(string(p)) }

// RuneCountInString returns the number of characters.
func RuneCountInString(s string) (n int) {
	for range s {
		n++
	}
	return n
}

// RuneCount returns the number of characters.
func RuneCount(p []byte) int { return RuneCountInString(string(p)) }

// DecodeRuneInString returns the first character and the number of its bytes.
func DecodeRuneInString(s string) (rune, int) {
	first := rune(RuneError)
	for i, r := range s {
		if i > 0 {
			return first, i
		}
		first = r
	}
	return first, len(s)
}

// DecodeRune returns the first character and the number of its bytes.
func DecodeRune(p []byte) (rune, int) { return DecodeRuneInString(string(p[:min(len(p), UTFMax)])) }

// DecodeLastRuneInString returns the last character and the number of its bytes.
func DecodeLastRuneInString(s string) (rune, int) {
	for size := min(len(s), UTFMax); size > 1; size-- {
		if r, n := DecodeRuneInString(s[len(s)-size:]); n == size {
			return r, n
		}
	}
	return DecodeRuneInString(s[max(len(s)-1, 0):])
}

// DecodeLastRune returns the last character and the number of its bytes.
func DecodeLastRune(p []byte) (rune, int) {
	return DecodeLastRuneInString(string(p[max(len(p)-UTFMax, 0):]))
}

// FullRuneInString reports whether s begins with a character, or with what no further
// byte makes one.
func FullRuneInString(s string) bool {
	for _, rest := range []string{"\x80\x80\x80", "\xBF\xBF\xBF"} {
		if _, size := DecodeRuneInString(s + rest); size > len(s) && s != "" {
			return false
		}
	}
	return s != ""
}

// FullRune is FullRuneInString for bytes.
func FullRune(p []byte) bool { return FullRuneInString(string(p)) }
