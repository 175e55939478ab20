package strings_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	real "strings"
	"testing"
	"unicode"

	"lebplayer/web/wasm/slim/std/strings"
)

// TestLikeTheRealOne compares every function with the real one, on short texts of
// few letters, spaces, signs of several bytes, and bytes that are no UTF-8.
func TestLikeTheRealOne(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	letters := []string{"a", "a", "b", "A", "k", "\u212a", "ſ", "σ", "ς", " ", "\n", "\u2003", "é", "日", "\U0001f600", "\xe2", "\x80", "\xff", "\ufffd"}
	text := func(longest int) string {
		var s string
		for range random.IntN(longest + 1) {
			s += letters[random.IntN(len(letters))]
		}
		return s
	}
	for range 20_000 {
		s, short, c, n := text(8), text(2), letters[random.IntN(len(letters))], random.IntN(5)-1
		same := func(name string, got, want any) {
			t.Helper()
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("%s of %q, %q, %q: got %q, want %q", name, s, short, c, got, want)
			}
		}
		same("Contains", strings.Contains(s, short), real.Contains(s, short))
		same("ContainsAny", strings.ContainsAny(s, short), real.ContainsAny(s, short))
		same("ContainsFunc", strings.ContainsFunc(s, unicode.IsSpace), real.ContainsFunc(s, unicode.IsSpace))
		for _, r := range c {
			same("ContainsRune", strings.ContainsRune(s, r), real.ContainsRune(s, r))
		}
		same("Count", strings.Count(s, c), real.Count(s, c))
		same("EqualFold", strings.EqualFold(s, short), real.EqualFold(s, short))
		same("EqualFold", strings.EqualFold(s, real.ToUpper(s)), real.EqualFold(s, real.ToUpper(s)))
		same("Fields", slices.Concat(strings.Fields(s)), slices.Concat(real.Fields(s)))
		same("HasPrefix", strings.HasPrefix(s, short), real.HasPrefix(s, short))
		same("HasSuffix", strings.HasSuffix(s, short), real.HasSuffix(s, short))
		same("Index", strings.Index(s, short), real.Index(s, short))
		same("IndexByte", strings.IndexByte(s, c[0]), real.IndexByte(s, c[0]))
		same("LastIndexByte", strings.LastIndexByte(s, c[0]), real.LastIndexByte(s, c[0]))
		same("Lines", slices.Collect(strings.Lines(s)), slices.Collect(real.Lines(s)))
		same("ReplaceAll", strings.ReplaceAll(s, c, short), real.ReplaceAll(s, c, short))
		same("Split", strings.Split(s, c), real.Split(s, c))
		same("SplitN", strings.SplitN(s, c, n), real.SplitN(s, c, n))
		same("SplitSeq", slices.Collect(strings.SplitSeq(s, c)), slices.Collect(real.SplitSeq(s, c)))
		same("Join", strings.Join(real.Split(s, c), short), real.Join(real.Split(s, c), short))
		same("ToLower", strings.ToLower(s), real.ToLower(s))
		same("Trim", strings.Trim(s, short), real.Trim(s, short))
		same("TrimLeft", strings.TrimLeft(s, short), real.TrimLeft(s, short))
		same("TrimRight", strings.TrimRight(s, short), real.TrimRight(s, short))
		same("TrimSpace", strings.TrimSpace(s), real.TrimSpace(s))
		same("TrimPrefix", strings.TrimPrefix(s, short), real.TrimPrefix(s, short))
		same("TrimSuffix", strings.TrimSuffix(s, short), real.TrimSuffix(s, short))
		before, after, found := strings.Cut(s, short)
		wantBefore, wantAfter, wantFound := real.Cut(s, short)
		same("Cut", []any{before, after, found}, []any{wantBefore, wantAfter, wantFound})
		after, found = strings.CutPrefix(s, short)
		wantAfter, wantFound = real.CutPrefix(s, short)
		same("CutPrefix", []any{after, found}, []any{wantAfter, wantFound})
	}
}

// TestBuilder: what is written after String does not change its result.
func TestBuilder(t *testing.T) {
	var b strings.Builder
	if b.String() != "" {
		t.Errorf("a new Builder has the text %q", b.String())
	}
	b.Grow(10)
	b.WriteString("ab")
	_ = b.WriteByte('c')
	before := b.String()
	_, _ = b.Write([]byte("de"))
	if before != "abc" || b.String() != "abcde" || b.Len() != 5 {
		t.Errorf("got %q, then %q of length %d", before, b.String(), b.Len())
	}
}
