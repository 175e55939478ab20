package signal_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode"

	"lebplayer/signal"
)

func FuzzParseStreamURL(f *testing.F) {
	for _, seed := range []string{
		"webrtc://example.com/live/demo?txSecret=9f&txTime=5F",
		"webrtc://[2001:db8::1]:8687/a/b/c",
		"webrtc://h/live/s?tabr_bitrates=a,b%2Cc&tabr_start_bitrate=b",
		"webrtc://h:0/live/s", "webrtc://h//", "webrtc://@/a/b", "webrtc://[::1]x/a/b", "://", "webrtc://流/流/流?流#",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		u, err := signal.ParseStreamURL(in)
		if err != nil {
			if !errors.Is(err, signal.ErrBadStreamURL) || u != (signal.StreamURL{}) {
				t.Fatalf("%q: %+v, %v", in, u, err)
			}
			return
		}
		if u.String() != in {
			t.Fatalf("%q became %q", in, u)
		}
		if u.Host == "" || u.App == "" || u.StreamID == "" || strings.Contains(u.StreamID, "/") {
			t.Fatalf("%q: %+v", in, u)
		}
		rebuilt := in[:len("webrtc://")] + u.Host + "/" + u.App + "/" + u.StreamID
		if u.Query != "" || strings.HasSuffix(in, "?") {
			rebuilt += "?" + u.Query
		}
		if rebuilt != in {
			t.Fatalf("%q has parts that make %q", in, rebuilt)
		}
		if strings.ContainsFunc(in, unicode.IsSpace) {
			t.Fatalf("%q has white space", in)
		}
		if name, ok := signal.SwitchableBitrate(u, u); ok && !slices.Contains(u.Bitrates(), name) {
			t.Fatalf("%q switches to %q", in, name)
		}
	})
}

func FuzzReply(f *testing.F) {
	for _, reply := range replies {
		if len(reply.body) <= signal.MaxReplySize {
			f.Add([]byte(reply.body))
		}
	}
	for _, part := range []string{`,"a":0`, `,"a":[0]`, `,"svrsig":"s"`, `,"a":"://"`} {
		f.Add([]byte(`{"errcode":5` + strings.Repeat(part, 5000) + "}"))
	}
	for _, line := range []string{"\\n", "m=audio \\r\\n", "x "} {
		f.Add([]byte(pullReply(`{"type":"answer","sdp":"`+strings.Repeat(line, 4000)+`"}`, goodSig)))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		host := &signal.Host{Transport: &fakeTransport{resp: signal.Response{Status: 200, Body: body}}}
		hosts := signal.NewHosts(host)
		stream, err := hosts.PullStream(t.Context(), pullRequest)
		hosts.Wait()
		switch kindOf(err) {
		case success:
			if lines := strings.Count(stream.Answer(), "\n"); stream.Answer() == "" || lines > 2000 {
				t.Fatalf("%q: an answer of %d lines", body, lines)
			}
		case refused, bad, tooLarge:
			if stream != nil {
				t.Fatalf("%q: a stream with %v", body, err)
			}
		default:
			t.Fatalf("%q: %v", body, err)
		}
		if err != nil && len(err.Error()) > signal.MaxWords+100 {
			t.Fatalf("%q: an error of %d bytes", body, len(err.Error()))
		}
		stop := pulled(t, host).Stop(t.Context())
		if err == nil && stop != nil {
			t.Fatalf("%q: pullstream takes it, stopstream says %v", body, stop)
		}
	})
}
