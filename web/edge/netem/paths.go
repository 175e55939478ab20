package netem

import (
	"net"
	"os"
	"slices"
	"time"
)

// Paths is a socket whose datagrams take a Path each. Deadlines are not supported.
type Paths struct {
	net.PacketConn
	of       func(remote net.Addr, data []byte) *Path
	arrivals chan parcel
	closed   chan struct{} // closed when nothing more can arrive
}

// NewPaths puts paths before a socket. Of tells which one a datagram takes, data being nil for those that are sent; nil is
// the way there is. It may be called from several goroutines.
func NewPaths(inner net.PacketConn, of func(remote net.Addr, data []byte) *Path) *Paths {
	p := &Paths{PacketConn: inner, of: of, arrivals: make(chan parcel, queueLength), closed: make(chan struct{})}
	go p.receive()
	return p
}

func (p *Paths) receive() {
	defer close(p.closed)
	buffer := make([]byte, maxDatagram)
	for {
		n, addr, err := p.PacketConn.ReadFrom(buffer)
		if err != nil {
			return
		}
		arrived := parcel{data: slices.Clone(buffer[:n]), addr: addr}
		p.carry(p.of(addr, arrived.data), (*Path).upward, func() { enqueue(p.arrivals, arrived) })
	}
}

// ReadFrom implements net.PacketConn.
func (p *Paths) ReadFrom(buffer []byte) (int, net.Addr, error) {
	select {
	case arrived := <-p.arrivals:
		return copy(buffer, arrived.data), arrived.addr, nil
	case <-p.closed:
		return 0, nil, net.ErrClosed
	}
}

// WriteTo implements net.PacketConn. It never waits, and what is lost on the way is no error.
func (p *Paths) WriteTo(data []byte, addr net.Addr) (int, error) {
	path := p.of(addr, nil)
	if path == nil {
		return p.PacketConn.WriteTo(data, addr)
	}
	sent := slices.Clone(data) // the caller may reuse its own
	p.carry(path, (*Path).downward, func() {
		_, _ = p.PacketConn.WriteTo(sent, addr) // a datagram may be lost
	})
	return len(data), nil
}

func (p *Paths) carry(path *Path, direction func(*Path) *lane, arrive func()) {
	if path == nil {
		arrive()
		return
	}
	if delay, arrives := path.take(); arrives {
		direction(path).after(delay, arrive)
	}
}

// SetDeadline implements net.PacketConn.
func (p *Paths) SetDeadline(time.Time) error { return os.ErrNoDeadline }

// SetReadDeadline implements net.PacketConn.
func (p *Paths) SetReadDeadline(time.Time) error { return os.ErrNoDeadline }

// SetWriteDeadline implements net.PacketConn.
func (p *Paths) SetWriteDeadline(time.Time) error { return os.ErrNoDeadline }
