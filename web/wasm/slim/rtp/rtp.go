// Package rtp stands in for pion/rtp: see ../README.md.
package rtp

// Header is an RTP header. Only local tracks, which a player has not, look into it.
type Header struct{}
