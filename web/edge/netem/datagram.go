package netem

import (
	"net"
	"os"
	"slices"
	"sync"
	"time"
)

const maxDatagram = 64 << 10

// packetConn is a socket behind a link. Like a router's, its queues drop what is too much.
type packetConn struct {
	net.PacketConn
	link     *Link
	arrivals chan parcel
	flushed  chan struct{} // closed when all departures have been sent

	mu         sync.Mutex
	departures chan parcel
	closed     bool
}

func newPacketConn(inner net.PacketConn, link *Link) *packetConn {
	c := &packetConn{
		PacketConn: inner,
		link:       link,
		arrivals:   make(chan parcel, queueLength),
		departures: make(chan parcel, queueLength),
		flushed:    make(chan struct{}),
	}
	go c.receive()
	go func() {
		defer close(c.flushed)
		deliver(c.departures, func(p parcel) error {
			_, _ = c.PacketConn.WriteTo(p.data, p.addr) // a datagram may be lost
			return nil
		})
	}()
	return c
}

func (c *packetConn) receive() {
	defer close(c.arrivals)
	buffer := make([]byte, maxDatagram)
	for {
		n, addr, err := c.PacketConn.ReadFrom(buffer)
		if err != nil {
			return
		}
		enqueue(c.arrivals, parcel{due: time.Now().Add(c.link.delay), data: slices.Clone(buffer[:n]), addr: addr})
	}
}

func enqueue(queue chan<- parcel, p parcel) {
	select {
	case queue <- p:
	default:
	}
}

// ReadFrom implements net.PacketConn.
func (c *packetConn) ReadFrom(buffer []byte) (int, net.Addr, error) {
	p, open := <-c.arrivals
	if !open {
		return 0, nil, net.ErrClosed
	}
	time.Sleep(time.Until(p.due))
	return copy(buffer, p.data), p.addr, nil
}

// WriteTo implements net.PacketConn. It never waits.
func (c *packetConn) WriteTo(data []byte, addr net.Addr) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return 0, net.ErrClosed
	}
	enqueue(c.departures, parcel{due: c.link.depart(len(data)).Add(c.link.delay), data: slices.Clone(data), addr: addr})
	return len(data), nil
}

// Close implements net.PacketConn. What was written before is still sent.
func (c *packetConn) Close() error {
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return net.ErrClosed
	}
	c.closed = true
	close(c.departures)
	c.mu.Unlock()
	<-c.flushed
	return c.PacketConn.Close()
}

// SetDeadline implements net.PacketConn.
func (c *packetConn) SetDeadline(time.Time) error { return os.ErrNoDeadline }

// SetReadDeadline implements net.PacketConn.
func (c *packetConn) SetReadDeadline(time.Time) error { return os.ErrNoDeadline }

// SetWriteDeadline implements net.PacketConn.
func (c *packetConn) SetWriteDeadline(time.Time) error { return os.ErrNoDeadline }
