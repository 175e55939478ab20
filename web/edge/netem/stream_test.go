package netem

import (
	"bytes"
	"errors"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"
)

// pipeListener accepts connections in memory, which work in a synctest bubble.
type pipeListener chan net.Conn

func (l pipeListener) Accept() (net.Conn, error) {
	if c, open := <-l; open {
		return c, nil
	}
	return nil, net.ErrClosed
}
func (l pipeListener) Close() error { close(l); return nil }
func (pipeListener) Addr() net.Addr { return nil }

// dial makes a connection through a link and returns both ends. At the end of the test it closes them and waits until the link
// has noticed.
func dial(t *testing.T, link *Link) (client, server net.Conn) {
	t.Helper()
	near, far := net.Pipe()
	inner := make(pipeListener, 1)
	inner <- far
	server, err := link.Listener(inner).Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		near.Close()
		server.Close()
		time.Sleep(rtt)
	})
	return near, server
}

// readAll reads n bytes and returns them with the time from start to the arrival of the last one.
func readAll(t *testing.T, from io.Reader, n int, start time.Time) ([]byte, time.Duration) {
	t.Helper()
	data := make([]byte, n)
	if _, err := io.ReadFull(from, data); err != nil {
		t.Fatal(err)
	}
	return data, time.Since(start)
}

func writeAll(t *testing.T, to io.Writer, data string) {
	t.Helper()
	if _, err := to.Write([]byte(data)); err != nil {
		t.Fatal(err)
	}
}

const rtt = 40 * time.Millisecond

func TestNewConnectionTakesARoundTrip(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := dial(t, New(rtt, 0))
		start := time.Now()
		writeAll(t, client, "request")
		if got, after := readAll(t, server, 7, start); string(got) != "request" || after != rtt+rtt/2 {
			t.Errorf("the server read %q after %v, want a round trip for the handshake and half a one for the data", got, after)
		}
		writeAll(t, server, "reply")
		if got, after := readAll(t, client, 5, start); string(got) != "reply" || after != 2*rtt {
			t.Errorf("the client read %q after %v, want two round trips", got, after)
		}
	})
}

func TestEstablishedConnectionTakesHalfARoundTrip(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := dial(t, New(rtt, 0))
		time.Sleep(time.Second)
		start := time.Now()
		for _, part := range []string{"a", "b", "c"} {
			writeAll(t, client, part)
		}
		if got, after := readAll(t, server, 3, start); string(got) != "abc" || after != rtt/2 {
			t.Errorf("the server read %q after %v", got, after)
		}
	})
}

func TestRateTowardsTheClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const size, rate = 250_000, 10e6
		client, server := dial(t, New(rtt, rate))
		time.Sleep(time.Second)
		data := bytes.Repeat([]byte("0123456789"), size/10)
		start := time.Now()
		go func() {
			_, _ = server.Write(data)
			server.Close()
		}()
		got, after := readAll(t, client, size, start)
		if !bytes.Equal(got, data) {
			t.Error("the data read differs from the data written")
		}
		// 250 kB at 10 Mbit/s take 200 ms, less the time the idle link has saved up.
		if want := 200*time.Millisecond + rtt/2 - burst; after < want-time.Millisecond || after > want+time.Millisecond {
			t.Errorf("took %v, want %v", after, want)
		}
		if n, err := client.Read(make([]byte, 1)); n != 0 || err != io.EOF {
			t.Errorf("then %d bytes, %v; want EOF", n, err)
		}
	})
}

func TestConnectionsShareTheRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		link := New(0, 10e6)
		big, bigServer := dial(t, link)
		small, smallServer := dial(t, link)
		start := time.Now()
		go func() { _, _ = bigServer.Write(make([]byte, 250_000)); bigServer.Close() }()
		go func() { _, _ = io.Copy(io.Discard, big) }()
		time.Sleep(10 * time.Millisecond)
		go func() { _, _ = smallServer.Write(make([]byte, 12_500)); smallServer.Close() }()
		// Alone the small reply would take 10 ms; sharing the link, about twice that.
		if _, after := readAll(t, small, 12_500, start); after < 25*time.Millisecond || after > 35*time.Millisecond {
			t.Errorf("the small reply arrived after %v, want about 30 ms", after)
		}
	})
}

func TestCloseReachesTheOtherEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := dial(t, New(rtt, 0))
		time.Sleep(time.Second)
		start := time.Now()
		client.Close()
		if _, err := server.Read(make([]byte, 1)); err != io.EOF || time.Since(start) != rtt/2 {
			t.Errorf("the server read %v after %v", err, time.Since(start))
		}
	})
}

func TestReadDeadlineKeepsData(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := dial(t, New(rtt, 0))
		if err := server.SetReadDeadline(time.Now().Add(rtt)); err != nil {
			t.Fatal(err)
		}
		writeAll(t, client, "late")
		var timeout net.Error
		if _, err := server.Read(make([]byte, 9)); !errors.As(err, &timeout) || !timeout.Timeout() {
			t.Errorf("read before the data can have arrived: %v, want a timeout", err)
		}
		_ = server.SetReadDeadline(time.Time{})
		if got, _ := readAll(t, server, 4, time.Now()); string(got) != "late" {
			t.Errorf("then read %q", got)
		}
	})
}

func TestNoLinkWithoutDelayAndRate(t *testing.T) {
	inner := make(pipeListener)
	if New(0, 0).Listener(inner) != net.Listener(inner) {
		t.Error("a link without delay and rate wraps the listener")
	}
}
