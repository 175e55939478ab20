package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// oneConn is a listener that accepts one connection.
type oneConn struct {
	net.Listener
	conn chan net.Conn
}

func (l oneConn) Accept() (net.Conn, error) {
	conn, ok := <-l.conn
	if !ok {
		return nil, io.EOF
	}
	return conn, nil
}

func (l oneConn) Addr() net.Addr { return &net.TCPAddr{} }
func (l oneConn) Close() error   { return nil }

// TestSlowClientsAreDisconnected sends the beginning of a request and measures how long the server keeps the connection.
func TestSlowClientsAreDisconnected(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		sent      string
		keptUntil time.Duration
	}{
		"no request":               {"", 10 * time.Second},
		"a header that never ends": {"GET / HTTP/1.1\r\nHost: h\r\n", 10 * time.Second},
		"a header of a megabyte":   {"GET / HTTP/1.1\r\nHost: h\r\nX: " + strings.Repeat("x", 1<<20), time.Second},
		"a body that never comes":  {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nbo", 30 * time.Second},
		"nothing after a reply":    {"GET / HTTP/1.1\r\nHost: h\r\n\r\n", 60 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := newServer(context.Background(), http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
					_, _ = io.Copy(io.Discard, r.Body)
				}))
				client, accepted := net.Pipe()
				listener := oneConn{conn: make(chan net.Conn, 1)}
				listener.conn <- accepted
				close(listener.conn)
				began := time.Now()
				go func() { _ = server.Serve(listener) }()
				go func() { _, _ = io.WriteString(client, test.sent) }() // the server need not read all
				_, _ = io.Copy(io.Discard, client)
				_ = client.Close()
				if kept := time.Since(began); kept > test.keptUntil {
					t.Errorf("the connection was kept for %v, want at most %v", kept, test.keptUntil)
				}
			})
		})
	}
}
