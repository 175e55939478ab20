// Package datachannel stands in for pion/datachannel: see ../README.md.
package datachannel

import "io"

// ReadWriteCloser is what a detached data channel is.
type ReadWriteCloser interface {
	io.Reader
	io.Writer
	Reader
	Writer
	io.Closer
}

// Reader tells text from binary messages.
type Reader interface {
	ReadDataChannel([]byte) (int, bool, error)
}

// Writer tells text from binary messages.
type Writer interface {
	WriteDataChannel([]byte, bool) (int, error)
}
