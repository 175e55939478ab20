package session_test

import (
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

// TestOneVocabulary: states, error codes and event names are the same strings
// in Go, in TypeScript and in the documentation.
func TestOneVocabulary(t *testing.T) {
	typescript := read(t, "../../web/npm/src/vocabulary.ts")
	documentation := read(t, "../../web/docs/api.md")
	if !strings.Contains(typescript, `defaultSignalURL = "`+signal.DefaultBaseURL+`"`) {
		t.Errorf("TypeScript's defaultSignalURL is not %s", signal.DefaultBaseURL)
	}
	for list, words := range map[string][]string{
		"playerStates":  strs(session.States()),
		"errorCodes":    strs(session.ErrorCodes()),
		"eventNames":    session.EventNames(),
		"fallbackCodes": strs(codesOf(session.FallbackOnly)),
	} {
		if got := typescriptList(t, typescript, list); !slices.Equal(got, words) {
			t.Errorf("%s:\nTypeScript has %q\nGo has         %q", list, got, words)
		}
		for _, word := range words {
			if !strings.Contains(documentation, "`"+word+"`") {
				t.Errorf("web/docs/api.md does not mention `%s` (%s)", word, list)
			}
		}
	}
}

// codesOf returns the codes with a remedy.
func codesOf(remedy session.Remedy) (codes []session.ErrorCode) {
	for _, code := range session.ErrorCodes() {
		if session.RemedyOf(code) == remedy {
			codes = append(codes, code)
		}
	}
	return codes
}

var update = flag.Bool("update", false, "write the table of remedies in web/docs/api.md")

// TestRemediesInDocs: the table in the documentation is the one in the code.
func TestRemediesInDocs(t *testing.T) {
	const file, begin, end = "../../web/docs/api.md", "<!-- remedies: go test ./signal/session -run Remedies -update -->\n", "<!-- end of remedies -->"
	var table strings.Builder
	table.WriteString("| code | another pull | fallback |\n| --- | --- | --- |\n")
	for _, row := range []struct {
		remedy          session.Remedy
		pull, afterThat string
	}{
		{session.PullAgain, "as often as `retry` allows", "then"},
		{session.PullOnce, "as often as `retry` allows; but only one, within 12 s of `play()`, if no connection has come up in the play", "then"},
		{session.IfTemporary, "as often as `retry` allows, except after an HTTP status other than 408, 429 and 5xx", "then, except after such a status"},
		{session.IfListed, "only if `retry.errcodes` has the number", "then; otherwise none"},
		{session.FallbackOnly, "none", "at once"},
		{session.NoRemedy, "none", "none"},
	} {
		codes := strings.Join(strs(codesOf(row.remedy)), "`, `")
		table.WriteString("| `" + codes + "` | " + row.pull + " | " + row.afterThat + " |\n")
	}
	docs := read(t, file)
	before, rest, found := strings.Cut(docs, begin)
	was, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has no place for the table", file)
	}
	if was == table.String() {
		return
	}
	if !*update {
		t.Fatalf("the table in %s is stale: run the test with -update", file)
	}
	if err := os.WriteFile(file, []byte(before+begin+table.String()+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// typescriptList reads `export const name = ["a", "b"] as const`.
func typescriptList(t *testing.T, source, name string) []string {
	t.Helper()
	array := regexp.MustCompile(`(?s)export const ` + name + ` = \[(.*?)\] as const`).FindStringSubmatch(source)
	if array == nil {
		t.Fatalf("vocabulary.ts has no list %s", name)
	}
	var words []string
	for _, word := range regexp.MustCompile(`"([^"]*)"`).FindAllStringSubmatch(array[1], -1) {
		words = append(words, word[1])
	}
	return words
}

func strs[S ~string](list []S) []string {
	words := make([]string, len(list))
	for i, s := range list {
		words[i] = string(s)
	}
	return words
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
