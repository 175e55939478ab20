// Package strings stands in for strings: see ../../README.md. Its functions are
// short, not fast. Separators and texts to replace must not be empty.
package strings

// Contains reports whether substr is in s.
func Contains(s, substr string) bool { return Index(s, substr) >= 0 }

// ContainsAny reports whether any of the chars is in s.
func ContainsAny(s, chars string) bool {
	for _, r := range s {
		if ContainsRune(chars, r) {
			return true
		}
	}
	return false
}

// ContainsFunc reports whether s has a rune for which f returns true.
func ContainsFunc(s string, f func(rune) bool) bool {
	for _, r := range s {
		if f(r) {
			return true
		}
	}
	return false
}

// ContainsRune reports whether r is in s.
func ContainsRune(s string, r rune) bool {
	for _, c := range s {
		if c == r {
			return true
		}
	}
	return false
}

// Count returns how often substr is in s.
func Count(s, substr string) int { return len(Split(s, substr)) - 1 }

// Cut returns the texts before and after the first sep.
func Cut(s, sep string) (before, after string, found bool) {
	if i := Index(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// HasPrefix reports whether s begins with prefix.
func HasPrefix(s, prefix string) bool {
	return len(s) >= len(prefix) && s[:len(prefix)] == prefix
}

// HasSuffix reports whether s ends with suffix.
func HasSuffix(s, suffix string) bool {
	return len(s) >= len(suffix) && s[len(s)-len(suffix):] == suffix
}

// Index returns where the first substr begins in s, or -1.
func Index(s, substr string) int {
	for i := range len(s) - len(substr) + 1 {
		if s[i:i+len(substr)] == substr {
			return i
		}
	}
	return -1
}

// LastIndexByte returns where the last c is in s, or -1.
func LastIndexByte(s string, c byte) int {
	i := len(s) - 1
	for i >= 0 && s[i] != c {
		i--
	}
	return i
}

// IndexByte returns where the first c is in s, or -1.
func IndexByte(s string, c byte) int {
	for i := range len(s) {
		if s[i] == c {
			return i
		}
	}
	return -1
}

// Join returns the parts with sep between them.
func Join(parts []string, sep string) string {
	var b Builder
	for i, part := range parts {
		if i > 0 {
			b.WriteString(sep)
		}
		b.WriteString(part)
	}
	return b.String()
}

// ReplaceAll returns s with another text in place of each old one.
func ReplaceAll(s, old, by string) string { return Join(Split(s, old), by) }
