package ascii_test

import (
	"strings"
	"testing"

	"lebplayer/signal/internal/ascii"
)

// TestASCIIOnly: the Kelvin sign folds to k in Unicode, and in no protocol.
func TestASCIIOnly(t *testing.T) {
	for _, s := range []string{"", "WebRTC", "a@Z[`{", "é", "\u212a", "\u017f"} {
		want := strings.Map(func(r rune) rune {
			if 'A' <= r && r <= 'Z' {
				return r + 'a' - 'A'
			}
			return r
		}, s)
		if got := ascii.Lower(s); got != want {
			t.Errorf("Lower(%q) = %q, want %q", s, got, want)
		}
	}
	for _, pair := range []struct {
		a, b string
		same bool
	}{{"WEBRTC", "webrtc", true}, {"a", "ab", false}, {"\u212a", "k", false}, {"[", "{", false}, {"É", "é", false}} {
		if got := ascii.EqualFold(pair.a, pair.b); got != pair.same {
			t.Errorf("EqualFold(%q, %q) = %t", pair.a, pair.b, got)
		}
	}
}
