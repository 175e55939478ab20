package sdp

import "testing"

func TestHasVideo(t *testing.T) {
	const audio = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=sendonly\r\n"
	tests := []struct {
		name, answer string
		want         bool
	}{
		{"video", audio + "m=video 9 UDP/TLS/RTP/SAVPF 102\r\na=sendonly\r\n", true},
		{"in both directions", audio + "m=video 9 UDP/TLS/RTP/SAVPF 102\r\n", true},
		{"with bare line feeds", "v=0\nm=video 9 UDP/TLS/RTP/SAVPF 102\na=sendonly\n", true},
		{"refused", audio + "m=video 0 UDP/TLS/RTP/SAVPF 102\r\n", false},
		{"inactive", audio + "m=video 9 UDP/TLS/RTP/SAVPF 102\r\na=inactive\r\n", false},
		{"only to be received", audio + "m=video 9 UDP/TLS/RTP/SAVPF 102\r\na=recvonly\r\n", false},
		{"audio alone", audio, false},
		{"nothing", "", false},
		{"cut off", "m=video", false},
	}
	for _, test := range tests {
		if got := HasVideo(test.answer); got != test.want {
			t.Errorf("%s: %t, want %t", test.name, got, test.want)
		}
	}
}
