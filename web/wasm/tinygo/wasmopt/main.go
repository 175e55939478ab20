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
)

func main() {
	args := os.Args[1:]
	if input, ok := linked(args); ok {
		if err := prepare(input); err != nil {
			fmt.Fprintln(os.Stderr, "wasmopt:", err)
			os.Exit(1)
		}
		args = append(append([]string{"-Oz"}, asyncify()...), args...)
	}
	command := exec.Command("wasm-opt", args...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	if command.Run() != nil {
		os.Exit(1)
	}
}

// prepare removes the type descriptions from the linker's output, and checks the
// list of what never waits.
func prepare(program string) error {
	if err := dropTypes(program, filepath.Join(os.Getenv("TINYGOROOT"), "link.map")); err != nil {
		return err
	}
	return checkNeverWait(program)
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
