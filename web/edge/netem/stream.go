package netem

import (
	"io"
	"net"
	"time"
)

const (
	queueLength = 1024 // parcels under way in one direction
	segmentSize = 1460 // of TCP, on an Ethernet
	chunkSize   = 32 << 10
)

// parcel is something under way.
type parcel struct {
	due  time.Time // at the other end
	data []byte    // nil is a stream's end
	addr net.Addr  // a datagram's
}

type listener struct {
	net.Listener
	link *Link
}

// Accept implements net.Listener.
func (l *listener) Accept() (net.Conn, error) {
	client, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return l.link.accept(client), nil
}

// conn is the server's end of a pipe to the link, which has the client's connection at its other end.
type conn struct {
	net.Conn
	client net.Conn
}

func (c conn) LocalAddr() net.Addr  { return c.client.LocalAddr() }
func (c conn) RemoteAddr() net.Addr { return c.client.RemoteAddr() }

func (l *Link) accept(client net.Conn) net.Conn {
	server, ours := net.Pipe() // brings deadlines, which net/http needs
	// The kernel's handshake took no time; the client would be sending only after a round trip.
	established := time.Now().Add(2 * l.delay)
	up := func(int) time.Time { return later(time.Now(), established).Add(l.delay) }
	down := func(n int) time.Time {
		departed := l.depart(n)
		time.Sleep(time.Until(departed)) // the next segment waits here, so that connections take turns
		return departed.Add(l.delay)
	}
	size := chunkSize
	if l.bucket != nil {
		size = segmentSize
	}
	go carry(ours, client, chunkSize, up)
	go carry(client, ours, size, down)
	return conn{Conn: server, client: client}
}

// carry takes what one connection sends to the other, until either ends, and ends both: what is left of a connection with
// one direction closed is of no use to HTTP. Due tells when n bytes read now arrive.
func carry(to, from net.Conn, size int, due func(n int) time.Time) {
	parcels := make(chan parcel, queueLength)
	go func() {
		defer close(parcels)
		for {
			data := make([]byte, size)
			n, err := from.Read(data)
			if n > 0 {
				parcels <- parcel{due: due(n), data: data[:n]}
			}
			if err != nil {
				parcels <- parcel{due: due(0)}
				return
			}
		}
	}()
	deliver(parcels, func(p parcel) error {
		if p.data == nil {
			return io.EOF
		}
		_, err := to.Write(p.data)
		return err
	})
	_ = to.Close()
	_ = from.Close()
	for range parcels { // lets the reader end
	}
}

// deliver hands over each parcel when it is due, in order, until there are no more or an error.
func deliver(parcels <-chan parcel, hand func(parcel) error) {
	for p := range parcels {
		time.Sleep(time.Until(p.due))
		if hand(p) != nil {
			return
		}
	}
}
