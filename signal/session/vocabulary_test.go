package session_test

import (
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
		"playerStates": strs(session.States()),
		"errorCodes":   strs(session.ErrorCodes()),
		"eventNames":   session.EventNames(),
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
