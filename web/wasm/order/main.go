// Command order reads a WebAssembly program in text form from standard input and
// writes it with its functions in another order: each is followed by the one that
// resembles it most. A compressor describes a function by what it has seen just
// before, so the same program becomes smaller. ../README.md has the numbers.
package main

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
)

func main() {
	if err := order(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "order:", err)
		os.Exit(1)
	}
}

func order(in io.Reader, out io.Writer) error {
	text, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, strings.Join(ordered(strings.Split(string(text), "\n")), "\n"))
	return err
}

// ordered returns the lines of a program as wasm-opt -S prints it, with its
// functions in their new order. The first function stays the first.
func ordered(lines []string) []string {
	before, functions, after := split(lines)
	for _, f := range byResemblance(functions) {
		before = append(before, f...)
	}
	return append(before, after...)
}

// split returns the lines before the functions, the lines of each function, and
// the lines after them. References are by name, so a function may be anywhere.
func split(lines []string) (before []string, functions [][]string, after []string) {
	for len(lines) > 0 {
		n := functionLines(lines)
		switch {
		case n > 0:
			functions = append(functions, lines[:n])
		case functions == nil:
			before = append(before, lines[0])
		default:
			after = append(after, lines[0])
		}
		lines = lines[max(n, 1):]
	}
	return before, functions, after
}

// functionLines returns how many lines the function at the beginning has, 0 if
// there is none. wasm-opt indents a function and its end by one space.
func functionLines(lines []string) int {
	if !strings.HasPrefix(lines[0], " (func ") {
		return 0
	}
	if strings.Count(lines[0], "(") == strings.Count(lines[0], ")") {
		return 1
	}
	for i, line := range lines {
		if line == " )" {
			return i + 1
		}
	}
	return 0
}

// byResemblance returns the functions in their new order.
func byResemblance(functions [][]string) [][]string {
	left := shapesOf(functions)
	var result [][]string
	for i := 0; len(left) > 0; {
		last := left[i]
		result = append(result, last.function)
		left = append(left[:i], left[i+1:]...)
		i = nearest(last, left)
	}
	return result
}

// A shape is what makes a function resemble others: its sequences of
// instructions that occur in other functions too.
type shape struct {
	function  []string
	sequences map[string]bool
}

// sequenceLength is the number of lines in a sequence. Shorter ones are common
// to functions that share little else, and longer ones are too rare.
const sequenceLength = 5

var name = regexp.MustCompile(`\$[^ ()]+`)

// shapesOf returns the shapes of functions. The names of variables and of called
// functions don't count.
func shapesOf(functions [][]string) []shape {
	shapes := make([]shape, len(functions))
	owners := map[string]int{}
	for i, function := range functions {
		shapes[i] = shape{function, map[string]bool{}}
		bare := make([]string, len(function))
		for j, line := range function {
			bare[j] = name.ReplaceAllString(strings.TrimSpace(line), "$")
		}
		for j := 0; j+sequenceLength <= len(bare); j++ {
			shapes[i].sequences[strings.Join(bare[j:j+sequenceLength], "\n")] = true
		}
		for sequence := range shapes[i].sequences {
			owners[sequence]++
		}
	}
	for _, s := range shapes {
		for sequence := range s.sequences {
			if owners[sequence] == 1 {
				delete(s.sequences, sequence)
			}
		}
	}
	return shapes
}

// nearest returns the index of the shape of which the largest share is in last
// too, the first of those that are alike. Fractions are compared by integers: the
// same program must come out on every machine.
func nearest(last shape, shapes []shape) int {
	best, shared, of := 0, 0, 1
	for i, s := range shapes {
		n := 0
		for sequence := range s.sequences {
			if last.sequences[sequence] {
				n++
			}
		}
		if n*of > shared*len(s.sequences) {
			best, shared, of = i, n, len(s.sequences)
		}
	}
	return best
}
