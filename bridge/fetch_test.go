//go:build js && wasm

package bridge

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"lebplayer/signal"
)

// edge is the base URL of the local LEB edge that the test page runs against.
func edge(t *testing.T) string {
	t.Helper()
	url := os.Getenv("EDGE_URL")
	if url == "" {
		t.Fatal("EDGE_URL is not set")
	}
	return url
}

func pull(t *testing.T, ctx context.Context, base, stream string) (*signal.Stream, error) {
	t.Helper()
	hosts := signal.NewHosts(&signal.Host{BaseURL: base, Transport: fetchTransport{}})
	return hosts.PullStream(ctx, signal.PullStreamRequest{
		StreamURL: "webrtc://127.0.0.1/fault/" + stream, SessionID: newSessionID(), ClientInfo: "bridge test",
		LocalSDP: signal.SessionDescription{Type: "offer", SDP: "v=0\r\n"},
	})
}

// TestFetchErrors: faults of a server become the errors of package signal.
func TestFetchErrors(t *testing.T) {
	tests := []struct {
		stream string
		check  func(error) bool
	}{
		{"errcode-7", func(err error) bool {
			var api *signal.APIError
			return errors.As(err, &api) && api.Code == 7
		}},
		{"http-503", func(err error) bool {
			var status *signal.HTTPError
			return errors.As(err, &status) && status.Status == 503
		}},
		{"garbage", func(err error) bool { return errors.Is(err, signal.ErrBadReply) }},
		{"truncated", func(err error) bool { return errors.Is(err, signal.ErrBadReply) }},
		{"empty", func(err error) bool { return errors.Is(err, signal.ErrBadReply) }},
		{"huge", func(err error) bool { return errors.Is(err, signal.ErrBadReply) }},
	}
	for _, test := range tests {
		t.Run(test.stream, func(t *testing.T) {
			noLeaks(t)
			if _, err := pull(t, deadline(t), edge(t), test.stream); !test.check(err) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestFetchWithoutServer(t *testing.T) {
	noLeaks(t)
	var network *signal.NetworkError
	if _, err := pull(t, deadline(t), "http://127.0.0.1:9", "x"); !errors.As(err, &network) {
		t.Errorf("got %v, want a NetworkError", err)
	}
}

// TestFetchIsAborted: a call ends with its context, at once and with its error.
func TestFetchIsAborted(t *testing.T) {
	noLeaks(t)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	begun := time.Now()
	_, err := fetchTransport{}.Post(ctx, signal.Request{
		URL: edge(t) + "/webrtc/v1/pullstream", ContentType: signal.DefaultContentType,
		Body: []byte(`{"streamurl":"webrtc://127.0.0.1/fault/hang"}`),
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want DeadlineExceeded", err)
	}
	if took := time.Since(begun); took > 3*time.Second {
		t.Errorf("the abort took %s", took)
	}
}

func TestFetchSendsUTF8(t *testing.T) {
	noLeaks(t)
	_, err := pull(t, deadline(t), edge(t), "errcode-3~直播")
	if err == nil || strings.Contains(err.Error(), "\uFFFD") {
		t.Errorf("got %v", err)
	}
	var api *signal.APIError
	if !errors.As(err, &api) || api.Code != 3 {
		t.Errorf("got %v, want errcode 3", err)
	}
}
