package edge

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/pion/webrtc/v3"

	"lebplayer/signal"
)

func TestParseFault(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"errcode-1", "errcode-100010", "http-300", "http-599", "report-http-404", "slow-1", "garbage", "truncated", "empty", "huge",
		"no-cors", "hang", "no-media", "loss-1", "loss-100", "delay-200", "jitter-50", "drop", "drop-3000", "hold-2000", "freeze-1200", "stop",
		"stop-video", "stop-audio", "ssrc", "resize", "no-keyframe", "corrupt", "close", "restart",
		"sound-only", "video-only", "late-video-4000", "mid-gop-10000", "fps-1", "fps-25", "interval-5000", "audio-ssrc",
		"timestamp-jump-3600", "audio-timestamp-jump-89479", "video-timestamp-jump-47711", "sequence-jump-65535",
		"audio-sequence-jump-30000", "video-sequence-jump-1",
	} {
		if f, err := parseFault(name); err != nil || f.String() != name {
			t.Errorf("%s: parsed as %s, %v", name, f, err)
		}
	}
	for _, name := range []string{
		"", "-", "-5", "loss", "loss-", "loss-0", "loss-101", "loss--5", "loss-+5", "loss-1.5", "loss-5-5", "Loss-5", "drop-0",
		"http-299", "http-600", "errcode", "errcode-0", "errcode-4294967297", "stop-0", "stop-1", "stop-sound", "freeze", "closed",
		"late-video", "mid-gop", "fps-0", "fps-26", "interval", "timestamp-jump", "timestamp-jump-89480", "sequence-jump-65536",
	} {
		if f, err := parseFault(name); !errors.Is(err, errUnknownFault) {
			t.Errorf("%q: parsed as %s, %v, want errUnknownFault", name, f, err)
		}
	}
	if _, err := parseInitialFault("restart"); !errors.Is(err, errUnknownFault) {
		t.Errorf("restart as an initial fault: %v", err)
	}
}

func TestSignallingFaults(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	var api *signal.APIError
	var status *signal.HTTPError
	for name, want := range map[string]func(error) bool{
		"errcode-100010":    func(err error) bool { return errors.Is(err, signal.CodeStreamNotExist) },
		"errcode-7~mine":    func(err error) bool { return errors.As(err, &api) && api.Code == 7 },
		"http-500":          func(err error) bool { return errors.As(err, &status) && status.Status == 500 },
		"http-404~b":        func(err error) bool { return errors.As(err, &status) && status.Status == 404 },
		"garbage":           func(err error) bool { return errors.Is(err, signal.ErrBadReply) },
		"truncated":         func(err error) bool { return errors.Is(err, signal.ErrBadReply) },
		"empty":             func(err error) bool { return errors.Is(err, signal.ErrBadReply) },
		"huge":              func(err error) bool { return errors.Is(err, signal.ErrReplyTooLarge) },
		"http-99":           func(err error) bool { return errors.Is(err, CodeUnknownFault) },
		"no-such-fault":     func(err error) bool { return errors.Is(err, CodeUnknownFault) },
		"slow-10":           func(err error) bool { return err == nil },
		"report-http-500":   func(err error) bool { return err == nil },
		"no-media~anything": func(err error) bool { return err == nil },
		"loss-10":           func(err error) bool { return err == nil },
		"restart":           func(err error) bool { return errors.Is(err, CodeUnknownFault) },
	} {
		if err := newViewer(t, bothKinds).requestPull(e, "webrtc://127.0.0.1/fault/"+name, name); !want(err) {
			t.Errorf("fault/%s: %v", name, err)
		}
	}
	// Streams of other apps have no faults.
	if err := newViewer(t, bothKinds).requestPull(e, "webrtc://127.0.0.1/live/http-500", "live"); err != nil {
		t.Errorf("live/http-500: %v", err)
	}
}

func TestHangSendsNoReply(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err := e.client.PullStream(ctx, signal.PullStreamRequest{
		StreamURL: "webrtc://127.0.0.1/fault/hang", SessionID: "s", ClientInfo: "c",
		LocalSDP: signal.SessionDescription{Type: "offer", SDP: "v=0"},
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("fault/hang: %v, want context.DeadlineExceeded", err)
	}
}

func TestNoCORS(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	for stream, want := range map[string]string{"fault/no-cors": "", "live/clock": "*"} {
		body := `{"streamurl":"webrtc://127.0.0.1/` + stream + `","svrsig":"none"}`
		reply, err := http.Post(e.url+"/webrtc/v1/stopstream", "text/plain;charset=utf-8", bytes.NewReader([]byte(body)))
		if err != nil {
			t.Fatal(err)
		}
		reply.Body.Close()
		if got := reply.Header.Get("Access-Control-Allow-Origin"); got != want {
			t.Errorf("%s: Access-Control-Allow-Origin %q, want %q", stream, got, want)
		}
	}
}

func TestReportFaultAffectsReportsOnly(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	v.pull(e, "webrtc://127.0.0.1/fault/report-http-503", "reports")
	var status *signal.HTTPError
	err := v.stream.ReportICEState(t.Context(), signal.ICEStateReport{ICEConnectionState: "connected", ICEGatheringState: "complete"})
	if !errors.As(err, &status) || status.Status != 503 {
		t.Errorf("reporticestate: %v, want status 503", err)
	}
	receive(t, v.video, "video")
	if err := v.stop(); err != nil {
		t.Errorf("stopstream: %v", err)
	}
}

func TestNoMediaConnectsAndSendsNothing(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	connected := make(chan struct{})
	v.pc.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		if state == webrtc.PeerConnectionStateConnected {
			close(connected)
		}
	})
	v.pull(e, "webrtc://127.0.0.1/fault/no-media", "none")
	receive(t, connected, "the connection")
	waitFor(t, "the edge is connected too", func() bool { return onlySession(t, e, "none").State == stateConnected })
	select { // the first packet of a stream without faults arrives within the duration of a frame
	case <-v.video:
		t.Error("received video")
	case <-v.audio:
		t.Error("received audio")
	case <-time.After(300 * time.Millisecond):
	}
}

func TestNoKeyFrameSendsOtherFrames(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	v.pull(e, "webrtc://127.0.0.1/fault/no-keyframe", "p-only")
	receive(t, v.video, "video")
	v.sendPLI()
	start := time.Now()
	for time.Since(start) < 1500*time.Millisecond { // a GOP is 1 s
		if packet := receive(t, v.video, "more video"); beginsKeyFrame(codecH264, packet) {
			t.Fatal("received a key frame")
		}
	}
}
