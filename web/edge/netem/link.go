// Package netem gives loopback connections the delay and the rate of a longer and narrower network, in user space: for
// measuring where the kernel's own netem is missing or forbidden. TCP's slow start is not emulated.
package netem

import (
	"net"
	"sync"
	"time"
)

// Link is the network between a server and all its clients: connections made through one Link share its rate. A nil Link
// is the network as it is.
type Link struct {
	delay  time.Duration // one way
	bucket *bucket       // towards the clients; nil is no limit
}

// New makes a Link with a round-trip time and a rate towards the clients in bit/s. It is nil when both are zero.
func New(rtt time.Duration, rate float64) *Link {
	if rtt == 0 && rate == 0 {
		return nil
	}
	link := &Link{delay: rtt / 2}
	if rate != 0 {
		link.bucket = &bucket{perByte: 8 * float64(time.Second) / rate}
	}
	return link
}

// Listener has the connections it accepts go through the link.
func (l *Link) Listener(inner net.Listener) net.Listener {
	if l == nil {
		return inner
	}
	return &listener{Listener: inner, link: l}
}

// PacketConn has the datagrams go through the link. Deadlines are not supported.
func (l *Link) PacketConn(inner net.PacketConn) net.PacketConn {
	if l == nil {
		return inner
	}
	return newPacketConn(inner, l)
}

// depart takes the link for n bytes and tells when they have left the server.
func (l *Link) depart(n int) time.Time {
	now := time.Now()
	if l.bucket == nil {
		return now
	}
	return later(now, l.bucket.take(now, n))
}

// burst is how long an idle link saves up its rate. It makes up for timers that are late.
const burst = 2 * time.Millisecond

// bucket is a token bucket in terms of time.
type bucket struct {
	perByte float64 // ns
	mu      sync.Mutex
	free    time.Time // when what was taken so far has left
}

func (b *bucket) take(now time.Time, n int) time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.free = later(b.free, now.Add(-burst)).Add(time.Duration(float64(n) * b.perByte))
	return b.free
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
