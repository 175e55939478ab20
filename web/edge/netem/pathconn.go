package netem

import (
	"net"
	"slices"
)

// PathConn is a socket whose datagrams take a Path each. Setting a deadline on it returns os.ErrNoDeadline.
type PathConn struct {
	noDeadlines
	pathOf   func(remote net.Addr, data []byte) *Path
	arrivals chan packet
	closed   chan struct{} // closed when nothing more can arrive
}

// NewPathConn returns a PathConn on top of inner. pathOf returns the path of a datagram to or from remote, and nil for a
// datagram that passes unchanged. Its data is nil for datagrams that are sent. It may be called from several goroutines.
func NewPathConn(inner net.PacketConn, pathOf func(remote net.Addr, data []byte) *Path) *PathConn {
	c := &PathConn{
		noDeadlines: noDeadlines{inner},
		pathOf:      pathOf,
		arrivals:    make(chan packet, queueLength),
		closed:      make(chan struct{}),
	}
	go c.receive()
	return c
}

func (c *PathConn) receive() {
	defer close(c.closed)
	buffer := make([]byte, maxDatagram)
	for {
		n, addr, err := c.PacketConn.ReadFrom(buffer)
		if err != nil {
			return
		}
		arrived := packet{data: slices.Clone(buffer[:n]), addr: addr}
		forward(c.pathOf(addr, arrived.data), (*Path).uplink, func() { enqueue(c.arrivals, arrived) })
	}
}

// ReadFrom implements net.PacketConn.
func (c *PathConn) ReadFrom(buffer []byte) (int, net.Addr, error) {
	select {
	case arrived := <-c.arrivals:
		return copy(buffer, arrived.data), arrived.addr, nil
	case <-c.closed:
		return 0, nil, net.ErrClosed
	}
}

// WriteTo implements net.PacketConn. It never blocks, and reports no error for a datagram that the path drops.
func (c *PathConn) WriteTo(data []byte, addr net.Addr) (int, error) {
	path := c.pathOf(addr, nil)
	if path == nil {
		return c.PacketConn.WriteTo(data, addr)
	}
	sent := slices.Clone(data) // the caller may reuse its buffer
	forward(path, (*Path).downlink, func() {
		_, _ = c.PacketConn.WriteTo(sent, addr) // datagrams may be lost
	})
	return len(data), nil
}

// forward calls deliver when a datagram that sets out now has travelled along path, or never if the path drops it.
func forward(path *Path, direction func(*Path) *queue, deliver func()) {
	if path == nil {
		deliver()
		return
	}
	if delay, arrives := path.fate(); arrives {
		direction(path).deliverAfter(delay, deliver)
	}
}
