package sdp

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// The offers are those of the browsers for two recvonly transceivers, audio and video, and
// createOffer({voiceActivityDetection: false}), with invented ICE passwords and fingerprints.
//
// Both offers of Firefox are of Firefox 153 with bundlePolicy "max-bundle", firefox-h264-offer.sdp with the preferences of
// web/browsers/playwright.config.ts.
const (
	chromium    = "chromium-offer.sdp"
	firefox     = "firefox-offer.sdp"
	firefoxH264 = "firefox-h264-offer.sdp"
)

func readOffer(t testing.TB, name string) string {
	t.Helper()
	offer, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(offer)
}

func TestMungeOfferOfBrowsers(t *testing.T) {
	t.Parallel()
	chromiumEdits := map[string]string{
		"a=fmtp:111 minptime=10;useinbandfec=1": "a=fmtp:111 minptime=10;useinbandfec=1;stereo=1",
	}
	for _, fmtp := range []string{
		"a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f",
		"a=fmtp:104 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42001f",
		"a=fmtp:108 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
		"a=fmtp:114 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f",
		"a=fmtp:116 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=4d001f",
		"a=fmtp:39 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=4d001f",
		"a=fmtp:41 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=f4001f",
		"a=fmtp:43 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=f4001f",
	} {
		chromiumEdits[fmtp] = fmtp + ";sps-pps-idr-in-keyframe=1"
	}
	tests := []struct {
		offer   string
		firefox bool
		edits   map[string]string // line → its replacement; "": the line is removed
	}{
		{chromium, false, chromiumEdits},
		{firefox, true, map[string]string{ // its Opus, 109, has stereo=1 already
			"a=setup:actpass": "a=setup:passive",
			"m=video 0 UDP/TLS/RTP/SAVPF 120 124 121 125 99 100 123 122 119": "m=video 9 UDP/TLS/RTP/SAVPF 120 124 121 125 99 100 123 122 119",
			"a=bundle-only": "",
		}},
		{firefoxH264, true, map[string]string{
			"a=setup:actpass": "a=setup:passive",
			"a=fmtp:126 profile-level-id=42e01f;level-asymmetry-allowed=1;packetization-mode=1":            "a=fmtp:126 profile-level-id=42e01f;level-asymmetry-allowed=1;packetization-mode=1;sps-pps-idr-in-keyframe=1",
			"m=video 0 UDP/TLS/RTP/SAVPF 120 124 121 125 126 127 97 98 105 106 103 104 99 100 123 122 119": "m=video 9 UDP/TLS/RTP/SAVPF 120 124 121 125 126 127 99 100 123 122 119",
			"a=bundle-only": "",
			"a=fmtp:97 profile-level-id=42e01f;level-asymmetry-allowed=1":                       "",
			"a=fmtp:105 profile-level-id=42001f;level-asymmetry-allowed=1;packetization-mode=1": "",
			"a=fmtp:103 profile-level-id=42001f;level-asymmetry-allowed=1":                      "",
			"a=fmtp:98 apt=97":           "",
			"a=fmtp:106 apt=105":         "",
			"a=fmtp:104 apt=103":         "",
			"a=rtcp-fb:97 nack":          "",
			"a=rtcp-fb:97 nack pli":      "",
			"a=rtcp-fb:97 ccm fir":       "",
			"a=rtcp-fb:97 goog-remb":     "",
			"a=rtcp-fb:97 transport-cc":  "",
			"a=rtcp-fb:105 nack":         "",
			"a=rtcp-fb:105 nack pli":     "",
			"a=rtcp-fb:105 ccm fir":      "",
			"a=rtcp-fb:105 goog-remb":    "",
			"a=rtcp-fb:105 transport-cc": "",
			"a=rtcp-fb:103 nack":         "",
			"a=rtcp-fb:103 nack pli":     "",
			"a=rtcp-fb:103 ccm fir":      "",
			"a=rtcp-fb:103 goog-remb":    "",
			"a=rtcp-fb:103 transport-cc": "",
			"a=rtpmap:97 H264/90000":     "",
			"a=rtpmap:98 rtx/90000":      "",
			"a=rtpmap:105 H264/90000":    "",
			"a=rtpmap:106 rtx/90000":     "",
			"a=rtpmap:103 H264/90000":    "",
			"a=rtpmap:104 rtx/90000":     "",
		}},
	}
	for _, test := range tests {
		t.Run(test.offer, func(t *testing.T) {
			t.Parallel()
			offer := readOffer(t, test.offer)
			var want strings.Builder
			unused := len(test.edits)
			seen := map[string]bool{}
			for l := range strings.SplitSeq(strings.TrimSuffix(offer, "\r\n"), "\r\n") {
				edit, ok := test.edits[l]
				if ok && !seen[l] {
					seen[l] = true
					unused--
				}
				if !ok {
					edit = l
				}
				if edit != "" {
					want.WriteString(edit + "\r\n")
				}
			}
			if unused != 0 {
				t.Fatalf("%d expected edits name no line of the offer", unused)
			}
			diffLines(t, MungeOffer(offer, test.firefox), want.String())
		})
	}
}

