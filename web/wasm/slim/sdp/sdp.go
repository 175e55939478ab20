// Package sdp stands in for pion/sdp: see ../README.md.
package sdp

import "errors"

// SessionDescription is a parsed session description.
type SessionDescription struct {
	MediaDescriptions []*MediaDescription
}

// MediaDescription is one m= section.
type MediaDescription struct {
	Attributes []Attribute
}

// Attribute is one a= line.
type Attribute struct{ Key, Value string }

// UnmarshalString always returns an error: the browser parses session
// descriptions.
func (*SessionDescription) UnmarshalString(string) error {
	return errors.New("sdp: the wasm program has no parser")
}

// ConnectionRole is the value of a=setup (RFC 4145 §4).
type ConnectionRole int

// Roles that pion/webrtc names.
const (
	ConnectionRoleActive ConnectionRole = iota + 1
	ConnectionRolePassive
	ConnectionRoleActpass
)

// String returns the role as in a=setup.
func (r ConnectionRole) String() string {
	switch r {
	case ConnectionRoleActive:
		return "active"
	case ConnectionRolePassive:
		return "passive"
	case ConnectionRoleActpass:
		return "actpass"
	default:
		return "Unknown"
	}
}
