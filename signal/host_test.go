package signal_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
)

// fakeTransport records what it is given and answers with what it has.
type fakeTransport struct {
	resp signal.Response
	err  error
	got  []signal.Request
}

func (f *fakeTransport) Post(_ context.Context, req signal.Request) (signal.Response, error) {
	f.got = append(f.got, req)
	return f.resp, f.err
}

// transportFunc is a Transport of one function.
type transportFunc func(ctx context.Context, req signal.Request) (signal.Response, error)

func (f transportFunc) Post(ctx context.Context, req signal.Request) (signal.Response, error) {
	return f(ctx, req)
}

func ok(body string) signal.Response { return signal.Response{Status: 200, Body: []byte(body)} }

const goodPull = `{"errcode":0,"errmsg":"succ","remotesdp":{"type":"answer","sdp":"v=0\r\n"},"svrsig":"SIG"}`

var (
	pullRequest = signal.PullStreamRequest{
		StreamURL:  "webrtc://example.com/live/demo?txSecret=s&txTime=1",
		SessionID:  "demo_1234",
		ClientInfo: `Chrome "139" <中文>`,
		LocalSDP:   signal.SessionDescription{Type: "offer", SDP: "v=0\r\ns=-\r\n"},
	}
	qualityReport = signal.QualityReport{
		BeginUTime: "1700000000000", EndUTime: "1700000002000",
		AudioSSRC: 1, AudioCodec: "opus", AudioPktRecv: 100, AudioByteRecv: 8000, AudioPktLost: 2,
		VideoSSRC: 4294967295, VideoCodec: "h264", VideoPktRecv: 300, VideoByteRecv: 400000, VideoPktLost: -1,
		VideoWidth: 1280, VideoHeight: 720, VideoFrameDec: 25, VideoFrameRecv: 26,
	}
	iceStateReport   = signal.ICEStateReport{ICEConnectionState: "connected", ICEGatheringState: "complete"}
	firstFrameReport = signal.FirstFrameReport{StartTime: "1700000000000", FirstPlayTime: "1700000000350"}
)

// pulled returns a stream that host has agreed to send. host's Transport gets
// all calls but the pullstream.
func pulled(t *testing.T, host *signal.Host) *signal.Stream {
	t.Helper()
	agreed := *host
	agreed.Transport = transportFunc(func(ctx context.Context, req signal.Request) (signal.Response, error) {
		if strings.HasSuffix(req.URL, "/pullstream") {
			return ok(goodPull), nil
		}
		return host.Transport.Post(ctx, req)
	})
	stream, err := signal.NewHosts(&agreed).PullStream(t.Context(), pullRequest)
	if err != nil {
		t.Fatal(err)
	}
	return stream
}

// calls are the endpoints, each with a full request.
var calls = []struct {
	endpoint  string
	do        func(*testing.T, context.Context, *signal.Host) error
	keepAlive bool
}{
	{"pullstream", func(t *testing.T, ctx context.Context, host *signal.Host) error {
		hosts := signal.NewHosts(host)
		defer hosts.Wait()
		_, err := hosts.PullStream(ctx, pullRequest)
		return err
	}, false},
	{"stopstream", func(t *testing.T, ctx context.Context, host *signal.Host) error {
		return pulled(t, host).Stop(ctx)
	}, true},
	{"reportquality", func(t *testing.T, ctx context.Context, host *signal.Host) error {
		return pulled(t, host).ReportQuality(ctx, qualityReport)
	}, false},
	{"reporticestate", func(t *testing.T, ctx context.Context, host *signal.Host) error {
		return pulled(t, host).ReportICEState(ctx, iceStateReport)
	}, false},
	{"firstframeusetime", func(t *testing.T, ctx context.Context, host *signal.Host) error {
		return pulled(t, host).ReportFirstFrame(ctx, firstFrameReport)
	}, false},
	{"tabrctl", func(t *testing.T, ctx context.Context, host *signal.Host) error {
		return pulled(t, host).SwitchBitrate(ctx, "d540p")
	}, false},
}