func TestMungeOfferLines(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, offer, want string
		firefox           bool
	}{
		{name: "empty"},
		{name: "no description", offer: "hello\nworld", want: "hello\nworld"},
		{
			name:  "Opus without fmtp",
			offer: "m=audio 9 RTP 111 0\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:0 PCMU/8000\r\n",
			want:  "m=audio 9 RTP 111 0\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 stereo=1\r\na=rtpmap:0 PCMU/8000\r\n",
		},
		{
			name:  "Opus without fmtp on the last line, which has no end",
			offer: "m=audio 9 RTP 111\r\na=rtpmap:111 opus/48000/2",
			want:  "m=audio 9 RTP 111\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 stereo=1",
		},
		{
			name:  "several Opus payload types, fmtp in front of rtpmap, any case",
			offer: "m=audio 9 RTP 109 96\r\na=fmtp:109 useinbandfec=1\r\na=fmtp:96 maxplaybackrate=8000\r\na=rtpmap:109 OPUS/48000/2\r\na=rtpmap:96 Opus/48000/2\r\n",
			want:  "m=audio 9 RTP 109 96\r\na=fmtp:109 useinbandfec=1;stereo=1\r\na=fmtp:96 maxplaybackrate=8000;stereo=1\r\na=rtpmap:109 OPUS/48000/2\r\na=rtpmap:96 Opus/48000/2\r\n",
		},
		{
			name:  "stereo is there already, once with a space",
			offer: "m=audio 9 RTP 109 96\r\na=rtpmap:109 opus/48000/2\r\na=fmtp:109 stereo=1;useinbandfec=1\r\na=rtpmap:96 opus/48000/2\r\na=fmtp:96 useinbandfec=1; stereo=1\r\n",
			want:  "m=audio 9 RTP 109 96\r\na=rtpmap:109 opus/48000/2\r\na=fmtp:109 stereo=1;useinbandfec=1\r\na=rtpmap:96 opus/48000/2\r\na=fmtp:96 useinbandfec=1; stereo=1\r\n",
		},
		{
			name:  "stereo is refused, or only spoken of by sprop-stereo",
			offer: "m=audio 9 RTP 109 96\r\na=rtpmap:109 opus/48000/2\r\na=fmtp:109 stereo=0;useinbandfec=1\r\na=rtpmap:96 opus/48000/2\r\na=fmtp:96 sprop-stereo=1\r\n",
			want:  "m=audio 9 RTP 109 96\r\na=rtpmap:109 opus/48000/2\r\na=fmtp:109 stereo=1;useinbandfec=1\r\na=rtpmap:96 opus/48000/2\r\na=fmtp:96 sprop-stereo=1;stereo=1\r\n",
		},
		{
			name:  "fmtp with nothing in it, or ending in a semicolon",
			offer: "m=audio 9 RTP 109 96\r\na=rtpmap:109 opus/48000/2\r\na=fmtp:109\r\na=rtpmap:96 opus/48000/2\r\na=fmtp:96 useinbandfec=1; \r\n",
			want:  "m=audio 9 RTP 109 96\r\na=rtpmap:109 opus/48000/2\r\na=fmtp:109 stereo=1\r\na=rtpmap:96 opus/48000/2\r\na=fmtp:96 useinbandfec=1;stereo=1\r\n",
		},
		{
			name:  "red of Opus is not Opus, and 11 is not 111",
			offer: "m=audio 9 RTP 63 11\r\na=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\na=rtpmap:11 L16/44100\r\na=fmtp:111 x=1\r\n",
			want:  "m=audio 9 RTP 63 11\r\na=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\na=rtpmap:11 L16/44100\r\na=fmtp:111 x=1\r\n",
		},
		{
			name:  "a payload type means nothing outside of its section",
			offer: "m=audio 9 RTP 111\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 useinbandfec=1\r\nm=video 9 RTP 111\r\na=rtpmap:111 VP9/90000\r\na=fmtp:111 profile-id=0\r\n",
			want:  "m=audio 9 RTP 111\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 useinbandfec=1;stereo=1\r\nm=video 9 RTP 111\r\na=rtpmap:111 VP9/90000\r\na=fmtp:111 profile-id=0\r\n",
		},
		{
			name:  "H.264 without fmtp",
			offer: "m=video 9 RTP 96\r\na=rtpmap:96 H264/90000\r\na=rtcp-fb:96 nack\r\n",
			want:  "m=video 9 RTP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 sps-pps-idr-in-keyframe=1\r\na=rtcp-fb:96 nack\r\n",
		},
		{
			name:  "offered for the bundle alone, or refused",
			offer: "v=0\r\nm=audio 9 RTP 0\r\nm=video 0 RTP 96\r\na=mid:1\r\na=bundle-only\r\nm=application 0 DTLS webrtc-datachannel\r\n",
			want:  "v=0\r\nm=audio 9 RTP 0\r\nm=video 9 RTP 96\r\na=mid:1\r\nm=application 0 DTLS webrtc-datachannel\r\n",
		},
		{
			name:  "LF only",
			offer: "v=0\nm=audio 9 RTP 111\na=setup:actpass\na=rtpmap:111 opus/48000/2\n",
			want:  "v=0\nm=audio 9 RTP 111\na=setup:actpass\na=rtpmap:111 opus/48000/2\na=fmtp:111 stereo=1\n",
		},
		{
			name:    "Firefox: the m= line tells which H.264 comes first, rtx goes with the other",
			firefox: true,
			offer:   "m=video 9 RTP 97 98 126 127 99\r\na=rtpmap:126 H264/90000\r\na=fmtp:127 apt=126\r\na=fmtp:98 rtx-time=3000;apt=97\r\na=rtcp-fb:* nack\r\na=rtcp-fb:126 nack\r\na=imageattr:126 recv *\r\na=rtpmap:97 H264/90000\r\na=rtpmap:127 rtx/90000\r\na=rtpmap:98 rtx/90000\r\na=rtpmap:99 VP8/90000\r\n",
			want:    "m=video 9 RTP 97 98 99\r\na=fmtp:98 rtx-time=3000;apt=97\r\na=rtcp-fb:* nack\r\na=rtpmap:97 H264/90000\r\na=fmtp:97 sps-pps-idr-in-keyframe=1\r\na=rtpmap:98 rtx/90000\r\na=rtpmap:99 VP8/90000\r\n",
		},
		{
			name:    "Firefox: setup of the whole session too",
			firefox: true,
			offer:   "v=0\r\na=setup:actpass\r\nm=audio 9 RTP 0\r\na=setup:active\r\n",
			want:    "v=0\r\na=setup:passive\r\nm=audio 9 RTP 0\r\na=setup:passive\r\n",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			munged := MungeOffer(test.offer, test.firefox)
			diffLines(t, munged, test.want)
			diffLines(t, MungeOffer(munged, test.firefox), test.want)
		})
	}
}

