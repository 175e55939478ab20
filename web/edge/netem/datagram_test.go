package netem

import (
	"errors"
	"fmt"
	"net"
	"testing"
	"testing/synctest"
	"time"
)

// fakeSocket is a UDP socket in memory, which works in a synctest bubble. Datagrams written to in are received, each from port
// 7; datagrams that are sent appear in out as their text and address.
type fakeSocket struct {
	net.PacketConn
	in, out chan string
	done    chan struct{}
}

func newFakeSocket() *fakeSocket {
	return &fakeSocket{in: make(chan string, 100), out: make(chan string, 100), done: make(chan struct{})}
}

func (s *fakeSocket) ReadFrom(buffer []byte) (int, net.Addr, error) {
	select {
	case data := <-s.in:
		return copy(buffer, data), &net.UDPAddr{Port: 7}, nil
	case <-s.done:
		return 0, nil, net.ErrClosed
	}
}

func (s *fakeSocket) WriteTo(data []byte, addr net.Addr) (int, error) {
	s.out <- fmt.Sprint(string(data), addr)
	return len(data), nil
}

func (s *fakeSocket) Close() error { close(s.done); return nil }

func TestDatagramsAreDelayedInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		socket := newFakeSocket()
		c := New(rtt, 0).PacketConn(socket)
		defer c.Close()
		start := time.Now()
		for _, data := range []string{"a", "b", "c"} {
			socket.in <- data
			if _, err := c.WriteTo([]byte(data), &net.UDPAddr{Port: 8}); err != nil {
				t.Fatal(err)
			}
		}
		for _, want := range []string{"a", "b", "c"} {
			buffer := make([]byte, 10)
			n, addr, err := c.ReadFrom(buffer)
			if err != nil || string(buffer[:n]) != want || addr.String() != ":7" || time.Since(start) != rtt/2 {
				t.Errorf("received %q from %v, %v, after %v", buffer[:n], addr, err, time.Since(start))
			}
			if got := <-socket.out; got != want+":8" || time.Since(start) != rtt/2 {
				t.Errorf("sent %q after %v", got, time.Since(start))
			}
		}
	})
}

func TestCallerMayReuseWrittenBuffer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		socket := newFakeSocket()
		c := New(rtt, 0).PacketConn(socket)
		defer c.Close()
		data := []byte("before")
		_, _ = c.WriteTo(data, &net.UDPAddr{Port: 8})
		copy(data, "after!")
		if got := <-socket.out; got != "before:8" {
			t.Errorf("sent %q", got)
		}
	})
}

func TestDatagramRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		socket := newFakeSocket()
		c := New(0, 10e6).PacketConn(socket)
		defer c.Close()
		start := time.Now()
		for range 20 { // 25 kB, which takes 20 ms
			_, _ = c.WriteTo(make([]byte, 1250), &net.UDPAddr{})
		}
		for range 20 {
			<-socket.out
		}
		if after := time.Since(start); after != 20*time.Millisecond-burst {
			t.Errorf("sent after %v", after)
		}
	})
}

func TestCloseFlushes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		socket := newFakeSocket()
		c := New(rtt, 0).PacketConn(socket)
		_, _ = c.WriteTo([]byte("goodbye"), &net.UDPAddr{Port: 8})
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		if len(socket.out) != 1 {
			t.Error("the last datagram was lost")
		}
		if _, err := c.WriteTo([]byte("more"), &net.UDPAddr{}); !errors.Is(err, net.ErrClosed) {
			t.Errorf("write after close: %v", err)
		}
		if _, _, err := c.ReadFrom(make([]byte, 1)); !errors.Is(err, net.ErrClosed) {
			t.Errorf("read after close: %v", err)
		}
		if err := c.Close(); !errors.Is(err, net.ErrClosed) {
			t.Errorf("second close: %v", err)
		}
	})
}
