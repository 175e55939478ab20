package errors_test

import (
	"testing"

	"lebplayer/web/wasm/slim/std/errors"
)

type code int

func (c code) Error() string { return "code" }

type wrapper struct{ err error }

func (w *wrapper) Error() string { return "wrapper" }
func (w *wrapper) Unwrap() error { return w.err }

type coded struct{ code int64 }

func (c coded) Error() string        { return "coded" }
func (c coded) Is(target error) bool { return target == error(code(c.code)) }

func TestIs(t *testing.T) {
	a, b := errors.New("same"), errors.New("same")
	tests := []struct {
		err, target error
		want        bool
	}{
		{a, a, true}, {a, b, false}, {&wrapper{a}, a, true}, {&wrapper{&wrapper{a}}, a, true}, {&wrapper{a}, b, false},
		{&wrapper{coded{7}}, code(7), true}, {&wrapper{coded{7}}, code(8), false},
		{nil, a, false}, {a, nil, false},
	}
	for _, test := range tests {
		if got := errors.Is(test.err, test.target); got != test.want {
			t.Errorf("Is(%v, %v) = %t", test.err, test.target, got)
		}
	}
}

func TestAsType(t *testing.T) {
	inner := &wrapper{code(7)}
	if w, ok := errors.AsType[*wrapper](error(&wrapper{inner})); !ok || w.err != error(inner) {
		t.Errorf("got %v, %t", w, ok)
	}
	if c, ok := errors.AsType[code](inner); !ok || c != 7 {
		t.Errorf("got %v, %t", c, ok)
	}
	if _, ok := errors.AsType[code](errors.New("x")); ok {
		t.Error("found what is not there")
	}
	if errors.Unwrap(code(1)) != nil {
		t.Error("unwrapped what wraps nothing")
	}
}
