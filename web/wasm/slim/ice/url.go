// Package ice stands in for pion/ice: see ../README.md.
package ice

// URL is a STUN or TURN URL (RFC 7064, RFC 7065).
type URL struct{ Scheme SchemeType }

// SchemeType is the scheme of a URL.
type SchemeType int

// Schemes that pion/webrtc names.
const (
	SchemeTypeTURN  SchemeType = 3
	SchemeTypeTURNS SchemeType = 4
)

// ParseURL always returns an error: the constructor of RTCPeerConnection parses
// the URLs.
var ParseURL = func(string) (*URL, error) { return nil, errNoAgent }
