// Package logging stands in for pion/logging: see ../README.md.
package logging

// LeveledLogger is the logger of an ICE mux. Nothing in the wasm program logs.
type LeveledLogger interface{}
