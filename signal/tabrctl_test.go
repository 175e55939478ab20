package signal_test

import (
	"errors"
	"slices"
	"testing"

	"lebplayer/signal"
)

// Each request of a stream has the next number, whatever came of the others.
func TestSwitchesAreCounted(t *testing.T) {
	t.Parallel()
	transport := &fakeTransport{resp: ok(`{"errcode":403,"seq":"?"}`)}
	stream := pulled(t, &signal.Host{Transport: transport})
	for i, want := range []string{"1", "2"} {
		if err := stream.SwitchBitrate(t.Context(), "hd"); !errors.Is(err, signal.CodeNotAllowed) {
			t.Errorf("%v is not CodeNotAllowed", err)
		}
		if got := string(transport.got[i].Body); got != `{"svrsig":"SIG","seq":`+want+`,"bitrate_name":"hd"}` {
			t.Errorf("request %s: %s", want, got)
		}
	}
}

func streamURL(t *testing.T, text string) signal.StreamURL {
	t.Helper()
	u, err := signal.ParseStreamURL(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return u
}

func TestBitrates(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		query string
		names []string
		start string
	}{
		{"", nil, ""},
		{"?", nil, ""},
		{"?txSecret=9f&txTime=5F", nil, ""},
		{"?tabr_bitrates=d1080p,d540p,d360p&tabr_start_bitrate=d1080p", []string{"d1080p", "d540p", "d360p"}, "d1080p"},
		{"?a=1&tabr_start_bitrate=b&tabr_bitrates=a%2Cb%2cc&x", []string{"a", "b", "c"}, "b"},
		{"?tabr_bitrates=流", []string{"流"}, ""},
		{"?tabr_bitrates=,a,,b,", []string{"a", "b"}, ""},
		{"?tabr_bitrates=", nil, ""},
		{"?tabr_bitrates&tabr_start_bitrate", nil, ""},
		{"?xtabr_bitrates=a&TABR_BITRATES=b", nil, ""},
		{"?tabr_bitrates=a&tabr_bitrates=b&tabr_start_bitrate=a=b", []string{"a"}, "a=b"},
	} {
		u := streamURL(t, "webrtc://h/live/s"+test.query)
		if got := u.Bitrates(); !slices.Equal(got, test.names) {
			t.Errorf("%s: Bitrates gives %q", test.query, got)
		}
		if got := u.StartBitrate(); got != test.start {
			t.Errorf("%s: StartBitrate gives %q", test.query, got)
		}
	}
}

func TestSwitchableBitrate(t *testing.T) {
	t.Parallel()
	const from = "webrtc://h/live/s?txSecret=1&txTime=2&tabr_bitrates=hd,sd&tabr_start_bitrate=hd"
	for _, test := range []struct{ from, to, want string }{
		{from, "webrtc://h/live/s?txSecret=1&txTime=2&tabr_bitrates=hd,sd&tabr_start_bitrate=sd", "sd"},
		{from, from, "hd"}, // where an earlier switch may have left
		{from, "webrtc://h/live/s?txSecret=1&txTime=2&tabr_bitrates=hd%2Csd&tabr_start_bitrate=sd", "sd"},
		{from, "webrtc://h/live/s?tabr_start_bitrate=sd&txTime=9&txSecret=8&&tabr_bitrates=hd,sd&", "sd"},
		{from, "WebRTC://H/live/s?tabr_bitrates=hd,sd&tabr_start_bitrate=sd", "sd"},
		{"webrtc://h/live/s?tabr_bitrates=hd,sd", "webrtc://h/live/s?tabr_bitrates=hd,sd&tabr_start_bitrate=sd", "sd"},

		{from, "webrtc://i/live/s?tabr_bitrates=hd,sd&tabr_start_bitrate=sd", ""},
		{from, "webrtc://h:1/live/s?tabr_bitrates=hd,sd&tabr_start_bitrate=sd", ""},
		{from, "webrtc://h/Live/s?tabr_bitrates=hd,sd&tabr_start_bitrate=sd", ""},
		{from, "webrtc://h/live/S?tabr_bitrates=hd,sd&tabr_start_bitrate=sd", ""},
		{from, "webrtc://h/live/s?tabr_bitrates=sd,hd&tabr_start_bitrate=sd", ""},
		{from, "webrtc://h/live/s?tabr_bitrates=hd,sd,ld&tabr_start_bitrate=sd", ""},
		{from, "webrtc://h/live/s?tabr_bitrates=hd,sd&tabr_start_bitrate=ld", ""},
		{from, "webrtc://h/live/s?tabr_bitrates=hd,sd&tabr_start_bitrate=", ""},
		{from, "webrtc://h/live/s?tabr_bitrates=hd,sd", ""},
		{from, "webrtc://h/live/s?tabr_start_bitrate=sd", ""},
		{from, "webrtc://h/live/s", ""},
		{from, "webrtc://h/live/s?tabr_bitrates=hd,sd&tabr_start_bitrate=sd&lang=en", ""},
		{from + "&lang=en", "webrtc://h/live/s?lang=de&tabr_bitrates=hd,sd&tabr_start_bitrate=sd", ""},
		{from + "&tabr_control=auto", "webrtc://h/live/s?tabr_bitrates=hd,sd&tabr_start_bitrate=sd&tabr_control=auto", ""},
		{"webrtc://h/live/s", from, ""},
		{"webrtc://h/live/s", "webrtc://h/live/s", ""},
	} {
		name, ok := signal.SwitchableBitrate(streamURL(t, test.from), streamURL(t, test.to))
		if name != test.want || ok != (test.want != "") {
			t.Errorf("%s\n%s\n got %q, %v, want %q", test.from, test.to, name, ok, test.want)
		}
	}
}
