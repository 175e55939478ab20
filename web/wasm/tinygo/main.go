// Command tinygo compiles a Go program for browsers with the packages of
// TinyGo's compiler. TinyGo's own command cannot be built from the module proxy,
// which lacks one of its tools for microcontrollers. ../build.sh prepares the
// TINYGOROOT that this command needs, and runs it.
package main

import (
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/tinygo-org/tinygo/builder"
	"github.com/tinygo-org/tinygo/compileopts"
)

func main() {
	out := flag.String("o", "main.wasm", "`file` to write")
	dir := flag.String("C", ".", "`directory` of the main package")
	target := flag.String("target", "", "`file` that describes the target")
	version := flag.String("version", "dev", "value of the variable main.version")
	flag.Parse()

	options := compileopts.Options{
		Directory:     *dir,
		Target:        *target,
		Opt:           "z",
		PanicStrategy: "trap",
		GlobalValues:  map[string]map[string]string{"main": {"version": *version}},
		Semaphore:     make(chan struct{}, 2), // jobs at a time
		InterpTimeout: 3 * time.Minute,
	}
	if err := build(&options, *out); err != nil {
		fmt.Fprintln(os.Stderr, "tinygo:", err)
		os.Exit(1)
	}
}

// build compiles the main package in options.Directory to the file out.
func build(options *compileopts.Options, out string) error {
	config, err := builder.NewConfig(options)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "tinygo")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	result, err := builder.Build(".", out, work, config)
	if err != nil {
		return err
	}
	program, err := os.ReadFile(result.Binary)
	if err != nil {
		return err
	}
	return os.WriteFile(out, program, 0o644)
}
