package edge

import (
	"errors"
	"os"
	"runtime"
	"strings"
	"testing"

	"lebplayer/signal"
)

// chromiumOffer returns an offer of Chromium with an attribute added to its last section.
func chromiumOffer(t testing.TB, attribute string) string {
	t.Helper()
	data, err := os.ReadFile("../../signal/sdp/testdata/chromium-offer.sdp")
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimRight(string(data), "\r\n") + "\r\n" + attribute + "\r\n"
}

// pullRequest returns a pullstream with an offer.
func pullRequest(offer string) signal.PullStreamRequest {
	return signal.PullStreamRequest{StreamURL: clock, LocalSDP: signal.SessionDescription{Type: "offer", SDP: offer}}
}

// TestOffersThatBreakPionLeaveNothing counts goroutines and therefore does not run beside other tests.
func TestOffersThatBreakPionLeaveNothing(t *testing.T) {
	e := startEdge(t, Config{})
	before := runtime.NumGoroutine()
	for _, attribute := range []string{"a=simulcast:recv ", "a=simulcast:recv a;;b", "a=simulcast:a;;b"} {
		offer := chromiumOffer(t, attribute)
		for _, offer := range []string{offer, strings.ReplaceAll(offer, "a=recvonly\r\n", "")} {
			for range 20 {
				if _, err := e.pull(t.Context(), pullRequest(offer), nil); !errors.Is(err, CodeBadOffer) {
					t.Fatalf("%s: %v, want errcode %d", attribute, err, CodeBadOffer)
				}
			}
		}
	}
	waitFor(t, "all goroutines have ended", func() bool { return runtime.NumGoroutine() <= before })
	if n := len(e.State("", "").Sessions); n != 0 || len(e.slots) != 0 {
		t.Errorf("%d sessions and %d slots are left", n, len(e.slots))
	}
}

// FuzzOffer looks for offers that are neither answered nor refused as bad ones.
func FuzzOffer(f *testing.F) {
	for _, name := range []string{"chromium", "firefox", "firefox-h264"} {
		data, err := os.ReadFile("../../signal/sdp/testdata/" + name + "-offer.sdp")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	for _, attribute := range []string{"a=simulcast:recv ", "a=simulcast:recv a;;b", "a=rid:", "a=ssrc:", "a=ssrc-group:FID ", "a=msid:", "a=extmap:", "a=candidate:"} {
		f.Add(chromiumOffer(f, attribute))
	}
	e, err := New(Config{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(e.Close)
	f.Fuzz(func(t *testing.T, offer string) {
		s, answer, err := e.open(t.Context(), pullRequest(offer), nil)
		if err == nil {
			e.discard(s)
		}
		if (err != nil || answer == "") && !errors.Is(err, CodeBadOffer) {
			t.Errorf("answer %q, error %v", answer, err)
		}
		if n := len(e.slots); n != 0 {
			t.Errorf("%d sessions are left", n)
		}
	})
}
