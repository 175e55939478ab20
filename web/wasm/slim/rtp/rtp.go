// Package rtp stands in for pion/rtp: see ../README.md.
package rtp

// Header is an RTP header. Only local tracks, which a player does not have,
// access its fields.
type Header struct{}
