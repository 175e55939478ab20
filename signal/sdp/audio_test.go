package sdp

import "testing"

func TestSplitAudioStream(t *testing.T) {
	const video = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=msid:leb video\r\na=ssrc:2 msid:leb video\r\n"
	tests := []struct{ name, in, want string }{
		{"of one stream",
			"v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=msid:leb audio\r\na=ssrc:1 cname:x\r\na=ssrc:1 msid:leb audio\r\na=rtcp-mux\r\n" + video,
			"v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=ssrc:1 cname:x\r\na=rtcp-mux\r\na=msid:sound sound\r\n" + video},
		{"of none", "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n", "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=msid:sound sound\r\n"},
		{"no audio", "v=0\r\n" + video, "v=0\r\n" + video},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := SplitAudioStream(test.in); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func TestWithAudioSSRC(t *testing.T) {
	const (
		head  = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=msid:leb audio\r\n"
		named = "a=ssrc:1 cname:x\r\na=ssrc:1 msid:leb audio\r\n"
		tail  = "a=rtcp-mux\r\n"
		video = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=ssrc-group:FID 2 3\r\na=ssrc:2 cname:x\r\na=ssrc:3 cname:x\r\n"
	)
	tests := []struct {
		name, in string
		names    bool
		ssrc     uint32
		want     string
	}{
		{"any source", head + named + tail + video, true, 0, head + tail + video},
		{"another source", head + named + tail + video, true, 4294967295, head + tail + "a=ssrc:4294967295 cname:audio\r\n" + video},
		{"a source where there was none", head + tail + video, false, 7, head + tail + "a=ssrc:7 cname:audio\r\n" + video},
		{"no source as before", head + tail + video, false, 0, head + tail + video},
		{"no audio", "v=0\r\n" + video, false, 7, "v=0\r\n" + video},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := WithAudioSSRC(test.in, test.ssrc); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
			if got := HasAudioSSRC(test.in); got != test.names {
				t.Errorf("HasAudioSSRC is %v, want %v", got, test.names)
			}
		})
	}
}
