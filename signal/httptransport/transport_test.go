package httptransport_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/httptransport"
)

func TestPost(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, strings.Join([]string{r.Method, r.URL.Path, r.Header.Get("Content-Type"), string(body)}, " "))
	}))
	defer server.Close()
	resp, err := httptransport.Transport{}.Post(t.Context(), signal.Request{
		URL: server.URL + "/x", ContentType: "text/plain;charset=utf-8", Body: []byte("body"),
	})
	if err != nil || resp.Status != http.StatusTeapot || resp.RetryAfter != "7" || string(resp.Body) != "POST /x text/plain;charset=utf-8 body" {
		t.Errorf("%d %q, %v", resp.Status, resp.Body, err)
	}
}

func TestReplyLimit(t *testing.T) {
	t.Parallel()
	for size, want := range map[int]error{signal.MaxReplySize: nil, signal.MaxReplySize + 1: signal.ErrReplyTooLarge} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, strings.Repeat("x", size))
		}))
		resp, err := httptransport.Transport{}.Post(t.Context(), signal.Request{URL: server.URL})
		if !errors.Is(err, want) || (want == nil && len(resp.Body) != size) {
			t.Errorf("%d bytes: %d, %v", size, len(resp.Body), err)
		}
		server.Close()
	}
}

// A server that never stops sending must not be read to the end.
func TestEndlessReply(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		chunk := make([]byte, 64<<10)
		for r.Context().Err() == nil {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	}))
	defer server.Close()
	_, err := httptransport.Transport{}.Post(t.Context(), signal.Request{URL: server.URL})
	if !errors.Is(err, signal.ErrReplyTooLarge) {
		t.Error(err)
	}
}

func TestContextEndsTheCall(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // else the server does not notice that the client left
		if r.URL.Path == "/body" {
			w.(http.Flusher).Flush() // the headers arrive, the body does not
		}
		<-r.Context().Done()
	}))
	defer server.Close()
	for _, path := range []string{"/headers", "/body"} {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		_, err := httptransport.Transport{}.Post(ctx, signal.Request{URL: server.URL + path})
		if err != context.DeadlineExceeded {
			t.Errorf("%s: %v", path, err)
		}
		cancel()
	}
}

func TestNetworkFailureDoesNotShowTheURL(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close() // now nothing listens there
	for _, url := range []string{server.URL + "/?token=hunter2", "http://h:hunter2/", "unknown://h/?hunter2"} {
		_, err := httptransport.Transport{}.Post(t.Context(), signal.Request{URL: url})
		if err == nil || strings.Contains(err.Error(), "token=hunter2") || strings.Contains(err.Error(), url) {
			t.Errorf("%s: %v", url, err)
		}
	}
}

func TestTruncatedBodyIsANetworkFailure(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, `{"errcode":0}`)
	}))
	defer server.Close()
	if _, err := (httptransport.Transport{}).Post(t.Context(), signal.Request{URL: server.URL}); err == nil {
		t.Error("half a reply was taken for a whole one")
	}
}
