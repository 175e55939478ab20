// Package json stands in for encoding/json: see ../../../README.md.
package json

import "errors"

var errNoJSON = errors.New("json: not in the wasm program")

// Marshal always returns an error.
func Marshal(any) ([]byte, error) { return nil, errNoJSON }

// Unmarshal always returns an error.
func Unmarshal([]byte, any) error { return errNoJSON }
