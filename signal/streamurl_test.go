package signal_test

import (
	"errors"
	"strings"
	"testing"

	"lebplayer/signal"
)

func TestExpiry(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]int64{
		"?txSecret=9f&txTime=5F5E1000": 1600000000, "?txTime=5f5e1000&txTime=1": 1600000000, "?txTime=100000000": 1 << 32, // after 2106
		"": 0, "?txTime=": 0, "?txTime=tomorrow": 0, "?txTime=-1": 0, "?txtime=5F5E1000": 0, "?txTime=FFFFFFFFFFFFFFFF": 0,
	} {
		u, err := signal.ParseStreamURL("webrtc://h/live/s" + query)
		if err != nil {
			t.Fatal(err)
		}
		at, known := u.Expiry()
		if known != (want != 0) || known && at.Unix() != want {
			t.Errorf("%q expires at %v, %t, want %d", query, at, known, want)
		}
	}
}

func TestParseStreamURL(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ in, host, app, stream, query string }{
		{"webrtc://example.com/live/demo", "example.com", "live", "demo", ""},
		{"webrtc://example.com/live/demo?txSecret=9f&txTime=5F", "example.com", "live", "demo", "txSecret=9f&txTime=5F"},
		{"webrtc://127.0.0.1:8687/fault/http-500~abc", "127.0.0.1:8687", "fault", "http-500~abc", ""},
		{"webrtc://localhost/a/b/c/stream_id", "localhost", "a/b/c", "stream_id", ""},
		{"webrtc://[2001:db8::1]/live/s", "[2001:db8::1]", "live", "s", ""},
		{"webrtc://[::ffff:10.0.0.1]:65535/live/s", "[::ffff:10.0.0.1]:65535", "live", "s", ""},
		{"webrtc://直播.example/频道/流?标题=一", "直播.example", "频道", "流", "标题=一"},
		{"WebRTC://Example.COM/Live/S", "Example.COM", "Live", "S", ""},
		{"webrtc://h/live/s?", "h", "live", "s", ""},
		{"webrtc://h/live/s?a=%2F&&b=?&c=/x+y&d=a@b", "h", "live", "s", "a=%2F&&b=?&c=/x+y&d=a@b"},
		{"webrtc://h/live/%E6%B5%81@1=x:y", "h", "live", "%E6%B5%81@1=x:y", ""},
	} {
		got, err := signal.ParseStreamURL(test.in)
		if err != nil {
			t.Errorf("%s: %v", test.in, err)
			continue
		}
		if got.Host != test.host || got.App != test.app || got.StreamID != test.stream || got.Query != test.query {
			t.Errorf("%s: %+v", test.in, got)
		}
		if got.String() != test.in {
			t.Errorf("%s: String gives %s", test.in, got)
		}
	}
}

func TestParseStreamURLErrors(t *testing.T) {
	t.Parallel()
	const secret = "?txSecret=hunter2"
	for in, want := range map[string]string{
		"":                                  "it is empty",
		"example.com/live/s" + secret:       "it does not start with webrtc://",
		"rtmp://h/live/s" + secret:          "it does not start with webrtc://",
		"https://h/live/s.sdp" + secret:     "it does not start with webrtc://",
		"webrtc:/h/live/s" + secret:         "it does not start with webrtc://",
		"xwebrtc://h/live/s":                "it does not start with webrtc://",
		"webrtc:///live/s" + secret:         "the host is missing",
		"webrtc://:80/live/s":               "the host is missing",
		"webrtc://" + secret:                "the host is missing",
		"webrtc://h" + secret:               "app and stream are missing",
		"webrtc://h/" + secret:              "app and stream are missing",
		"webrtc://h/live" + secret:          "app or stream is missing: it needs webrtc://host/app/stream",
		"webrtc://h/live/" + secret:         "the stream is missing",
		"webrtc://h//s":                     "the app is missing",
		"webrtc://h/a//s":                   "its path has an empty segment",
		"webrtc://h//a/s":                   "its path has an empty segment",
		"webrtc://h/a//b/s":                 "its path has an empty segment",
		"webrtc://h:/live/s":                "the port is not a number from 1 to 65535",
		"webrtc://h:0/live/s":               "the port is not a number from 1 to 65535",
		"webrtc://h:65536/live/s":           "the port is not a number from 1 to 65535",
		"webrtc://h:+80/live/s":             "the port is not a number from 1 to 65535",
		"webrtc://h:http/live/s" + secret:   "the port is not a number from 1 to 65535",
		"webrtc://2001:db8::1/live/s":       "the port is not a number from 1 to 65535",
		"webrtc://[2001:db8::1/live/s":      "the IPv6 address is invalid",
		"webrtc://[example]/live/s":         "the IPv6 address is invalid",
		"webrtc://[]/live/s":                "the IPv6 address is invalid",
		"webrtc://[::1]8687/live/s":         "there is text between the IPv6 address and the path",
		"webrtc://[::1]:x/live/s":           "the port is not a number from 1 to 65535",
		"webrtc://user:hunter2@h/live/s":    "it has a user name or password (@)",
		"webrtc://a%20b/live/s":             "the host has a character that no host has",
		`webrtc://h\live/live/s`:            "the host has a character that no host has",
		"webrtc://h/live/s#t" + secret:      "it has a fragment (#)",
		"webrtc://h/live/s" + secret + "#":  "it has a fragment (#)",
		" webrtc://h/live/s" + secret:       "it contains white space",
		"webrtc://h/live/s" + secret + "\n": "it contains white space",
		"webrtc://h/li ve/s":                "it contains white space",
		"webrtc://h/live/s\u3000":           "it contains white space",
		"webrtc://h/live/s\x00":             "it contains a control character",
		"webrtc://h/live/\x7fs":             "it contains a control character",
		"webrtc://h/live/\xff":              "it is not UTF-8",
	} {
		got, err := signal.ParseStreamURL(in)
		var bad *signal.StreamURLError
		if !errors.As(err, &bad) || !errors.Is(err, signal.ErrBadStreamURL) {
			t.Errorf("%q: %+v, %v", in, got, err)
			continue
		}
		if bad.Reason != want {
			t.Errorf("%q: %q, want %q", in, bad.Reason, want)
		}
		if strings.Contains(err.Error(), "hunter2") || got != (signal.StreamURL{}) {
			t.Errorf("%q: %q, %+v", in, err, got)
		}
	}
}
