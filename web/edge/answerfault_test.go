package edge

import (
	"testing"

	"lebplayer/signal/sdp"
)

// TestAnswerFaults: each fault has its effect on the answer, which the player mends, and the session is a good one otherwise.
func TestAnswerFaults(t *testing.T) {
	t.Parallel()
	const lines, garbage = "line ends or spaces", "garbage"
	mended := map[string]string{
		"answer-lf": lines, "answer-cr": lines, "answer-trimmed": lines, "answer-blank": lines, "answer-spaces": lines, "answer-bom": lines,
		"answer-no-audio":               "missing or rejected m=audio, BUNDLE group",
		"answer-no-video":               "missing or rejected m=video",
		"answer-no-application":         "missing or rejected m=application",
		"answer-reject-audio":           "missing or rejected m=audio, BUNDLE group",
		"answer-reject-video":           "",
		"answer-reject-audio-in-bundle": "missing or rejected m=audio",
		"answer-reject-video-in-bundle": "BUNDLE group",
		"answer-extra":                  "m= lines that were not offered",
		"answer-swapped":                "order of m= lines",
		"answer-no-mids":                "mids",
		"answer-other-mids":             "mids, BUNDLE group",
		"answer-no-bundle":              "BUNDLE group",
		"answer-wrong-bundle":           "BUNDLE group",
		"answer-no-direction":           "direction",
		"answer-sendrecv":               "direction",
		"answer-garbage":                garbage,
	}
	e := startEdge(t, Config{})
	for kind := range answerFaults {
		want, known := mended[kind]
		if !known {
			t.Errorf("%s is not tested", kind)
		}
		v := newViewer(t, bothKinds)
		v.openChannel("kdccmd")
		if err := v.requestPull(e, "webrtc://127.0.0.1/fault/"+kind, kind); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		_, got, err := sdp.MendAnswer(v.offer.SDP, v.answer)
		if err != nil {
			got = garbage
		}
		if got != want {
			t.Errorf("%s: mended %q (%v), want %q", kind, got, err, want)
		}
	}
}

// TestAnswerFaultOnRequest: an answer fault lasts for the pulls that it is requested for.
func TestAnswerFaultOnRequest(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	const stream = "webrtc://127.0.0.1/live/clock"
	if err := e.injectFault(faultRequest{stream: stream, fault: fault{kind: "answer-garbage"}, pulls: 1}); err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{false, true} {
		v := newViewer(t, bothKinds)
		if err := v.requestPull(e, stream, "s"); err != nil {
			t.Fatal(err)
		}
		if _, _, err := sdp.MendAnswer(v.offer.SDP, v.answer); (err == nil) != want {
			t.Errorf("pull %d: %v", i+1, err)
		}
	}
}
