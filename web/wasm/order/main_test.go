package main

import (
	"slices"
	"strings"
	"testing"
)

// program has two functions that add and two that multiply, in turn, and one of
// a single line.
var program = strings.Split(`(module
 (type $0 (func (param i32)))
 (import "gojs" "tick" (func $fimport$0))
 (data (i32.const 8) " )")
 (func $1 (param $0 i32)
  (drop
   (i32.add
    (local.get $0)
    (i32.const 1)
   )
  )
 )
 (func $2 (param $0 i64)
  (drop
   (i64.mul
    (local.get $0)
    (i64.const 1)
   )
  )
 )
 (func $3)
 (func $4 (param $0 i32) (param $1 i32)
  (drop
   (i32.add
    (local.get $1)
    (i32.const 1)
   )
  )
 )
 (func $5 (param $0 i64) (param $1 i64)
  (drop
   (i64.mul
    (local.get $1)
    (i64.const 1)
   )
  )
 )
)
`, "\n")

func TestFunctionsFollowThoseTheyResemble(t *testing.T) {
	var names []string
	for _, line := range ordered(program) {
		if strings.HasPrefix(line, " (func ") {
			names = append(names, line[7:9])
		}
	}
	if want := []string{"$1", "$4", "$2", "$5", "$3"}; !slices.Equal(names, want) {
		t.Errorf("the order is %v, not %v", names, want)
	}
}

func TestNothingIsLostOrMovedOutOfAFunction(t *testing.T) {
	before, functions, after := split(program)
	if len(before) != 4 || len(functions) != 5 || !slices.Equal(after, []string{")", ""}) {
		t.Fatalf("%d lines before %d functions, and %q after them", len(before), len(functions), after)
	}
	result := ordered(program)
	for _, function := range functions {
		if !strings.Contains(strings.Join(result, "\n"), strings.Join(function, "\n")) {
			t.Errorf("this function is not whole:\n%s", strings.Join(function, "\n"))
		}
	}
	if len(result) != len(program) {
		t.Errorf("%d lines became %d", len(program), len(result))
	}
}
