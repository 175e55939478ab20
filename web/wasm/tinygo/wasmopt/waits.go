package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// neverWait lists functions that call functions by their address, none of which
// waits; a star stands for any text. So asyncify need not instrument them and
// their callers. checkNeverWait checks their other calls.
var neverWait = []string{
	// Functions that hash, compare, classify, and edit lines.
	"runtime.hashmap*", "slices.*", "strings.*", "lebplayer/signal/sdp.*",
	// What the runtime does when a timer fires: it sends the time or starts a goroutine.
	"runtime.timerCallback",
	// What may throw, done behind a fence.
	"lebplayer/bridge.fenced",
	// Functions that JavaScript calls. It can't wait for them.
	"lebplayer/bridge.newFunction*", "lebplayer/bridge.listen*", "lebplayer/bridge.onPageHide*",
	"(*lebplayer/bridge.exports).*$bound", "(*lebplayer/bridge.exports).forget",
	// Functions that cancel contexts, remove listeners, and convert an instant to the clock of the page.
	"(*lebplayer/signal/session.pull).close", "(*lebplayer/signal/session.pull).endReports", "sync.OnceFunc*", "(*lebplayer/signal/session.Held).Stop",
	"(*lebplayer/bridge.peer).release", "(*lebplayer/bridge.element).leave", "interface:*.Close$invoke", "(*lebplayer/signal/session.Session).wall",
}

// asyncify returns wasm-opt's arguments that describe what may wait.
func asyncify() []string {
	return []string{
		"--pass-arg=asyncify-ignore-imports",
		"--pass-arg=asyncify-removelist@" + strings.Join(neverWait, ","),
	}
}

// Patterns of the lines that wasm-opt prints: of the call graph, and of the
// functions that asyncify instruments.
var (
	callLine = regexp.MustCompile(`^  "(.+)" -> "(.+)"; // call$`)
	waitLine = regexp.MustCompile(`^\[asyncify\] (.+) can change the state due to `)
)

// checkNeverWait returns an error if a function in neverWait directly calls one
// that may wait.
func checkNeverWait(program string) error {
	args := append([]string{program, "--output", os.DevNull, "-g", "--print-call-graph", "--asyncify", "--pass-arg=asyncify-verbose"}, asyncify()...)
	command := exec.Command("wasm-opt", args...)
	command.Env = append(os.Environ(), "BINARYEN_CORES=1") // several threads would mix up their lines
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		return err
	}
	var calls [][2]string
	waits := map[string]bool{}
	for lines := bufio.NewScanner(bytes.NewReader(output)); lines.Scan(); {
		if match := callLine.FindStringSubmatch(lines.Text()); match != nil {
			calls = append(calls, [2]string{unescape(match[1]), unescape(match[2])})
		} else if match := waitLine.FindStringSubmatch(lines.Text()); match != nil {
			waits[unescape(match[1])] = true
		}
	}
	if len(calls) == 0 || len(waits) == 0 {
		return errors.New("wasm-opt prints no calls, or nothing that waits")
	}
	listed := listPattern()
	for _, call := range calls {
		if listed.MatchString(call[0]) && waits[call[1]] && !listed.MatchString(call[1]) {
			return fmt.Errorf("%s is in neverWait, but calls %s, which may wait", call[0], call[1])
		}
	}
	return nil
}

// listPattern returns a pattern of the names in neverWait.
func listPattern() *regexp.Regexp {
	names := strings.ReplaceAll(regexp.QuoteMeta(strings.Join(neverWait, "\n")), `\*`, `.*`)
	return regexp.MustCompile(`^(?:` + strings.ReplaceAll(names, "\n", "|") + `)$`)
}

var escaped = regexp.MustCompile(`\\[0-9a-f]{2}`)

// unescape returns a name as it is in the program. Binaryen prints each character
// that its text format does not allow in a name as a backslash and two digits.
func unescape(name string) string {
	return escaped.ReplaceAllStringFunc(name, func(code string) string {
		n, _ := strconv.ParseUint(code[1:], 16, 8)
		return string(rune(n))
	})
}
