package signaltest_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/signaltest"
)

func TestFaults(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		fault  signaltest.Fault
		status int
		body   string // "" for the backend's reply, "-" for an empty body
		cors   string // Access-Control-Allow-Origin
	}{
		{"none", signaltest.Fault{}, 200, "", "*"},
		{"status", signaltest.Fault{Status: 502}, 502, "-", "*"},
		{"status and body", signaltest.Fault{Status: 502, Body: "<h1>502</h1>"}, 502, "<h1>502</h1>", "*"},
		{"garbage", signaltest.Fault{Body: "<html>"}, 200, "<html>", "*"},
		{"empty", signaltest.Fault{Status: 200}, 200, "-", "*"},
		{"errcode", signaltest.Fault{ErrCode: 7, ErrMsg: "no"}, 200, `{"errcode":7,"errmsg":"no"}`, "*"},
		{"errcode and status", signaltest.Fault{ErrCode: 7, Status: 500}, 500, `{"errcode":7,"errmsg":""}`, "*"},
		{"no CORS", signaltest.Fault{NoCORS: true}, 200, "", ""},
		{"delay", signaltest.Fault{Delay: time.Millisecond}, 200, "", "*"},
		{"delayed status", signaltest.Fault{Delay: time.Millisecond, Status: 503}, 503, "-", "*"},
	} {
		t.Run(test.name, func(t *testing.T) {
			backend := &fakeBackend{}
			var hooked string
			h := &signaltest.Handler{Backend: backend, Fault: func(endpoint, streamURL string) *signaltest.Fault {
				hooked = endpoint + " " + streamURL
				return &test.fault
			}}
			req := httptest.NewRequest("POST", "http://h/webrtc/v1/pullstream", strings.NewReader(goodPull))
			req.Header.Set("Content-Type", textType)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, req)
			if hooked != "pullstream "+stream {
				t.Errorf("the hook was called with %q", hooked)
			}
			want, pulls := test.body, 0
			switch want {
			case "":
				want, pulls = `{"errcode":0,"errmsg":"succ","remotesdp":{"type":"answer","sdp":"to id"},"svrsig":"sig-1"}`, 1
			case "-":
				want = ""
			}
			if w.Code != test.status || w.Body.String() != want || backend.pulls() != pulls {
				t.Errorf("%d %s, %d pulls", w.Code, w.Body, backend.pulls())
			}
			if got := w.Header().Get("Access-Control-Allow-Origin"); got != test.cors {
				t.Errorf("CORS %q", got)
			}
			if call := h.Calls()[0]; call.Status != test.status || call.Problem != "" || call.Took < test.fault.Delay {
				t.Errorf("recorded %+v", call)
			}
		})
	}
}

// TestFaultOfStop checks that a fault does not hide an invalid request, and does
// not stop the ticket.
func TestFaultOfStop(t *testing.T) {
	t.Parallel()
	fail := true
	h := &signaltest.Handler{Fault: func(endpoint, _ string) *signaltest.Fault {
		if endpoint == signal.EndpointStopStream && fail {
			return &signaltest.Fault{Status: 500}
		}
		return nil
	}}
	url, client := serve(t, h)
	pulled := pull(t, client)
	if status, _ := post(t, url+"/webrtc/v1/stopstream", textType, "{}"); status != 500 {
		t.Errorf("status %d", status)
	}
	if call := h.Calls()[1]; call.Problem == "" {
		t.Error("no problem recorded")
	}
	if err := pulled.Stop(t.Context()); err == nil {
		t.Error("stopstream succeeded in spite of the fault")
	}
	fail = false
	if err := pulled.Stop(t.Context()); err != nil {
		t.Error(err)
	}
}
