package signaltest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/httptransport"
	"lebplayer/signal/signaltest"
)

const (
	stream   = "webrtc://example.com/live/demo?txSecret=hunter2&txTime=1"
	textType = "text/plain;charset=utf-8"
)

// fakeBackend issues the svrsigs sig-1, sig-2 and so on.
type fakeBackend struct {
	mu      sync.Mutex
	err     error // returned by all methods
	pulled  int   // number of pulls
	stopped []signal.Ticket
}

func (b *fakeBackend) Pull(_ context.Context, req signal.PullStreamRequest) (signal.PullStreamReply, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pulled++
	return signal.PullStreamReply{
		RemoteSDP: signal.SessionDescription{Type: "answer", SDP: "to " + req.SessionID},
		SvrSig:    fmt.Sprint("sig-", b.pulled),
	}, b.err
}

func (b *fakeBackend) Stop(_ context.Context, t signal.Ticket) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.stopped = append(b.stopped, t)
	return b.err
}

func (b *fakeBackend) pulls() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.pulled
}

func serve(t *testing.T, h *signaltest.Handler) (url string, client *signal.Hosts) {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL, signal.NewHosts(&signal.Host{BaseURL: server.URL, Transport: httptransport.Transport{Client: server.Client()}})
}

func pullRequest() signal.PullStreamRequest {
	return signal.PullStreamRequest{
		StreamURL: stream, SessionID: "id", ClientInfo: "info",
		LocalSDP: signal.SessionDescription{Type: "offer", SDP: "v=0\r\n"},
	}
}

func pull(t *testing.T, client *signal.Hosts) *signal.Stream {
	t.Helper()
	pulled, err := client.PullStream(t.Context(), pullRequest())
	if err != nil {
		t.Fatal(err)
	}
	return pulled
}

// TestClientAndHandlerAgree checks that all requests of package signal are
// valid.
func TestClientAndHandlerAgree(t *testing.T) {
	t.Parallel()
	for _, contentType := range []string{"", "application/json", "application/json; charset=UTF-8"} {
		h := &signaltest.Handler{Backend: &fakeBackend{}}
		url, _ := serve(t, h)
		pulled := pull(t, signal.NewHosts(&signal.Host{BaseURL: url, ContentType: contentType, Transport: httptransport.Transport{}}))
		for name, err := range map[string]error{
			"quality":     pulled.ReportQuality(t.Context(), signal.QualityReport{BeginUTime: "1", EndUTime: "2001"}),
			"ice state":   pulled.ReportICEState(t.Context(), signal.ICEStateReport{ICEConnectionState: "checking", ICEGatheringState: "complete"}),
			"first frame": pulled.ReportFirstFrame(t.Context(), signal.FirstFrameReport{StartTime: "1", FirstPlayTime: "301"}),
		} {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := pulled.Stop(t.Context()); err != nil {
			t.Error(err)
		}
		for _, call := range h.Calls() {
			if call.Problem != "" || call.Status != 200 || call.ErrCode != 0 {
				t.Errorf("%s as %q: %+v", call.Endpoint, contentType, call)
			}
		}
		if n := len(h.Calls()); n != 5 {
			t.Errorf("%d calls", n)
		}
	}
}

func TestOptionalMembers(t *testing.T) {
	t.Parallel()
	for ip, want := range map[string]error{"101.87.40.217": nil, "2001:db8::1": nil, "101.87.40": signal.CodeInvalidClientIP, "example.com": signal.CodeInvalidClientIP} {
		backend := &fakeBackend{}
		_, client := serve(t, &signaltest.Handler{Backend: backend})
		req := pullRequest()
		req.ClientIP, req.SEIPass = ip, 1
		if _, err := client.PullStream(t.Context(), req); !errors.Is(err, want) {
			t.Errorf("%s: %v", ip, err)
		}
		if want != nil && backend.pulls() != 0 {
			t.Errorf("the backend was called with clientip %s", ip)
		}
	}
}

const (
	goodPull = `{"streamurl":"` + stream + `","sessionid":"id","clientinfo":"info","localsdp":{"type":"offer","sdp":"v=0"}}`
	// The handlers of the tests below have issued sig-1 for stream.
	ticket     = `"streamurl":"` + stream + `","svrsig":"sig-1"`
	goodReport = `{` + ticket + `,"beginutime":"1","endutime":"2",` +
		`"audiossrc":1,"audiocodec":"","audiopktrecv":1,"audiobyterecv":1,"audiopktlost":0,` +
		`"videossrc":1,"videocodec":"","videopktrecv":1,"videobyterecv":1,"videopktlost":0,` +
		`"videowidth":1,"videoheight":1,"videoframedec":1,"videoframerecv":1}`
	goodICE    = `{` + ticket + `,"iceConnectionState":"new","iceGatheringState":"new"}`
	goodSwitch = `{"svrsig":"sig-1","seq":1,"bitrate_name":"hd"}` // valid, although stream has no bitrates
)

func post(t *testing.T, url, contentType, body string) (status int, reply []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if reply, err = io.ReadAll(resp.Body); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, reply
}

func TestMethodsAndPaths(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		method, path string
		status       int
	}{
		{"GET", "/webrtc/v1/pullstream", 405},
		{"PUT", "/webrtc/v1/stopstream", 405},
		{"POST", "/webrtc/v1/pull", 404},
		{"POST", "/webrtc/v1/", 404},
		{"POST", "/pullstream", 404},
		{"POST", "/base/webrtc/v1/pullstream", 404},
		{"POST", "/webrtc/v1/pullstream/", 404},
		{"OPTIONS", "/webrtc/v1/pullstream", 204},
	} {
		h := &signaltest.Handler{}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(test.method, "http://h"+test.path, strings.NewReader(goodPull)))
		if w.Code != test.status {
			t.Errorf("%s %s: %d, want %d", test.method, test.path, w.Code, test.status)
		}
		if w.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s %s: no CORS", test.method, test.path)
		}
		if test.method == "OPTIONS" {
			if len(h.Calls()) != 0 || w.Header().Get("Access-Control-Allow-Headers") != "Content-Type" {
				t.Errorf("preflight: %v, recorded %v", w.Header(), h.Calls())
			}
		} else if h.Calls()[0].Problem == "" {
			t.Errorf("%s %s: no problem recorded", test.method, test.path)
		}
	}
}

