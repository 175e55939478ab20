// Command wasmopt is what TinyGo calls in place of Binaryen's wasm-opt. It
// takes out what TinyGo leaves in a program of types, and tells wasm-opt which
// functions never wait: ../../README.md tells why both may be done.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// neverWait calls functions that it is given: to hash, to compare, to look at
// a rune. None of those waits.
var neverWait = []string{"runtime.hashmap*", "strings.indexFunc"}

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

// linked gives the linker's output of TinyGo's call: … FILE --output FILE.
// TinyGo also asks for the version.
func linked(args []string) (string, bool) {
	i := slices.Index(args, "--output")
	if i < 1 {
		return "", false
	}
	return args[i-1], true
}
