// Package netem gives connections on the loopback interface the delay and rate of a longer, narrower network. It works in user
// space, for measurements on machines where the kernel's own netem is missing or forbidden. TCP slow start is not emulated.
package netem

import (
	"net"
	"sync"
	"time"
)

// Link is the network between a server and all its clients. Connections made through one Link share its rate. A nil Link
// changes nothing.
type Link struct {
	delay  time.Duration // one way
	bucket *bucket       // limits the rate towards the clients; nil means no limit
}

// New returns a Link with the given round-trip time and the given rate towards the clients in bit/s. A rate of 0 means no
// limit. New returns nil if both are 0.
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

// Listener returns a listener whose accepted connections pass through the link.
func (l *Link) Listener(inner net.Listener) net.Listener {
	if l == nil {
		return inner
	}
	return &listener{Listener: inner, link: l}
}

// PacketConn returns a socket whose datagrams pass through the link. Setting a deadline on it returns os.ErrNoDeadline.
func (l *Link) PacketConn(inner net.PacketConn) net.PacketConn {
	if l == nil {
		return inner
	}
	return newPacketConn(inner, l)
}

// reserve books the link for n bytes and returns the time at which the last of them has left the server.
func (l *Link) reserve(n int) time.Time {
	now := time.Now()
	if l.bucket == nil {
		return now
	}
	return later(now, l.bucket.reserve(now, n))
}

// burst is the time an idle link can save up and spend at once. It compensates for timers that fire late.
const burst = 2 * time.Millisecond

// bucket is a token bucket that counts time instead of tokens.
type bucket struct {
	perByte float64 // transmission time of a byte in ns
	mu      sync.Mutex
	free    time.Time // end of the last reservation
}

// reserve returns the end of a transmission of n bytes that is queued at now.
func (b *bucket) reserve(now time.Time, n int) time.Time {
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
