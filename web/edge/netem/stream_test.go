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

// pipeListener accepts connections that need no kernel, and so can live in a synctest bubble.
type pipeListener chan net.Conn

func (l pipeListener) Accept() (net.Conn, error) {
	if c, open := <-l; open {
		return c, nil
	}
	return nil, net.ErrClosed
}
func (l pipeListener) Close() error { close(l); return nil }
func (pipeListener) Addr() net.Addr { return nil }

// dial connects through a link, and returns both ends. They are closed, and heard of it, when the test ends.
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

// take reads n bytes and tells when, from start, the last of them came.
func take(t *testing.T, from io.Reader, n int, start time.Time) ([]byte, time.Duration) {
	t.Helper()
	data := make([]byte, n)
	if _, err := io.ReadFull(from, data); err != nil {
		t.Fatal(err)
	}
	return data, time.Since(start)
}

func send(t *testing.T, to io.Writer, data string) {
	t.Helper()
	if _, err := to.Write([]byte(data)); err != nil {
		t.Fatal(err)
	}
}

const rtt = 40 * time.Millisecond

func TestNewConnectionCostsARoundTrip(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := dial(t, New(rtt, 0))
		start := time.Now()
		send(t, client, "request")
		if got, after := take(t, server, 7, start); string(got) != "request" || after != rtt+rtt/2 {
			t.Errorf("the server had %q after %v, want the handshake's round trip and half a one", got, after)
		}
		send(t, server, "reply")
		if got, after := take(t, client, 5, start); string(got) != "reply" || after != 2*rtt {
			t.Errorf("the client had %q after %v, want two round trips", got, after)
		}
	})
}

func TestEstablishedConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := dial(t, New(rtt, 0))
		time.Sleep(time.Second)
		start := time.Now()
		for _, part := range []string{"a", "b", "c"} {
			send(t, client, part)
		}
		if got, after := take(t, server, 3, start); string(got) != "abc" || after != rtt/2 {
			t.Errorf("the server had %q after %v", got, after)
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
		got, after := take(t, client, size, start)
		if !bytes.Equal(got, data) {
			t.Error("other data came out than went in")
		}
		// 250 kB at 10 Mbit/s are 200 ms, less what the idle link had saved up.
		if want := 200*time.Millisecond + rtt/2 - burst; after < want-time.Millisecond || after > want+time.Millisecond {
			t.Errorf("took %v, want %v", after, want)
		}
		if n, err := client.Read(make([]byte, 1)); n != 0 || err != io.EOF {
			t.Errorf("then %d bytes, %v; want the end", n, err)
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
		// Alone it would take 10 ms; beside the big one, about twice that.
		if _, after := take(t, small, 12_500, start); after < 25*time.Millisecond || after > 35*time.Millisecond {
			t.Errorf("the small reply came after %v, want about 30 ms", after)
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
		send(t, client, "late")
		var timeout net.Error
		if _, err := server.Read(make([]byte, 9)); !errors.As(err, &timeout) || !timeout.Timeout() {
			t.Errorf("read before the data could be there: %v", err)
		}
		_ = server.SetReadDeadline(time.Time{})
		if got, _ := take(t, server, 4, time.Now()); string(got) != "late" {
			t.Errorf("then %q", got)
		}
	})
}

func TestNoLink(t *testing.T) {
	inner := make(pipeListener)
	if New(0, 0).Listener(inner) != net.Listener(inner) {
		t.Error("a link without delay and limit wraps the listener")
	}
}
