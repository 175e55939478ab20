package strings

import "unicode"

// EqualFold reports whether s and t are equal but for upper and lower case.
func EqualFold(s, t string) bool {
	a, b := []rune(s), []rune(t)
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !sameLetter(a[i], b[i]) {
			return false
		}
	}
	return true
}

func sameLetter(a, b rune) bool {
	for r := unicode.SimpleFold(b); r != b && a != b; r = unicode.SimpleFold(r) {
		if r == a {
			return true
		}
	}
	return a == b
}

// ToLower returns s in lower case.
func ToLower(s string) string {
	runes := []rune(s)
	for i, r := range runes {
		runes[i] = unicode.ToLower(r)
	}
	return string(runes)
}