func TestHasH264(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{chromium: true, firefox: false, firefoxH264: true} {
		if got := HasH264(readOffer(t, name)); got != want {
			t.Errorf("HasH264(%s) = %v, want %v", name, got, want)
		}
	}
	if HasH264("") || HasH264("a=fmtp:96 x=H264/90000\r\na=rtpmap:96 H265/90000\r\n") {
		t.Error("found H.264 where there is none")
	}
	if !HasH264("a=rtpmap:96 h264/90000\n") {
		t.Error("the case of a codec's name matters")
	}
}

// FuzzMungeOffer looks for an offer that makes munging panic, that a second munging changes again, that gains or loses
// H.264, or whose payload types become inconsistent.
func FuzzMungeOffer(f *testing.F) {
	for _, name := range []string{chromium, firefox, firefoxH264} {
		f.Add(readOffer(f, name), true)
		f.Add(readOffer(f, name), false)
	}
	f.Add("", true)
	f.Add("m=video 9 RTP 96 96 97\na=rtpmap:96 H264\na=rtpmap:97 H264\na=fmtp:97 apt=96\na=fmtp:96 apt=97\r", true)
	f.Add("a=rtpmap:111 opus\ra=fmtp:111 \n\r\n\nm=\nm= 111", false)
	f.Fuzz(func(t *testing.T, offer string, firefox bool) {
		once := MungeOffer(offer, firefox)
		if twice := MungeOffer(once, firefox); twice != once {
			t.Errorf("munging again changed it:\n%q\nonce  %q\ntwice %q", offer, once, twice)
		}
		if HasH264(once) != HasH264(offer) {
			t.Errorf("HasH264 was %v before munging %q to %q", HasH264(offer), offer, once)
		}
		if !consistent(once) && consistent(offer) {
			t.Errorf("payload types no longer fit together:\n%q\nmunged %q", offer, once)
		}
	})
}

