package edge

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
)

func TestStateFiltersAndHidesSecrets(t *testing.T) {
	t.Parallel()
	var log lockedBuffer
	e := startEdge(t, Config{Log: slog.New(slog.NewTextHandler(&log, nil))})
	v, other := newViewer(t, bothKinds), newViewer(t, bothKinds)
	if err := v.requestPull(e, "webrtc://127.0.0.1/live/a?txSecret=hush&txTime=1", "a"); err != nil {
		t.Fatal(err)
	}
	if err := other.requestPull(e, "webrtc://127.0.0.1/live/b", "b"); err != nil {
		t.Fatal(err)
	}
	if err := v.stop(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "both calls of a are recorded", func() bool { return len(getState(t, e, url.Values{"sessionid": {"a"}}).Calls) == 2 })
	state := getState(t, e, url.Values{"stream": {"webrtc://127.0.0.1/live/a?txSecret=hush&txTime=1"}})
	if len(state.Sessions) != 1 || state.Sessions[0].SessionID != "a" || len(state.Calls) != 2 {
		t.Errorf("filtered by stream: %d sessions, %d calls", len(state.Sessions), len(state.Calls))
	}
	if strings.Contains(state.Sessions[0].Stream, "hush") {
		t.Error("the state of the session contains its txSecret")
	}
	if all := getState(t, e, nil); len(all.Sessions) != 2 || len(all.Calls) != 3 {
		t.Errorf("unfiltered: %d sessions, %d calls", len(all.Sessions), len(all.Calls))
	}
	e.Edge.Close()
	for _, secret := range []string{"hush", e.svrsig("a"), "ice-pwd", "fingerprint"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log contains %q", secret)
		}
	}
	for _, line := range []string{`msg=call endpoint=stopstream`, `msg="session start"`, `reason=stopstream`, `reason=edge-closed`} {
		if !strings.Contains(log.String(), line) {
			t.Errorf("the log lacks %q:\n%s", line, log.String())
		}
	}
}

func TestStateEndpoint(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	if err := v.requestPull(e, "webrtc://127.0.0.1/live/clock", "state"); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the pull is recorded", func() bool { return len(e.State("", "").Calls) == 1 })

	do := func(method string) (status int, text string) { return e.request(t, method, "/edge/state", nil) }
	_, body := do(http.MethodGet)
	var state struct {
		Sessions []map[string]any
		Calls    []map[string]any
	}
	if err := json.Unmarshal([]byte(body), &state); err != nil {
		t.Fatal(err)
	}
	if len(state.Sessions) != 1 || state.Sessions[0]["sessionid"] != "state" || state.Sessions[0]["svrsig"] != nil {
		t.Errorf("sessions %v", state.Sessions)
	}
	if len(state.Calls) != 1 || state.Calls[0]["endpoint"] != "pullstream" || state.Calls[0]["sessionid"] != "state" {
		t.Errorf("calls %v", state.Calls)
	}
	if strings.Contains(body, e.svrsig("state")) {
		t.Error("the state shows an svrsig")
	}
	if status, _ := do(http.MethodDelete); status != http.StatusNoContent {
		t.Errorf("DELETE: status %d", status)
	}
	if _, body := do(http.MethodGet); !strings.Contains(body, `"calls":[]`) {
		t.Errorf("calls after DELETE: %s", body)
	}
}

func TestOnlyTheLatestEndedSessionsAreKept(t *testing.T) {
	t.Parallel()
	closed := make(chan struct{})
	close(closed)
	sessions := []*session{{id: "live", done: make(chan struct{})}}
	for range maxEndedSessions + 50 {
		sessions = append(sessions, &session{done: closed})
	}
	newest := sessions[len(sessions)-1]
	kept := dropEnded(sessions)
	if len(kept) != maxEndedSessions+1 || kept[0].id != "live" || kept[len(kept)-1] != newest {
		t.Errorf("%d of %d sessions kept, want the live one and the %d newest", len(kept), len(sessions), maxEndedSessions)
	}
}

// lockedBuffer is a bytes.Buffer for concurrent use.
type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}
