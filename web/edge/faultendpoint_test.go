package edge

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"lebplayer/signal"
)

const clock = "webrtc://127.0.0.1/live/clock?txSecret=hush"

// request calls one of the edge's own endpoints and returns the status and body of the reply.
func (e testEdge) request(t *testing.T, method, endpoint string, query url.Values) (status int, text string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, e.url+endpoint+"?"+query.Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply.StatusCode, string(body)
}

// fault calls /edge/fault.
func (e testEdge) fault(t *testing.T, method string, query url.Values) (status int, text string) {
	t.Helper()
	return e.request(t, method, "/edge/fault", query)
}

// inject requests a fault of the stream clock. more lists names and values of further parameters.
func (e testEdge) inject(t *testing.T, name string, more ...string) {
	t.Helper()
	query := url.Values{"stream": {clock}, "fault": {name}}
	for i := 0; i < len(more); i += 2 {
		query.Set(more[i], more[i+1])
	}
	if status, text := e.fault(t, http.MethodPost, query); status != http.StatusNoContent {
		t.Fatalf("%s: status %d, %s", name, status, text)
	}
}

// clear deletes all faults of the stream clock.
func (e testEdge) clear(t *testing.T) {
	t.Helper()
	if status, text := e.fault(t, http.MethodDelete, url.Values{"stream": {clock}}); status != http.StatusNoContent {
		t.Fatalf("DELETE: status %d, %s", status, text)
	}
}

func TestInvalidFaultRequests(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	for name, test := range map[string]struct {
		query  string
		status int
		want   string
	}{
		"no stream":               {"fault=stop", 400, "stream"},
		"no stream URL":           {"stream=clock&fault=stop", 400, "webrtc://"},
		"no fault":                {"stream=webrtc://h/live/a", 400, "no fault"},
		"unknown":                 {"stream=webrtc://h/live/a&fault=stopp", 400, "no fault of this name"},
		"without number":          {"stream=webrtc://h/live/a&fault=loss", 400, "from 1 to 100"},
		"number too high":         {"stream=webrtc://h/live/a&fault=loss-101", 400, "from 1 to 100"},
		"unwanted number":         {"stream=webrtc://h/live/a&fault=stop-5", 400, "no number"},
		"unknown scope":           {"stream=webrtc://h/live/a&fault=stop&scope=some", 400, "scope"},
		"pulls, not a pull fault": {"stream=webrtc://h/live/a&fault=stop&scope=all&pulls=1", 400, "pulls"},
		"0 pulls":                 {"stream=webrtc://h/live/a&fault=hang&pulls=0", 400, "pulls"},
		"no session":              {"stream=webrtc://h/live/a&fault=stop", 409, "no live session"},
		"no session to restart":   {"stream=webrtc://h/live/a&fault=restart", 409, "no live session"},
	} {
		query, err := url.ParseQuery(test.query)
		if err != nil {
			t.Fatal(err)
		}
		if status, text := e.fault(t, http.MethodPost, query); status != test.status || !strings.Contains(text, test.want) {
			t.Errorf("%s: status %d, %q; want status %d with %q", name, status, text, test.status, test.want)
		}
	}
	if status, _ := e.fault(t, http.MethodDelete, nil); status != http.StatusBadRequest {
		t.Errorf("DELETE without a stream: status %d", status)
	}
	if status, _ := e.fault(t, http.MethodGet, nil); status != http.StatusMethodNotAllowed {
		t.Errorf("GET: status %d", status)
	}
	if status, _ := e.fault(t, http.MethodOptions, nil); status != http.StatusNoContent {
		t.Errorf("OPTIONS: status %d", status)
	}
}

func TestPullFaultsApplyInOrder(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	pull := func(stream string) string {
		var status *signal.HTTPError
		var api *signal.APIError
		switch err := newViewer(t, bothKinds).requestPull(e, stream, "turn"); {
		case errors.As(err, &status):
			return status.Error()
		case errors.As(err, &api):
			return api.Error()
		case err != nil:
			t.Fatal(err)
		}
		return "played"
	}
	expect := func(wants ...string) {
		t.Helper()
		for i, want := range wants {
			if got := pull(clock); !strings.Contains(got, want) {
				t.Errorf("pull %d: %s, want %s", i, got, want)
			}
		}
	}
	e.inject(t, "http-503", "pulls", "2")
	e.inject(t, "errcode-7", "pulls", "1")
	e.inject(t, "no-media", "pulls", "1")
	if got := pull("webrtc://127.0.0.1/live/other"); got != "played" {
		t.Errorf("another stream: %s", got)
	}
	expect("503", "503", "7", "played", "played")
	e.mu.Lock()
	first, second := e.sessions[1].initialFaults, e.sessions[2].initialFaults // session 0 is of the other stream
	e.mu.Unlock()
	if !slices.Equal(first, []fault{{kind: faultNoMedia}}) || second != nil {
		t.Errorf("the sessions have the initial faults %v and %v, want no-media in the first only", first, second)
	}
	e.inject(t, "http-500")
	expect("500", "500", "500")
	e.inject(t, "errcode-8", "pulls", "1") // replaces the endless one
	expect("8", "played")
	e.inject(t, "http-500")
	e.clear(t)
	expect("played")
}

func TestFaultyHosts(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	at := func(host string) testEdge {
		e.client = hostsAt(e.url + "/edge/host/" + host)
		return e
	}
	var status *signal.HTTPError
	if err := newViewer(t, bothKinds).requestPull(at("http-503"), clock, "broken"); !errors.As(err, &status) || status.Status != 503 {
		t.Errorf("the host http-503: %v", err)
	}
	began := time.Now()
	v := newViewer(t, bothKinds)
	v.pull(at("slow-100"), clock, "slow")
	if took := time.Since(began); took < 100*time.Millisecond {
		t.Errorf("the host slow-100 took %v", took)
	}
	receive(t, v.video, "video")
	if status := e.stopstream(t, "/edge/host/http-503", clock, e.svrsig("slow")); status == http.StatusOK {
		t.Error("a host took another one's svrsig")
	}
	if err := v.stop(); err != nil {
		t.Errorf("stopstream: %v", err)
	}
	if err := newViewer(t, bothKinds).requestPull(at("drop"), clock, "none"); !errors.As(err, &status) || status.Status != 404 {
		t.Errorf("the host drop: %v, want status 404", err)
	}
}
