package strings

import "unicode"

// CutPrefix returns s without a prefix, and whether it has it.
func CutPrefix(s, prefix string) (after string, found bool) {
	if HasPrefix(s, prefix) {
		return s[len(prefix):], true
	}
	return s, false
}

// TrimPrefix returns s without a prefix.
func TrimPrefix(s, prefix string) string {
	s, _ = CutPrefix(s, prefix)
	return s
}

// TrimSuffix returns s without a suffix.
func TrimSuffix(s, suffix string) string {
	if HasSuffix(s, suffix) {
		return s[:len(s)-len(suffix)]
	}
	return s
}

// Trim returns s without runes of the cutset at its beginning and its end.
func Trim(s, cutset string) string { return TrimLeft(TrimRight(s, cutset), cutset) }

// TrimLeft returns s without runes of the cutset at its beginning.
func TrimLeft(s, cutset string) string {
	return TrimLeftFunc(s, func(r rune) bool { return ContainsRune(cutset, r) })
}

// TrimRight returns s without runes of the cutset at its end.
func TrimRight(s, cutset string) string {
	return TrimRightFunc(s, func(r rune) bool { return ContainsRune(cutset, r) })
}

// TrimSpace returns s without space at its beginning and its end.
func TrimSpace(s string) string {
	return TrimLeftFunc(TrimRightFunc(s, unicode.IsSpace), unicode.IsSpace)
}

// TrimLeftFunc returns s without runes at its beginning for which f returns true.
func TrimLeftFunc(s string, f func(rune) bool) string {
	for i, r := range s {
		if !f(r) {
			return s[i:]
		}
	}
	return ""
}

// TrimRightFunc returns s without runes at its end for which f returns true.
func TrimRightFunc(s string, f func(rune) bool) string {
	const none = -1
	end := 0 // where the runes to remove begin
	for i, r := range s {
		if !f(r) {
			end = none
		} else if end == none {
			end = i
		}
	}
	if end == none {
		return s
	}
	return s[:end]
}
