// Package datachannel stands in for pion/datachannel: see ../README.md.
package datachannel

import "io"

// ReadWriteCloser is a detached data channel.
type ReadWriteCloser interface {
	io.Reader
	io.Writer
	Reader
	Writer
	io.Closer
}

// Reader reads messages and distinguishes text from binary.
type Reader interface {
	ReadDataChannel([]byte) (int, bool, error)
}

// Writer writes messages as text or binary.
type Writer interface {
	WriteDataChannel([]byte, bool) (int, error)
}