// The bytes that leave are the interface: names, order and escaping.
func TestRequestsOnTheWire(t *testing.T) {
	for _, call := range calls {
		t.Run(call.endpoint, func(t *testing.T) {
			transport := &fakeTransport{resp: ok(goodPull)}
			if err := call.do(t, t.Context(), &signal.Host{Transport: transport}); err != nil {
				t.Fatal(err)
			}
			golden, err := os.ReadFile(filepath.Join("testdata", call.endpoint+".json"))
			if err != nil {
				t.Fatal(err)
			}
			got := transport.got[0]
			if string(got.Body) != strings.TrimSuffix(string(golden), "\n") {
				t.Errorf("body\n got %s\nwant %s", got.Body, golden)
			}
			if want := "https://live.rtc.qq.com:8687/webrtc/v1/" + call.endpoint; got.URL != want {
				t.Errorf("URL %s, want %s", got.URL, want)
			}
			if got.ContentType != "text/plain;charset=utf-8" {
				t.Errorf("content type %q", got.ContentType)
			}
			if got.KeepAlive != call.keepAlive {
				t.Errorf("KeepAlive is %v", got.KeepAlive)
			}
			if want := call.endpoint == "reportquality"; got.Aside != want {
				t.Errorf("Aside is %v", got.Aside)
			}
			if len(transport.got) != 1 {
				t.Errorf("%d requests", len(transport.got))
			}
		})
	}
}

func TestPullStreamOptionalFields(t *testing.T) {
	t.Parallel()
	transport := &fakeTransport{resp: ok(goodPull)}
	req := pullRequest
	req.ClientIP, req.SEIPass = "101.87.40.217", 1
	stream, err := signal.NewHosts(&signal.Host{Transport: transport}).PullStream(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	if body := string(transport.got[0].Body); !strings.HasSuffix(body, `,"clientip":"101.87.40.217","seipass":1}`) {
		t.Errorf("body %s", body)
	}
	if stream.Answer() != "v=0\r\n" || stream.SessionID() != "demo_1234" {
		t.Errorf("answer %q to %q", stream.Answer(), stream.SessionID())
	}
}

func TestBaseURLAndContentType(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]string{
		"":                            "https://live.rtc.qq.com:8687/webrtc/v1/stopstream",
		"http://127.0.0.1:8687":       "http://127.0.0.1:8687/webrtc/v1/stopstream",
		"http://127.0.0.1:8687/":      "http://127.0.0.1:8687/webrtc/v1/stopstream",
		"https://example.com/proxy":   "https://example.com/proxy/webrtc/v1/stopstream",
		"https://example.com/a/b///":  "https://example.com/a/b/webrtc/v1/stopstream",
		"https://[2001:db8::1]:8687/": "https://[2001:db8::1]:8687/webrtc/v1/stopstream",
	} {
		transport := &fakeTransport{resp: ok(`{"errcode":0}`)}
		host := &signal.Host{BaseURL: base, ContentType: "application/json", Transport: transport}
		if err := pulled(t, host).Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := transport.got[0]; got.URL != want || got.ContentType != "application/json" {
			t.Errorf("base %q: %s as %s", base, got.URL, got.ContentType)
		}
	}
}

func TestIsBaseURL(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]bool{
		"https://example.com": true, "http://127.0.0.1:8687/x": true, "HTTPS://h": true, "Http://h": true,
		"": false, "h": false, "/signal": false, "127.0.0.1:8687": false, "https://": false, "https:///x": false,
		"ftp://h": false, "//h": false, "https:/h": false, "webrtc://h": false,
	} {
		if got := signal.IsBaseURL(url); got != want {
			t.Errorf("%q: %t", url, got)
		}
	}
}

func TestTimestampIsUnixMilliseconds(t *testing.T) {
	t.Parallel()
	at := time.Date(2023, 11, 14, 22, 13, 20, 350_999_999, time.UTC)
	if got := signal.TimestampOf(at); got != "1700000000350" {
		t.Errorf("got %s", got)
	}
}

// What the transport says of a dead context does not matter.
func TestContextWins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, call := range calls {
			for _, said := range []error{errors.New("connection reset"), signal.ErrReplyTooLarge, nil} {
				transport := transportFunc(func(ctx context.Context, _ signal.Request) (signal.Response, error) {
					<-ctx.Done()
					if said == nil {
						return signal.Response{}, ctx.Err()
					}
					return signal.Response{}, said
				})
				host := &signal.Host{Transport: transport}

				ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
				checkContextError(t, call.endpoint, call.do(t, ctx, host), context.DeadlineExceeded)
				cancel()

				ctx, cancel = context.WithCancel(t.Context())
				cancel()
				checkContextError(t, call.endpoint, call.do(t, ctx, host), context.Canceled)
			}
		}
	})
}

func checkContextError(t *testing.T, endpoint string, err, want error) {
	t.Helper()
	var network *signal.NetworkError
	if !errors.Is(err, want) || errors.As(err, &network) || errors.Is(err, signal.ErrBadReply) {
		t.Errorf("%s: %v, want %v", endpoint, err, want)
		return
	}
	if !strings.HasPrefix(err.Error(), endpoint+": ") {
		t.Errorf("%q does not name its endpoint", err)
	}
}
