// Package interceptor stands in for pion/interceptor: see ../README.md.
package interceptor

// Attributes are the attributes of a packet.
type Attributes map[any]any

// RTCPReader reads RTCP packets.
type RTCPReader interface {
	Read([]byte, Attributes) (int, Attributes, error)
}
