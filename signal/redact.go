package signal

import (
	"strings"

	"lebplayer/signal/internal/ascii"
)

const (
	secretName = "txsecret"
	redacted   = "***"
)

// spellings are the ways in which a query stands in a text: as it is, in a JSON
// string, percent-encoded as part of another URL, and as a member of a JSON
// object. assign comes between name and value, and each of ends ends a value.
var spellings = []struct {
	assign string
	ends   []string
}{
	{"=", nil},
	{`\u003d`, nil},
	{"%3d", []string{"%26", "%23", "%22", "%20"}},
	{"%253d", []string{"%2526", "%2523", "%2522", "%2520"}},
	{`":"`, nil},
	{`": "`, nil},
}

// Redact replaces the value of every txSecret in a text by "***", in whatever
// case the name is written, so that the text may be logged or shown.
func Redact(s string) string {
	var out strings.Builder
	for {
		start, end, found := findSecret(s)
		if !found {
			break
		}
		out.WriteString(s[:start])
		out.WriteString(redacted)
		s = s[end:]
	}
	if out.Len() == 0 {
		return s
	}
	out.WriteString(s)
	return out.String()
}

// findSecret gives the range of the first secret value.
func findSecret(s string) (start, end int, found bool) {
	for i := range s {
		if !hasPrefixFold(s[i:], secretName) {
			continue
		}
		start := i + len(secretName)
		for _, spelling := range spellings {
			if hasPrefixFold(s[start:], spelling.assign) {
				start += len(spelling.assign)
				return start, start + valueLen(s[start:], spelling.ends), true
			}
		}
	}
	return 0, 0, false
}

// valueLen errs on the long side: what it takes for the value is not shown.
func valueLen(s string, ends []string) int {
	for i := range s {
		if s[i] <= ' ' || strings.IndexByte("&#\"\\<>`", s[i]) >= 0 {
			return i
		}
		for _, end := range ends {
			if hasPrefixFold(s[i:], end) {
				return i
			}
		}
	}
	return len(s)
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && ascii.EqualFold(s[:len(prefix)], prefix)
}
