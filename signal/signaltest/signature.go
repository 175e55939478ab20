package signaltest

import "strings"

const (
	secretName = "txsecret"
	redacted   = "***"
)

// spellings are the ways in which a text may hold a secret: in a query, as it is
// or escaped in a JSON string; in a query that was percent-encoded, once or
// twice, to be part of another URL; as a member of a JSON object.
var spellings = []struct {
	assign string   // stands between name and value
	ends   []string // each ends a value
}{
	{"=", nil},
	{`\u003d`, nil},
	{"%3d", []string{"%26", "%23", "%22", "%20"}},
	{"%253d", []string{"%2526", "%2523", "%2522", "%2520"}},
	{`":"`, nil},
	{`": "`, nil},
}

// HideSignature replaces the value of every txSecret in s by "***", and nothing else:
// what is recorded has to show what was asked for. Case does not matter.
// signal.Redact, for texts that are shown, hides more.
func HideSignature(s string) string {
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

// findSecret returns where the first secret's value starts and ends in s.
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

// valueLen returns the length of the secret value with which s begins. In doubt
// it is too long rather than too short.
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

// hasPrefixFold reports whether s begins with prefix, in any case.
func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}
