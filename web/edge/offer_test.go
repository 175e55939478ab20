package edge

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/pion/webrtc/v3"
)

func TestSelectTracks(t *testing.T) {
	t.Parallel()
	read := func(name string) string {
		data, err := os.ReadFile("../../signal/sdp/testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	chromium := read("chromium-offer.sdp")
	for name, test := range map[string]struct {
		offer        string
		video, audio string // codec and, for video, a part of its format parameters; "" without a track
	}{
		"Chromium":              {chromium, "h264 profile-level-id=42e01f", "opus"},
		"Firefox with H.264":    {read("firefox-h264-offer.sdp"), "h264 profile-level-id=42e01f", "opus"},
		"Firefox without H.264": {read("firefox-offer.sdp"), "vp8 ", "opus"},
		"H.264 mode 0 only":     {strings.ReplaceAll(chromium, "packetization-mode=1", "packetization-mode=0"), "vp8 ", "opus"},
		"no 42e0":               {strings.ReplaceAll(chromium, "profile-level-id=42e0", "profile-level-id=6400"), "h264 profile-level-id=42001f", "opus"},
		"audio inactive":        {strings.Replace(chromium, "a=recvonly", "a=inactive", 1), "h264 profile-level-id=42e01f", ""},
		"audio rejected":        {strings.Replace(chromium, "m=audio 9 ", "m=audio 0 ", 1), "h264 profile-level-id=42e01f", ""},
	} {
		chosen, narrowed, err := selectTracks(test.offer, sampleLibrary())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var video, audio string
		for _, one := range chosen {
			if one.kind == webrtc.RTPCodecTypeAudio {
				audio = one.clip.codec
				continue
			}
			if wanted, other := fmt.Sprintf("a=rtpmap:%d H264/", one.codec.PayloadType), "a=rtpmap:96 VP8/"; one.clip.codec == codecH264 &&
				(!strings.Contains(narrowed, wanted) || strings.Contains(narrowed, other)) {
				t.Errorf("%s: narrowed to\n%s", name, narrowed)
			}
			video = one.clip.codec + " " + one.codec.SDPFmtpLine
			if one.clip.codec == codecH264 && !strings.Contains(video, "packetization-mode=1") {
				t.Errorf("%s: %s", name, video)
			}
		}
		codec, format, _ := strings.Cut(test.video, " ")
		if !strings.HasPrefix(video, codec) || !strings.Contains(video, format) || audio != test.audio {
			t.Errorf("%s: selected video %q and audio %q", name, video, audio)
		}
	}
}
