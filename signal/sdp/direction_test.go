package sdp

import "testing"

func TestInactive(t *testing.T) {
	const session = "v=0\r\na=group:BUNDLE 0 1\r\n"
	tests := []struct{ name, in, want string }{
		{"one that sends",
			session + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=sendonly\r\na=rtcp-mux\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=sendonly\r\n",
			session + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=rtcp-mux\r\na=inactive\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=sendonly\r\n"},
		{"one that names no direction",
			session + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:1\r\n",
			session + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:1\r\na=inactive\r\n"},
		{"a direction for the whole session",
			session + "a=sendrecv\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n",
			session + "a=sendrecv\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=inactive\r\n"},
		{"bare line feeds", "v=0\nm=audio 9 RTP/AVP 0\na=sendrecv\n", "v=0\nm=audio 9 RTP/AVP 0\na=inactive\n"},
		{"no end of line", "v=0\r\nm=audio 9 RTP/AVP 0", "v=0\r\nm=audio 9 RTP/AVP 0\r\na=inactive"},
		{"no sound", session + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=sendonly\r\n", session + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=sendonly\r\n"},
		{"nothing", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Inactive(test.in, "audio"); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func TestSeparateSound(t *testing.T) {
	const video = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=msid:leb video\r\na=ssrc:2 msid:leb video\r\n"
	tests := []struct{ name, in, want string }{
		{"of one stream",
			"v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=msid:leb audio\r\na=ssrc:1 cname:x\r\na=ssrc:1 msid:leb audio\r\na=rtcp-mux\r\n" + video,
			"v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=ssrc:1 cname:x\r\na=rtcp-mux\r\na=msid:sound sound\r\n" + video},
		{"of none", "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n", "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=msid:sound sound\r\n"},
		{"no sound", "v=0\r\n" + video, "v=0\r\n" + video},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := SeparateSound(test.in); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
