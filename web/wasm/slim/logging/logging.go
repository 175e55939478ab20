// Package logging stands in for pion/logging: see ../README.md.
package logging

// LeveledLogger is the logger of an ICE mux. The wasm program does not log.
type LeveledLogger interface{}
