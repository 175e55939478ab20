package signaltest_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"

	"lebplayer/signal"
	"lebplayer/signal/signaltest"
)

// call sends a body to an endpoint and returns the reply.
func call(h *signaltest.Handler, endpoint, body string) string {
	w := httptest.NewRecorder()
	req := httptest.NewRequest("POST", "http://h/webrtc/v1/"+endpoint, strings.NewReader(body))
	req.Header.Set("Content-Type", textType)
	h.ServeHTTP(w, req)
	return w.Body.String()
}

func TestRecordedBodiesHoldNoSecrets(t *testing.T) {
	t.Parallel()
	h := &signaltest.Handler{}
	const offer = `v=0\r\na=ice-ufrag:shown\r\na=ice-pwd:pa55\/+word\r\na=mid:0\r\n`
	pull := strings.NewReplacer(`"v=0`, `"`+offer+`v=0`, "hunter2", "5ecret").Replace(goodPull)
	var pulled struct{ SvrSig string }
	if err := json.Unmarshal([]byte(call(h, signal.EndpointPullStream, pull)), &pulled); err != nil || pulled.SvrSig == "" {
		t.Fatalf("pull: %v, svrsig %q", err, pulled.SvrSig)
	}
	ticket := `{"streamurl":"webrtc://example.com/live/demo?txSecret=5ecret&txTime=1","svrsig":"` + pulled.SvrSig + `"`
	call(h, signal.EndpointStopStream, ticket+"}")
	call(h, signal.EndpointStopStream, ticket+"}")
	call(h, signal.EndpointStopStream, ticket)                                    // not JSON
	call(h, signal.EndpointStopStream, strings.TrimSuffix(ticket, `"`))           // cut off in the svrsig
	call(h, signal.EndpointStopStream, `{ "SvrSig" : "with \"`+pulled.SvrSig+`"`) // cut off behind it

	calls := h.Calls()
	var svrsigs []string
	for i, c := range calls {
		for _, secret := range []string{"5ecret", pulled.SvrSig, "pa55", "word"} {
			if strings.Contains(string(c.Body)+c.Problem, secret) {
				t.Errorf("call %d shows %q: %s", i, secret, c.Body)
			}
		}
		var body struct{ SvrSig string }
		if json.Unmarshal(c.Body, &body) == nil && body.SvrSig != "" {
			svrsigs = append(svrsigs, body.SvrSig)
		}
	}
	if len(svrsigs) != 2 || svrsigs[0] != svrsigs[1] {
		t.Errorf("the two stops of one ticket show the svrsigs %q", svrsigs)
	}
	if text := string(calls[0].Body); !strings.Contains(text, `a=ice-ufrag:shown\r\na=ice-pwd:***\r\na=mid:0`) || !strings.Contains(text, "txSecret=***&txTime=1") {
		t.Errorf("more than the secrets is hidden: %s", text)
	}
	for i, want := range []string{"id", "id", "id", "", ""} {
		if calls[i].SessionID != want {
			t.Errorf("call %d has the sessionid %q, want %q", i, calls[i].SessionID, want)
		}
	}
}

func TestRecordedCallsAreBounded(t *testing.T) {
	t.Parallel()
	log := &signaltest.CallLog{}
	hosts := []*signaltest.Handler{{Log: log}, {Log: log}}
	quotes := strings.Repeat(`"`, 250<<10) // twice as long in a JSON string
	for i := range 40 {
		call(hosts[i%2], signal.EndpointPullStream, quotes)
	}
	call(hosts[0], signal.EndpointPullStream, "the last one")
	size, calls := 0, log.List()
	for _, c := range calls {
		size += len(c.Body)
	}
	if size > 8<<20 || size < 7<<20 {
		t.Errorf("%d calls of %d bytes are kept, want just below 8 MiB", len(calls), size)
	}
	if last := calls[len(calls)-1]; string(last.Body) != `"the last one"` {
		t.Errorf("the last call is not kept: %.40s", last.Body)
	}
	if log.Clear(); len(hosts[1].Calls()) != 0 {
		t.Error("a cleared log has calls")
	}
}
