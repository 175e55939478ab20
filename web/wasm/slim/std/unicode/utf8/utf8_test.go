package utf8_test

import (
	"math/rand/v2"
	"testing"
	real "unicode/utf8"

	"lebplayer/web/wasm/slim/std/unicode/utf8"
)

// TestLikeTheRealOne compares all functions on pieces of UTF-8 in any order.
func TestLikeTheRealOne(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	pieces := []string{"a", "\x00", "é", "快", "\uFFFD", "\uD7FF", "😀", "\U0010FFFF", "\xff", "\x80", "\xc3", "\xe5\xbf", "\xef\xbf", "\xf0\x9f\x98", "\xed\xa0\x80", "\xc0\xaf"}
	for range 50_000 {
		var text string
		for range random.IntN(6) {
			text += pieces[random.IntN(len(pieces))]
		}
		p := []byte(text)
		same(t, text, utf8.ValidString(text), real.ValidString(text))
		same(t, text, utf8.Valid(p), real.Valid(p))
		same(t, text, utf8.RuneCountInString(text), real.RuneCountInString(text))
		same(t, text, utf8.RuneCount(p), real.RuneCount(p))
		same(t, text, utf8.FullRune(p), real.FullRune(p))
		sameRune(t, text, utf8.DecodeRuneInString, real.DecodeRuneInString)
		sameRune(t, text, utf8.DecodeLastRuneInString, real.DecodeLastRuneInString)
		sameRune(t, p, utf8.DecodeRune, real.DecodeRune)
		sameRune(t, p, utf8.DecodeLastRune, real.DecodeLastRune)
	}
	for _, r := range []rune{-1, 0, 'a', 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdfff, 0xe000, utf8.RuneError, 0xffff, 0x10000, utf8.MaxRune, utf8.MaxRune + 1} {
		same(t, string(r), utf8.ValidRune(r), real.ValidRune(r))
		same(t, string(r), utf8.RuneLen(r), real.RuneLen(r))
		same(t, string(r), string(utf8.AppendRune([]byte("x"), r)), string(real.AppendRune([]byte("x"), r)))
		got, want := make([]byte, utf8.UTFMax), make([]byte, real.UTFMax)
		same(t, string(r), utf8.EncodeRune(got, r), real.EncodeRune(want, r))
		same(t, string(r), string(got), string(want))
	}
	for b := range 256 {
		same(t, "a byte", utf8.RuneStart(byte(b)), real.RuneStart(byte(b)))
	}
}

func sameRune[T string | []byte](t *testing.T, text T, got, want func(T) (rune, int)) {
	t.Helper()
	r, size := got(text)
	realRune, realSize := want(text)
	same(t, string(text), r, realRune)
	same(t, string(text), size, realSize)
}

func same[T comparable](t *testing.T, text string, got, want T) {
	t.Helper()
	if got != want {
		t.Fatalf("%q: got %v, the real one %v", text, got, want)
	}
}
