package signal

import "unicode/utf8"

// MaxWords is how many bytes of a text that others have written an error's text
// has: a server's errmsg, or what a browser says of a server's answer.
const MaxWords = 1 << 10

// Cut returns s, or as many of its whole characters as n bytes hold and "…".
func Cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
