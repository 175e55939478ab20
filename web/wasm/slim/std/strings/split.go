package strings

import (
	"iter"
	"unicode"
)

// Split returns the texts between the seps.
func Split(s, sep string) []string { return SplitN(s, sep, -1) }

// SplitN returns at most n texts between the seps, the last of which is the rest
// of s. A negative n is no limit.
func SplitN(s, sep string, n int) []string {
	if n == 0 {
		return nil
	}
	var parts []string
	for len(parts) != n-1 {
		before, after, found := Cut(s, sep)
		if !found {
			break
		}
		parts, s = append(parts, before), after
	}
	return append(parts, s)
}

// SplitSeq iterates over the texts between the seps.
func SplitSeq(s, sep string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for {
			before, after, found := Cut(s, sep)
			if !yield(before) || !found {
				return
			}
			s = after
		}
	}
}

// Lines iterates over the lines of s, with their ends.
func Lines(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for s != "" {
			end := IndexByte(s, '\n') + 1
			if end == 0 {
				end = len(s)
			}
			if !yield(s[:end]) {
				return
			}
			s = s[end:]
		}
	}
}

// Fields returns the texts between spaces.
func Fields(s string) []string {
	var fields []string
	begin := -1 // of a field
	for i, r := range s {
		if !unicode.IsSpace(r) {
			if begin < 0 {
				begin = i
			}
		} else if begin >= 0 {
			fields, begin = append(fields, s[begin:i]), -1
		}
	}
	if begin >= 0 {
		fields = append(fields, s[begin:])
	}
	return fields
}
