// Command wasmopt replaces Binaryen's wasm-opt in TinyGo's build. It removes the
// type descriptions from the program, then runs wasm-opt with a list of functions
// that never wait. ../../README.md explains why both are safe.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// neverWait lists functions that call only functions passed to them: to hash, to
// compare, to classify runes, to do behind a fence what may throw. None of those
// waits, so asyncify need not instrument the callers.
var neverWait = []string{"runtime.hashmap*", "strings.indexFunc", "lebplayer/bridge.fenced"}

func main() {
	args := os.Args[1:]
	if input, ok := linked(args); ok {
		if err := dropTypes(input, filepath.Join(os.Getenv("TINYGOROOT"), "link.map")); err != nil {
			fmt.Fprintln(os.Stderr, "wasmopt:", err)
			os.Exit(1)
		}
		args = append([]string{
			"-Oz",
			"--pass-arg=asyncify-ignore-imports",
			"--pass-arg=asyncify-removelist@" + strings.Join(neverWait, ","),
		}, args...)
	}
	command := exec.Command("wasm-opt", args...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	if command.Run() != nil {
		os.Exit(1)
	}
}

// linked returns the linker's output, the file before --output in TinyGo's
// arguments. It reports false for other calls: TinyGo also asks for the version.
func linked(args []string) (string, bool) {
	i := slices.Index(args, "--output")
	if i < 1 {
		return "", false
	}
	return args[i-1], true
}
