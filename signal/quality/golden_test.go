package quality

import (
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"testing"
	"time"
)

// testdata holds, for each of these browsers, two whole getStats reports of a receiver, two seconds apart, made by
// testdata/capture, and the quality report for the time between. Both Chromiums received H.264, Firefox VP8.
var browsers = []string{"chromium", "chromium86", "firefox"}

func readFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestReportOfBrowsers(t *testing.T) {
	t.Parallel()
	for _, browser := range browsers {
		t.Run(browser, func(t *testing.T) {
			t.Parallel()
			first := readSample(t, readFile(t, browser+"-1.json"))
			second := readSample(t, readFile(t, browser+"-2.json"))
			report := Between(first, second).Report(first.Time, second.Time)
			text, err := json.Marshal(report)
			if err != nil {
				t.Fatal(err)
			}
			var got, want map[string]any
			if err := json.Unmarshal(text, &got); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(readFile(t, browser+"-report.json"), &want); err != nil {
				t.Fatal(err)
			}
			if !maps.Equal(got, want) {
				t.Errorf("report is\n%v, want\n%v", got, want)
			}
		})
	}
}

func TestReadOfChromium(t *testing.T) {
	t.Parallel()
	got := readSample(t, readFile(t, "chromium-2.json"))
	want := Sample{
		Time: time.Date(2026, 11, 22, 7, 40, 21, 668_686_000, time.UTC),
		Audio: &Inbound{
			SSRC: 1775642121, Codec: "opus", PacketsSent: 122, PacketsReceived: 304, BytesReceived: 24552, Jitter: 2 * time.Millisecond,
			JitterBufferDelay: 12134400 * time.Millisecond, JitterBufferMinimumDelay: 9638400 * time.Millisecond,
			JitterBufferEmittedCount: 290880, ConcealedSamples: 436, TotalSamplesReceived: 291360,
		},
		Video: &Inbound{
			SSRC: 2855268238, Codec: "h264", PacketsSent: 149, PacketsReceived: 163, BytesReceived: 61509,
			FrameWidth: 320, FrameHeight: 240, FramesReceived: 146, FramesDecoded: 145, KeyFramesDecoded: 8,
			JitterBufferDelay: 1033143 * time.Microsecond, JitterBufferMinimumDelay: 1595326 * time.Microsecond,
			JitterBufferEmittedCount: 145, TotalDecodeTime: 28108 * time.Microsecond,
		},
		RoundTripTime: time.Millisecond,
		Pair:          &CandidatePair{Local: "host", Remote: "host", Protocol: "udp"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("sample is %+v\naudio %+v\nvideo %+v", got, *got.Audio, *got.Video)
	}
}

func TestStatsOfBrowsers(t *testing.T) {
	t.Parallel()
	for browser, want := range map[string]struct {
		video, audio, decode time.Duration // in the buffers, and in the decoder
	}{
		"chromium":   {7016 * time.Microsecond, 38300 * time.Microsecond, 182 * time.Microsecond},
		"chromium86": {video: 0, audio: 58400 * time.Microsecond, decode: 0 * time.Microsecond}, // has no buffer of video, and counts whole milliseconds
		"firefox":    {9894 * time.Microsecond, 49307 * time.Microsecond, 909 * time.Microsecond},
	} {
		t.Run(browser, func(t *testing.T) {
			t.Parallel()
			d := Between(readSample(t, readFile(t, browser+"-1.json")), readSample(t, readFile(t, browser+"-2.json")))
			for name, times := range map[string][2]time.Duration{
				"video's buffer": {d.Video.JitterBufferDelay(), want.video},
				"audio's buffer": {d.Audio.JitterBufferDelay(), want.audio},
				"decoder":        {d.Video.DecodeTime(), want.decode},
			} {
				if got := times[0].Round(time.Microsecond); got != times[1] {
					t.Errorf("%s: %v, want %v", name, got, times[1])
				}
			}
			if d.Score() != 5 || d.Audio.Concealed() != 0 || d.Video.Loss() != 0 {
				t.Errorf("score %d, concealed %v, loss %v of a clean path", d.Score(), d.Audio.Concealed(), d.Video.Loss())
			}
		})
	}
}
