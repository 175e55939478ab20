package edge

import (
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v3"

	"lebplayer/signal"
	"lebplayer/web/edge/netem"
)

var (
	onlyVP8  = webrtc.RTPCodecParameters{RTPCodecCapability: webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000}, PayloadType: 120}
	onlyOpus = webrtc.RTPCodecParameters{RTPCodecCapability: webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2}, PayloadType: 109}
)

func TestPlaysH264FromAKeyFrame(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	v.pull(e, "webrtc://127.0.0.1/live/clock", "h264")

	if first := receive(t, v.video, "video"); !beginsKeyFrame(codecH264, first) {
		t.Errorf("the first video packet begins with % x, want a key frame's SPS", first.Payload[:4])
	}
	receive(t, v.audio, "audio")
	if mime := receive(t, v.videoMime, "the video track"); !strings.EqualFold(mime, webrtc.MimeTypeH264) {
		t.Errorf("video is %s, want H264", mime)
	}
	waitFor(t, "packets of both tracks are counted", func() bool { // a packet may arrive before it is counted
		s := onlySession(t, e, "h264")
		return s.VideoPktSent > 0 && s.AudioPktSent > 0
	})
	s := onlySession(t, e, "h264")
	if s.State != stateConnected || s.VideoCodec != codecH264 || s.AudioCodec != codecOpus {
		t.Errorf("session state %+v", s)
	}
}

func TestPlaysVP8WithoutH264(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds, onlyVP8, onlyOpus)
	v.pull(e, "webrtc://127.0.0.1/live/clock", "vp8")

	if first := receive(t, v.video, "video"); !beginsKeyFrame(codecVP8, first) {
		t.Errorf("the first video packet begins with % x, want a VP8 key frame", first.Payload[:4])
	}
	receive(t, v.audio, "audio")
}

// TestMediaPassThroughTheLink checks that connecting takes as long as over a network with the emulated round-trip time.
func TestMediaPassThroughTheLink(t *testing.T) {
	t.Parallel()
	const rtt = 100 * time.Millisecond
	e := startEdge(t, Config{Link: netem.New(rtt, 0)})
	v := newViewer(t, bothKinds)
	began := time.Now()
	v.pull(e, "webrtc://127.0.0.1/live/clock", "far")
	receive(t, v.video, "video")
	// One round trip for the ICE check and two for the DTLS handshake.
	if took := time.Since(began); took < 3*rtt {
		t.Errorf("video after %v, want at least three round trips", took)
	}
}

func TestAnswerIsICELiteWithOneAddress(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	if err := v.requestPull(e, "webrtc://127.0.0.1/live/clock", "lite"); err != nil {
		t.Fatal(err)
	}

	var answer sdp.SessionDescription
	if err := answer.UnmarshalString(v.answer); err != nil {
		t.Fatal(err)
	}
	if _, lite := answer.Attribute("ice-lite"); !lite {
		t.Error("no a=ice-lite")
	}
	candidates := 0
	for _, media := range answer.MediaDescriptions {
		if len(media.MediaName.Formats) != 1 {
			t.Errorf("%s is answered with formats %v, want the one that is sent", media.MediaName.Media, media.MediaName.Formats)
		}
		for _, attribute := range media.Attributes {
			if attribute.Key != "candidate" {
				continue
			}
			candidates++
			if !strings.Contains(attribute.Value, " 127.0.0.1 ") || !strings.Contains(attribute.Value, " udp ") {
				t.Errorf("candidate %s, want 127.0.0.1 over UDP", attribute.Value)
			}
		}
	}
	if candidates == 0 {
		t.Error("the answer has no candidate")
	}
}

func TestOfferOfOneKind(t *testing.T) {
	t.Parallel()
	for _, kind := range bothKinds {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			e := startEdge(t, Config{})
			v := newViewer(t, []webrtc.RTPCodecType{kind})
			v.pull(e, "webrtc://127.0.0.1/live/clock", "one")
			s := onlySession(t, e, "one")
			if kind == webrtc.RTPCodecTypeAudio {
				receive(t, v.audio, "audio")
				if s.VideoCodec != "" {
					t.Errorf("an audio-only offer got video: %+v", s)
				}
				return
			}
			receive(t, v.video, "video")
			if s.AudioCodec != "" {
				t.Errorf("a video-only offer got audio: %+v", s)
			}
		})
	}
}

func TestKeyFrameAfterPLI(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{Video: oneGOP(t)})
	v := newViewer(t, bothKinds)
	v.pull(e, "webrtc://127.0.0.1/live/clock", "pli")
	receive(t, v.video, "video")
	v.sendPLI()
	asked := time.Now()
	for packet := range v.video {
		if beginsKeyFrame(codecH264, packet) {
			break
		}
		if time.Since(asked) > 3*time.Second {
			t.Fatal("no key frame within 3 s of a PLI, in a clip with one every 10 s")
		}
	}
	if s := onlySession(t, e, "pli"); s.KeyFrameRequests != 1 {
		t.Errorf("%d key frame requests counted, want 1", s.KeyFrameRequests)
	}
}