// TestStopOnlyOnce checks that one of several concurrent stops succeeds.
func TestStopOnlyOnce(t *testing.T) {
	t.Parallel()
	backend := &fakeBackend{}
	h := &signaltest.Handler{Backend: backend}
	url, client := serve(t, h)
	pulled := pull(t, client)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { post(t, url+"/webrtc/v1/stopstream", textType, "{"+ticket+"}") })
	}
	wg.Wait()
	if len(backend.stopped) != 1 || backend.stopped[0] != (signal.Ticket{StreamURL: stream, SvrSig: "sig-1"}) {
		t.Errorf("stopped %v", backend.stopped)
	}
	problems := 0
	for _, call := range h.Calls() {
		if call.Problem == "svrsig is already stopped" && call.Status == 400 {
			problems++
		}
	}
	if problems != 7 {
		t.Errorf("%d problems", problems)
	}
	late := pulled.ReportICEState(t.Context(), signal.ICEStateReport{ICEConnectionState: "closed", ICEGatheringState: "complete"})
	var status *signal.HTTPError
	if !errors.As(late, &status) || status.Status != 400 {
		t.Errorf("report after stopstream: %v", late)
	}
}

func TestBackendErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		err  error
		want signal.Code
		text string
	}{
		{fmt.Errorf("pull: %w", &signal.APIError{Code: 100010, Message: "流不存在"}), 100010, "流不存在"},
		{errors.New("no media for ?txSecret=hunter2"), 500000, "no media for ?***"},
	} {
		_, client := serve(t, &signaltest.Handler{Backend: &fakeBackend{err: test.err}})
		_, err := client.PullStream(t.Context(), pullRequest())
		var api *signal.APIError
		if !errors.As(err, &api) || api.Code != test.want || api.Message != test.text {
			t.Errorf("%v: %#v", test.err, err)
		}
	}
}

func TestClientLeaves(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault signaltest.Fault
		pulls int // a slow pull reaches the backend, a hanging one does not
	}{
		"hang": {signaltest.Fault{Hang: true}, 0},
		"slow": {signaltest.Fault{Delay: time.Hour}, 1},
	} {
		backend, seen := &fakeBackend{}, make(chan signaltest.Call, 1)
		url, _ := serve(t, &signaltest.Handler{
			Backend: backend,
			Fault:   func(string, string) *signaltest.Fault { return &test.fault },
			OnCall:  func(c signaltest.Call) { seen <- c },
		})
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		_, err := httptransport.Transport{}.Post(ctx, signal.Request{
			URL: url + "/webrtc/v1/pullstream", ContentType: textType, Body: []byte(goodPull),
		})
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v", name, err)
		}
		if call := <-seen; call.Status != 0 || backend.pulls() != test.pulls {
			t.Errorf("%s: %+v, %d pulls", name, call, backend.pulls())
		}
	}
}

func TestCallsAreRecorded(t *testing.T) {
	t.Parallel()
	var onCall []signaltest.Call
	h := &signaltest.Handler{OnCall: func(c signaltest.Call) { onCall = append(onCall, c) }}
	before := time.Now()
	for i := range 1001 {
		w := httptest.NewRecorder()
		req := httptest.NewRequest("POST", "http://h/webrtc/v1/pullstream", strings.NewReader(strings.Replace(goodPull, `"id"`, fmt.Sprintf(`"id-%d"`, i), 1)))
		req.Header.Set("Content-Type", textType)
		h.ServeHTTP(w, req)
	}
	calls := h.Calls()
	if len(calls) != 1000 || len(onCall) != 1001 {
		t.Fatalf("%d calls kept, OnCall called %d times", len(calls), len(onCall))
	}
	if !strings.Contains(string(calls[0].Body), `"id-1"`) || !strings.Contains(string(calls[999].Body), `"id-1000"`) {
		t.Error("Calls does not return the latest calls in order")
	}
	first := calls[0]
	if first.Endpoint != "pullstream" || first.Time.Before(before) || first.Took <= 0 ||
		first.Stream != "webrtc://example.com/live/demo?txSecret=***&txTime=1" {
		t.Errorf("%+v", first)
	}
	if _, err := json.Marshal(calls); err != nil {
		t.Error(err)
	}
}
