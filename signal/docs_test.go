package signal_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// browserFacts is the page of what browsers do, seen from this package.
const browserFacts = "../web/docs/browsers.md"

var (
	// factReference is a reference to a fact by its name.
	factReference = regexp.MustCompile(`browsers\.md, "([^"]+)"`)
	// lineBreak is the end of a line and what a comment or a list has in front
	// of the next one.
	lineBreak = regexp.MustCompile(`\s*\n\s*(//|\*|#)?\s*`)
	factName  = regexp.MustCompile(`(?m)^### (.+)$`)
)

// TestBrowserFacts holds that each fact about browsers to which a source or a
// document refers has a heading in browsers.md, and that no heading is there twice.
func TestBrowserFacts(t *testing.T) {
	t.Parallel()
	var names []string
	for _, heading := range factName.FindAllStringSubmatch(readText(t, browserFacts), -1) {
		if slices.Contains(names, heading[1]) {
			t.Errorf("%s has two headings %q", browserFacts, heading[1])
		}
		names = append(names, heading[1])
	}
	references := 0
	for _, file := range sources(t, "..") {
		text := lineBreak.ReplaceAllString(readText(t, file), " ")
		for _, reference := range factReference.FindAllStringSubmatch(text, -1) {
			references++
			if !slices.Contains(names, reference[1]) {
				t.Errorf("%s refers to %q, which is no heading of %s", file, reference[1], browserFacts)
			}
		}
	}
	if references == 0 || len(names) == 0 {
		t.Errorf("found %d references and %d headings", references, len(names))
	}
}

// sources returns the sources and documents below root, without anything built or
// installed.
func sources(t *testing.T, root string) []string {
	t.Helper()
	kinds := []string{".go", ".ts", ".js", ".mjs", ".css", ".html", ".md"}
	var files []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains([]string{"node_modules", "dist", ".git", "test-results"}, entry.Name()):
			return fs.SkipDir
		case entry.Type().IsRegular() && slices.Contains(kinds, filepath.Ext(path)):
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func readText(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}
