package netem

import (
	"net"
	"os"
	"slices"
	"sync"
	"time"
)

const maxDatagram = 64 << 10 // bytes

// noDeadlines is a socket without support for deadlines.
type noDeadlines struct{ net.PacketConn }

// SetDeadline implements net.PacketConn.
func (noDeadlines) SetDeadline(time.Time) error { return os.ErrNoDeadline }

// SetReadDeadline implements net.PacketConn.
func (noDeadlines) SetReadDeadline(time.Time) error { return os.ErrNoDeadline }

// SetWriteDeadline implements net.PacketConn.
func (noDeadlines) SetWriteDeadline(time.Time) error { return os.ErrNoDeadline }

// packetConn is a socket behind a Link. Its queues drop datagrams when they are full, as a router's do.
type packetConn struct {
	noDeadlines
	link     *Link
	arrivals chan packet
	flushed  chan struct{} // closed when all departures have been sent

	mu         sync.Mutex
	departures chan packet
	closed     bool
}

func newPacketConn(inner net.PacketConn, link *Link) *packetConn {
	c := &packetConn{
		noDeadlines: noDeadlines{inner},
		link:        link,
		arrivals:    make(chan packet, queueLength),
		departures:  make(chan packet, queueLength),
		flushed:     make(chan struct{}),
	}
	go c.receive()
	go func() {
		defer close(c.flushed)
		deliver(c.departures, func(p packet) error {
			_, _ = c.PacketConn.WriteTo(p.data, p.addr) // datagrams may be lost
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
		enqueue(c.arrivals, packet{due: time.Now().Add(c.link.delay), data: slices.Clone(buffer[:n]), addr: addr})
	}
}

// enqueue appends p to a channel, or drops it if the channel is full.
func enqueue(packets chan<- packet, p packet) {
	select {
	case packets <- p:
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

// WriteTo implements net.PacketConn. It never blocks.
func (c *packetConn) WriteTo(data []byte, addr net.Addr) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return 0, net.ErrClosed
	}
	enqueue(c.departures, packet{due: c.link.reserve(len(data)).Add(c.link.delay), data: slices.Clone(data), addr: addr})
	return len(data), nil
}

// Close implements net.PacketConn. It returns when all datagrams written before have been sent.
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
