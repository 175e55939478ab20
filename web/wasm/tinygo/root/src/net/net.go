// Package net stands in for TinyGo's net, a git submodule that the module
// proxy's copy of TinyGo lacks. pion/webrtc names two of these types, as those
// of parameters that the wasm program never gives.
package net

import "time"

// Addr is a network address.
type Addr interface {
	Network() string
	String() string
}

// Conn is a stream-oriented connection.
type Conn interface {
	Read(b []byte) (n int, err error)
	Write(b []byte) (n int, err error)
	Close() error
	LocalAddr() Addr
	RemoteAddr() Addr
	SetDeadline(t time.Time) error
	SetReadDeadline(t time.Time) error
	SetWriteDeadline(t time.Time) error
}

// Listener accepts connections.
type Listener interface {
	Accept() (Conn, error)
	Close() error
	Addr() Addr
}

// PacketConn is a packet-oriented connection.
type PacketConn interface {
	ReadFrom(p []byte) (n int, addr Addr, err error)
	WriteTo(p []byte, addr Addr) (n int, err error)
	Close() error
	LocalAddr() Addr
	SetDeadline(t time.Time) error
	SetReadDeadline(t time.Time) error
	SetWriteDeadline(t time.Time) error
}