func TestMungeOfferStaysConsistent(t *testing.T) {
	t.Parallel()
	for _, name := range []string{chromium, firefox, firefoxH264} {
		for _, asFirefox := range []bool{false, true} { // Chromium's offer munged as Firefox's loses seven of eight H.264 payload types
			offer := readOffer(t, name)
			if !consistent(offer) {
				t.Fatalf("%s: the check itself is wrong", name)
			}
			if munged := MungeOffer(offer, asFirefox); !consistent(munged) {
				t.Errorf("%s, firefox %v: payload types no longer fit together:\n%s", name, asFirefox, munged)
			}
		}
	}
}

// consistent reports whether the payload types of every m= line are those of the rtpmap lines below it, and no fmtp,
// rtcp-fb or apt refers to another one.
func consistent(offer string) bool {
	for i, section := range strings.Split(offer, "\nm=") {
		var formats, mapped, spokenOf []string
		for j, l := range strings.Split(section, "\n") {
			l = strings.TrimRight(l, "\r")
			name, rest, _ := strings.Cut(l, ":")
			payloadType, value, _ := strings.Cut(rest, " ")
			switch {
			case i > 0 && j == 0 && len(strings.Split(l, " ")) > 3:
				formats = strings.Split(l, " ")[3:]
			case name == "a=rtpmap":
				mapped = append(mapped, payloadType)
			case name == "a=fmtp":
				spokenOf = append(spokenOf, payloadType)
				if apt, ok := strings.CutPrefix(value, "apt="); ok {
					spokenOf = append(spokenOf, apt)
				}
			case name == "a=rtcp-fb" && payloadType != "*":
				spokenOf = append(spokenOf, payloadType)
			}
		}
		slices.Sort(formats)
		slices.Sort(mapped)
		if !slices.Equal(formats, mapped) {
			return false
		}
		for _, payloadType := range spokenOf {
			if !slices.Contains(formats, payloadType) {
				return false
			}
		}
	}
	return true
}

// diffLines reports the first line that differs.
func diffLines(t *testing.T, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	gotLines, wantLines := strings.SplitAfter(got, "\n"), strings.SplitAfter(want, "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		var g, w string
		if i < len(gotLines) {
			g = gotLines[i]
		}
		if i < len(wantLines) {
			w = wantLines[i]
		}
		if g != w {
			t.Errorf("line %d is %q, want %q", i+1, g, w)
			return
		}
	}
}
