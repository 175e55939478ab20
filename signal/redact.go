package signal

import (
	"strings"

	"lebplayer/signal/internal/ascii"
)

const redacted = "***"

// secretNames are the names whose values are secrets.
var secretNames = []string{
	"txSecret", "svrsig", "token", "auth_key", "signature", "sign", "secret", "password", "credential",
	"authorization", "ice-pwd", "ice-ufrag",
}

var (
	// queries are what a query begins with: as it is, or percent-encoded once or twice.
	queries = []string{"?", "%3f", "%253f"}
	// assigns stand between a name and its value, also in a URL that was
	// percent-encoded, and in a JSON string.
	assigns = []string{"=", ":", "%3d", "%253d", `\u003d`}
)

// maxUser bounds the search for the end of a user and password, so that the time
// is linear in the length of the text.
const maxUser = 256

// Redact replaces what may be a secret in s by "***", so that s may be logged or
// shown: the queries and users of URLs, and the values that follow a secret's name.
// In doubt it hides too much. web/npm/src/redact.ts does the same;
// testdata/redaction.json is the table of cases for both.
func Redact(s string) string {
	var out strings.Builder
	done := 0
	for i := 0; i < len(s); i++ {
		if start, end := secretAt(s, i); end > start {
			out.WriteString(s[done:start])
			out.WriteString(redacted)
			done = end
			i = end - 1
		}
	}
	if done == 0 {
		return s
	}
	out.WriteString(s[done:])
	return out.String()
}

// secretAt returns where the secret starts and ends that the text at i announces.
// Both are 0 if there is none.
func secretAt(s string, i int) (start, end int) {
	switch c := s[i]; c {
	case '?', '%':
		if n := prefixLen(s[i:], queries); n > 0 {
			return i + n, i + n + spanOf(s[i+n:], `"<>`)
		}
	case '#':
		if n := spanOf(s[i+1:], `"<>`); strings.IndexByte(s[i+1:i+1+n], '=') >= 0 {
			return i + 1, i + 1 + n
		}
	case '/':
		if strings.HasPrefix(s[i:], "//") {
			return user(s, i+2)
		}
	case ':':
		return user(s, i+1)
	default:
		return named(s, i)
	}
	return 0, 0
}

// user returns the bounds of a user, or of a password, that starts at i.
func user(s string, i int) (start, end int) {
	n := spanOf(s[i:min(len(s), i+maxUser)], `/:?#@"<>`)
	if i+n < len(s) && s[i+n] == '@' {
		return i, i + n
	}
	return 0, 0
}

// named returns the bounds of the value of a secret whose name is at i.
func named(s string, i int) (start, end int) {
	n := prefixLen(s[i:], secretNames)
	if n == 0 {
		return 0, 0
	}
	at := i + n + quotesAndSpaces(s[i+n:])
	assign := prefixLen(s[at:], assigns)
	if assign == 0 && !bare(s, i+n) {
		return 0, 0
	}
	at += assign
	at += quotesAndSpaces(s[at:])
	if n := prefixLen(s[at:], []string{"Bearer "}); n > 0 {
		at += n
	}
	return at, at + spanOf(s[at:], `"&<>`)
}

// bare reports whether the word behind a name, after a space, has a digit, as
// signatures have.
func bare(s string, i int) bool {
	if i >= len(s) || s[i] != ' ' {
		return false
	}
	word := s[i+1:]
	return strings.ContainsAny(word[:spanOf(word[:min(len(word), maxUser)], "")], "0123456789")
}

// quotesAndSpaces returns the length of the quotation marks, backslashes and spaces
// with which s begins, except of a backslash that begins \u003d.
func quotesAndSpaces(s string) int {
	for i := range min(len(s), 8) {
		if strings.IndexByte(`"' \`, s[i]) < 0 || prefixLen(s[i:], assigns) > 0 {
			return i
		}
	}
	return min(len(s), 8)
}

// spanOf returns the length of s up to a space, a control character, one of the
// characters in ends, or an escaped quotation mark.
func spanOf(s, ends string) int {
	for i := range len(s) {
		if s[i] <= ' ' || strings.IndexByte(ends, s[i]) >= 0 || s[i] == '\\' && strings.HasPrefix(s[i+1:], `"`) {
			return i
		}
	}
	return len(s)
}

// prefixLen returns the length of the one of prefixes with which s begins, in any
// case, or 0.
func prefixLen(s string, prefixes []string) int {
	for _, prefix := range prefixes {
		if len(s) >= len(prefix) && ascii.EqualFold(s[:len(prefix)], prefix) {
			return len(prefix)
		}
	}
	return 0
}
