package netem

import (
	"io"
	"net"
	"time"
)

const (
	queueLength = 1024     // packets in transit in one direction
	segmentSize = 1460     // bytes of payload in a TCP segment on Ethernet
	chunkSize   = 32 << 10 // bytes read at once where no rate has to be shared
)

// packet is a datagram, or a piece of a stream, in transit.
type packet struct {
	due  time.Time // arrival
	data []byte    // nil marks the end of a stream
	addr net.Addr  // remote address of a datagram; nil in a stream
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

// conn is the server's end of a connection that passes through a Link. It is one end of a pipe; the link relays between the
// other end and client, the real connection.
type conn struct {
	net.Conn
	client net.Conn
}

func (c conn) LocalAddr() net.Addr  { return c.client.LocalAddr() }
func (c conn) RemoteAddr() net.Addr { return c.client.RemoteAddr() }

func (l *Link) accept(client net.Conn) net.Conn {
	server, relayed := net.Pipe() // a pipe supports deadlines, which net/http needs
	// The kernel's handshake took no time. Over the real distance the client could not have sent anything before a round trip.
	established := time.Now().Add(2 * l.delay)
	up := func(int) time.Time { return later(time.Now(), established).Add(l.delay) }
	down := func(n int) time.Time {
		departed := l.reserve(n)
		time.Sleep(time.Until(departed)) // delays the next segment, so that connections take turns
		return departed.Add(l.delay)
	}
	size := chunkSize
	if l.bucket != nil {
		size = segmentSize
	}
	go relay(relayed, client, chunkSize, up)
	go relay(client, relayed, size, down)
	return conn{Conn: server, client: client}
}

// relay copies a stream from one connection to the other, in pieces of at most size bytes, and closes both when either ends:
// HTTP has no use for a connection with one direction closed. arrival returns the time at which n bytes read now arrive.
func relay(to, from net.Conn, size int, arrival func(n int) time.Time) {
	packets := make(chan packet, queueLength)
	go func() {
		defer close(packets)
		for {
			data := make([]byte, size)
			n, err := from.Read(data)
			if n > 0 {
				packets <- packet{due: arrival(n), data: data[:n]}
			}
			if err != nil {
				packets <- packet{due: arrival(0)}
				return
			}
		}
	}()
	deliver(packets, func(p packet) error {
		if p.data == nil {
			return io.EOF
		}
		_, err := to.Write(p.data)
		return err
	})
	_ = to.Close()
	_ = from.Close()
	for range packets { // unblocks the reader
	}
}

// deliver passes each packet to send when it is due, in order, until the channel is closed or send returns an error.
func deliver(packets <-chan packet, send func(packet) error) {
	for p := range packets {
		time.Sleep(time.Until(p.due))
		if send(p) != nil {
			return
		}
	}
}
