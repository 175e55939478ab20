package edge

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestHostsAreLimited(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	status := func(errcode int) int {
		return e.stopstream(t, fmt.Sprintf("/edge/host/errcode-%d", errcode), clock, "never issued")
	}
	for i := range maxHosts {
		if got := status(i + 1); got != http.StatusBadRequest {
			t.Fatalf("host %d: status %d, want 400 from its strict handler", i, got)
		}
	}
	if got := status(maxHosts + 1); got != http.StatusServiceUnavailable {
		t.Errorf("one host too many: status %d, want 503", got)
	}
	if got := status(1); got != http.StatusBadRequest {
		t.Errorf("the first host is gone: status %d", got)
	}
}

func TestScheduledFaultsAreLimited(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	schedule := func(stream int, query string) int {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		values.Set("stream", fmt.Sprintf("webrtc://127.0.0.1/live/%d", stream))
		status, _ := e.fault(t, http.MethodPost, values)
		return status
	}
	for i := range maxScheduledFaults {
		query := [...]string{"fault=http-500&pulls=2", "fault=stop&scope=all"}[i%2]
		if status := schedule(i/10, query); status != http.StatusNoContent {
			t.Fatalf("fault %d: status %d", i, status)
		}
	}
	for _, query := range []string{"fault=hang", "fault=stop&scope=all", "fault=restart&scope=all"} {
		if status := schedule(5000, query); status != http.StatusConflict {
			t.Errorf("%s beyond the limit: status %d, want 409", query, status)
		}
	}
	if status, _ := e.fault(t, http.MethodDelete, url.Values{"stream": {"webrtc://127.0.0.1/live/0"}}); status != http.StatusNoContent {
		t.Fatalf("DELETE: status %d", status)
	}
	if status := schedule(5000, "fault=hang"); status != http.StatusNoContent {
		t.Errorf("after a DELETE: status %d", status)
	}
}

func TestUsedFaultsLeaveTheSchedule(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	e.inject(t, "http-503", "pulls", "1")
	if err := newViewer(t, bothKinds).requestPull(e, clock, "once"); err == nil {
		t.Fatal("the fault had no effect")
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.scheduled) != 0 {
		t.Errorf("the schedule holds %v", e.scheduled)
	}
}

func TestFaultsOfASessionAreLimited(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	v.pull(e, clock, "faulty")
	receive(t, v.video, "video")
	for range maxSessionFaults {
		e.inject(t, "ssrc")
	}
	query := url.Values{"stream": {clock}, "fault": {"ssrc"}}
	if status, text := e.fault(t, http.MethodPost, query); status != http.StatusConflict || !strings.Contains(text, "too many faults") {
		t.Errorf("one fault too many: status %d, %s", status, text)
	}
}

// unread is a request body that must not be read.
type unread struct{ t *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, io.EOF
}

func TestBodiesOfTheOwnEndpointsAreNotRead(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	for _, path := range []string{"/edge/state", "/edge/sent", "/edge/fault"} {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
			r := httptest.NewRequest(method, "http://127.0.0.1"+path, unread{t})
			r.RemoteAddr = "127.0.0.1:5000"
			r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
			e.Handler().ServeHTTP(httptest.NewRecorder(), r)
		}
	}
}

func TestOtherMachinesCannotHoldCallsForLong(t *testing.T) {
	t.Parallel()
	local, remote := startEdge(t, Config{}), startEdge(t, Config{AllowRemote: true})
	const patience = time.Hour // of the client
	synctest.Test(t, func(t *testing.T) {
		for e, want := range map[*Edge]time.Duration{local.Edge: patience, remote.Edge: maxRemoteHold} {
			for _, path := range []string{"/edge/host/hang", "/edge/host/slow-86400000"} {
				ctx, cancel := context.WithTimeout(t.Context(), patience)
				r := httptest.NewRequestWithContext(ctx, http.MethodPost, path+"/webrtc/v1/pullstream", strings.NewReader("{}"))
				began := time.Now()
				func() {
					defer func() { _ = recover() }() // a handler panics to abort the reply
					e.Handler().ServeHTTP(httptest.NewRecorder(), r)
				}()
				cancel()
				if held := time.Since(began); held != want {
					t.Errorf("%s: held for %v, want %v", path, held, want)
				}
			}
		}
	})
}
