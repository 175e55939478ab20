package signal_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"lebplayer/signal"
)

// redactionTable is testdata/redaction.json.
type redactionTable struct {
	Secret string
	Cases  []struct {
		Name, Text string
		Keeps      []string
	}
}

func readRedactionTable(t testing.TB) redactionTable {
	t.Helper()
	text, err := os.ReadFile("testdata/redaction.json")
	if err != nil {
		t.Fatal(err)
	}
	var table redactionTable
	if err := json.Unmarshal(text, &table); err != nil {
		t.Fatal(err)
	}
	return table
}

// TestRedact: the table that the shell's and the demo's redaction pass too.
func TestRedact(t *testing.T) {
	table := readRedactionTable(t)
	for _, c := range table.Cases {
		shown := signal.Redact(c.Text)
		if strings.Contains(shown, table.Secret) {
			t.Errorf("%s: %s", c.Name, shown)
		}
		for _, kept := range c.Keeps {
			if !strings.Contains(shown, kept) {
				t.Errorf("%s has lost %q: %s", c.Name, kept, shown)
			}
		}
		if again := signal.Redact(shown); again != shown {
			t.Errorf("%s: redacted again, it is %s", c.Name, again)
		}
	}
}

// FuzzRedact puts any secret without a separator into each case of the table.
func FuzzRedact(f *testing.F) {
	table := readRedactionTable(f)
	for i := range table.Cases {
		f.Add(i, "s", table.Secret, "\n")
	}
	f.Fuzz(func(t *testing.T, i int, before, secret, after string) {
		c := table.Cases[uint(i)%uint(len(table.Cases))]
		secret += "1234567" // long enough, and with a digit, as signatures have
		if strings.ContainsAny(secret, "\\\"'&<>?#%:/@=") || strings.ContainsFunc(secret, func(r rune) bool { return r <= ' ' }) {
			t.Skip()
		}
		text := before + "\n" + strings.ReplaceAll(c.Text, table.Secret, secret) + "\n" + after
		if strings.Contains(before+after+strings.ReplaceAll(c.Text, table.Secret, ""), secret) || len(secret) > 200 {
			t.Skip()
		}
		if shown := signal.Redact(text); strings.Contains(shown, secret) {
			t.Errorf("%s: %q", c.Name, shown)
		}
	})
}

// BenchmarkRedact shows that the time is linear in the length of the text.
func BenchmarkRedact(b *testing.B) {
	for _, kib := range []int{16, 64} {
		text := strings.Repeat("://", kib<<10/3)
		b.Run(strings.Repeat("x", kib/16), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				signal.Redact(text)
			}
		})
	}
}