func TestStopStreamEndsTheSession(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v, other := newViewer(t, bothKinds), newViewer(t, bothKinds)
	v.pull(e, "webrtc://127.0.0.1/live/clock", "stopped")
	other.pull(e, "webrtc://127.0.0.1/live/clock", "other")
	receive(t, v.video, "the first viewer's video")
	receive(t, other.video, "the second viewer's video")

	if err := v.stop(); err != nil {
		t.Fatal(err)
	}
	s := onlySession(t, e, "stopped")
	if s.State != stateEnded || s.Reason != "stopstream" || s.Ended.IsZero() {
		t.Errorf("after stopstream: %+v", s)
	}
	// The other viewer's stream continues, and the counter of this one does not change.
	sent := onlySession(t, e, "other").VideoPktSent
	waitFor(t, "the other viewer's video continues", func() bool { return onlySession(t, e, "other").VideoPktSent > sent+10 })
	if after := onlySession(t, e, "stopped"); after.VideoPktSent != s.VideoPktSent {
		t.Errorf("%d video packets sent after stopstream", after.VideoPktSent-s.VideoPktSent)
	}
	if status := e.stopstream(t, "", "webrtc://127.0.0.1/live/clock", e.svrsig("stopped")); status == http.StatusOK {
		t.Error("a second stopstream was accepted")
	}
	waitFor(t, "the second stopstream is recorded with a problem", func() bool {
		calls := e.State("stopped", "").Calls
		return len(calls) == 3 && calls[2].Problem != ""
	})
}

func TestClosingTheViewerEndsTheSession(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	v.pull(e, "webrtc://127.0.0.1/live/clock", "closed")
	receive(t, v.video, "video")
	closed := time.Now()
	if err := v.pc.Close(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the session ends", func() bool { return onlySession(t, e, "closed").State == stateEnded })
	if s := onlySession(t, e, "closed"); s.Reason != "peer-closed" || s.Ended.Sub(closed) > 3*time.Second {
		t.Errorf("ended %v after the viewer closed, reason %q", s.Ended.Sub(closed), s.Reason)
	}
	if err := v.stop(); err != nil {
		t.Errorf("stopstream after the session ended by itself: %v", err)
	}
}

func TestSessionEndsWithoutConsent(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{ConsentTimeout: time.Second})
	offer, err := os.ReadFile("../../signal/sdp/testdata/chromium-offer.sdp")
	if err != nil {
		t.Fatal(err)
	}
	// A viewer that receives the answer and sends nothing.
	_, err = e.client.PullStream(t.Context(), signal.PullStreamRequest{
		StreamURL: "webrtc://127.0.0.1/live/clock", SessionID: "silent", ClientInfo: "go test",
		LocalSDP: signal.SessionDescription{Type: "offer", SDP: string(offer)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if s := onlySession(t, e, "silent"); s.State != stateConnecting {
		t.Errorf("state %q before the first packet, want connecting", s.State)
	}
	waitFor(t, "the session ends", func() bool { return onlySession(t, e, "silent").State == stateEnded })
	if s := onlySession(t, e, "silent"); s.Reason != "ice-failed" {
		t.Errorf("reason %q, want ice-failed", s.Reason)
	}
}

func TestUnusableOffersAreRefused(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{Video: sampleLibrary().video[0]}) // H.264 only
	pull := func(sdp string) error {
		_, err := e.client.PullStream(t.Context(), signal.PullStreamRequest{
			StreamURL: "webrtc://127.0.0.1/live/clock", SessionID: "refused", ClientInfo: "go test",
			LocalSDP: signal.SessionDescription{Type: "offer", SDP: sdp},
		})
		return err
	}
	noH264, err := os.ReadFile("../../signal/sdp/testdata/firefox-offer.sdp")
	if err != nil {
		t.Fatal(err)
	}
	for name, offer := range map[string]string{
		"unreadable":      "v=0\r\nnot SDP",
		"no media":        "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n",
		"no common codec": string(noH264),
	} {
		if err := pull(offer); !errors.Is(err, CodeBadOffer) {
			t.Errorf("%s: %v, want errcode %d", name, err, CodeBadOffer)
		}
	}
	if n := len(e.State("refused", "").Sessions); n != 0 {
		t.Errorf("%d sessions for refused offers", n)
	}
}

func TestClosedEdgeRefusesPulls(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	e.Edge.Close()
	if err := newViewer(t, bothKinds).requestPull(e, "webrtc://127.0.0.1/live/clock", "late"); !errors.Is(err, CodeClosing) {
		t.Errorf("pull after Close: %v, want errcode %d", err, CodeClosing)
	}
}

func TestStopWhileConnecting(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	if err := v.requestPull(e, "webrtc://127.0.0.1/live/clock", "early"); err != nil {
		t.Fatal(err)
	}
	if err := v.stop(); err != nil {
		t.Fatal(err)
	}
	if s := onlySession(t, e, "early"); s.State != stateEnded || s.Reason != "stopstream" {
		t.Errorf("after stopstream: %+v", s)
	}
}

func TestSessionsAreLimited(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{MaxSessions: 2, ConsentTimeout: time.Second})
	first := newViewer(t, bothKinds)
	first.pull(e, clock, "first")
	receive(t, first.video, "video")
	if err := newViewer(t, bothKinds).requestPull(e, clock, "second"); err != nil {
		t.Fatal(err)
	}
	var status *signal.HTTPError
	if err := newViewer(t, bothKinds).requestPull(e, clock, "third"); !errors.As(err, &status) || status.Status != http.StatusServiceUnavailable {
		t.Fatalf("a third session: %v, want status 503", err)
	}
	if err := first.stop(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "there is room again", func() bool { return newViewer(t, bothKinds).requestPull(e, clock, "fourth") == nil })
}
