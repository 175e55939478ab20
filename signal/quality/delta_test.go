package quality

import (
	"math"
	"testing"
	"time"

	"lebplayer/signal"
)

var start = time.UnixMilli(1_800_000_000_000)

func video(in Inbound) *Inbound {
	in.SSRC, in.Codec, in.FrameWidth, in.FrameHeight = 7, "h264", 1280, 720
	return &in
}

func TestBetween(t *testing.T) {
	t.Parallel()
	const second = time.Second
	tests := []struct {
		name      string
		prev, cur *Inbound
		want      Flow
	}{
		{name: "no track"},
		{name: "the track went away", prev: video(Inbound{PacketsReceived: 9})},
		{
			name: "the track came",
			cur:  video(Inbound{PacketsReceived: 9, PacketsLost: 1, BytesReceived: 90}),
			want: Flow{Packets: 9, Lost: 1, Bytes: 90},
		},
		{
			name: "all counters grew",
			prev: video(Inbound{PacketsReceived: 100, PacketsLost: 5, BytesReceived: 1000, FramesReceived: 50, FramesDecoded: 40, FramesDropped: 1}),
			cur:  video(Inbound{PacketsReceived: 160, PacketsLost: 7, BytesReceived: 1900, FramesReceived: 110, FramesDecoded: 98, FramesDropped: 4}),
			want: Flow{Packets: 60, Lost: 2, Bytes: 900, FramesReceived: 60, FramesDecoded: 58, FramesDropped: 3},
		},
		{
			name: "nothing came",
			prev: video(Inbound{PacketsReceived: 100, PacketsLost: 5, BytesReceived: 1000, FramesDecoded: 40}),
			cur:  video(Inbound{PacketsReceived: 100, PacketsLost: 5, BytesReceived: 1000, FramesDecoded: 40}),
		},
		{
			name: "late packets made up for losses",
			prev: video(Inbound{PacketsReceived: 100, PacketsLost: 5}),
			cur:  video(Inbound{PacketsReceived: 110, PacketsLost: -1}),
			want: Flow{Packets: 10},
		},
		{
			name: "losses from below zero",
			prev: video(Inbound{PacketsReceived: 100, PacketsLost: -2}),
			cur:  video(Inbound{PacketsReceived: 110, PacketsLost: 1}),
			want: Flow{Packets: 10, Lost: 3},
		},
		{
			name: "another SSRC, with higher counters",
			prev: &Inbound{SSRC: 6, PacketsReceived: 10, PacketsLost: 3, BytesReceived: 100},
			cur:  video(Inbound{PacketsReceived: 20, PacketsLost: 4, BytesReceived: 200}),
			want: Flow{Packets: 20, Lost: 4, Bytes: 200},
		},
		{
			name: "the same SSRC from zero: bytes and losses too, though they are higher by now",
			prev: video(Inbound{PacketsReceived: 100, PacketsLost: 1, BytesReceived: 100}),
			cur:  video(Inbound{PacketsReceived: 20, PacketsLost: 4, BytesReceived: 200}),
			want: Flow{Packets: 20, Lost: 4, Bytes: 200},
		},
		{
			name: "a new decoder only",
			prev: video(Inbound{PacketsReceived: 100, FramesReceived: 50, FramesDecoded: 50}),
			cur:  video(Inbound{PacketsReceived: 160, FramesReceived: 110, FramesDecoded: 30}),
			want: Flow{Packets: 60, FramesReceived: 60, FramesDecoded: 30},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if test.cur != nil {
				test.want.SSRC, test.want.Codec, test.want.Width, test.want.Height = 7, "h264", 1280, 720
				test.want.elapsed = 2 * second
			}
			d := Between(Sample{Time: start, Video: test.prev}, Sample{Time: start.Add(2 * second), Video: test.cur})
			if got := counts(d.Video); got != test.want {
				t.Errorf("flow is %+v, want %+v", got, test.want)
			}
			if counts(d.Audio) != (Flow{}) {
				t.Errorf("a flow of audio, though there is no audio: %+v", d.Audio)
			}
			checkDelta(t, d)
		})
	}
}

// counts returns a flow without the samples that it was made of.
func counts(f Flow) Flow {
	f.prev, f.cur = nil, nil
	return f
}

// TestZeroDelta: a zero Delta is that of an interval in which nothing arrived.
func TestZeroDelta(t *testing.T) {
	t.Parallel()
	d := &Delta{}
	checkDelta(t, d)
	(&SenderDelay{}).Carry(d)
	if lag, known := d.Lag(); known || d.Latency(&d.Audio) != 0 || d.Audio.Jitter() != 0 || d.Score() != 0 {
		t.Errorf("lag %v, latency %v, jitter %v, score %d of a zero Delta", lag, d.Latency(&d.Audio), d.Audio.Jitter(), d.Score())
	}
}

func TestAveragesAndRatios(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	prev := Inbound{PacketsReceived: 1000, PacketsLost: 20, FramesDecoded: 50, TotalDecodeTime: 100 * ms,
		JitterBufferDelay: 5000 * ms, JitterBufferMinimumDelay: 4000 * ms, JitterBufferEmittedCount: 50,
		FreezeCount: 2, TotalFreezesDuration: 900 * ms, ConcealedSamples: 480, TotalSamplesReceived: 960_000}
	tests := []struct {
		name                    string
		prev                    *Inbound
		cur                     Inbound
		loss, concealed         float64
		buffer, minimum, decode time.Duration
		freezes                 int64
		frozen                  time.Duration
	}{
		{name: "nothing happened", prev: &prev, cur: prev},
		{
			name: "only the interval counts", prev: &prev,
			cur: Inbound{PacketsReceived: 1090, PacketsLost: 30, FramesDecoded: 100, TotalDecodeTime: 250 * ms,
				JitterBufferDelay: 7000 * ms, JitterBufferMinimumDelay: 5000 * ms, JitterBufferEmittedCount: 100,
				FreezeCount: 3, TotalFreezesDuration: 1300 * ms, ConcealedSamples: 12_480, TotalSamplesReceived: 1_056_000},
			loss: 0.1, concealed: 0.125, buffer: 40 * ms, minimum: 20 * ms, decode: 3 * ms, freezes: 1, frozen: 400 * ms,
		},
		{
			name: "a new pull: all counters are less than before", prev: &prev,
			cur: Inbound{PacketsReceived: 30, PacketsLost: 10, FramesDecoded: 10, TotalDecodeTime: 20 * ms,
				JitterBufferDelay: 100 * ms, JitterBufferMinimumDelay: 50 * ms, JitterBufferEmittedCount: 10,
				FreezeCount: 1, TotalFreezesDuration: 300 * ms, ConcealedSamples: 4800, TotalSamplesReceived: 9600},
			loss: 0.25, concealed: 0.5, buffer: 10 * ms, minimum: 5 * ms, decode: 2 * ms, freezes: 1, frozen: 300 * ms,
		},
		{
			name: "since the beginning",
			cur:  Inbound{PacketsReceived: 75, PacketsLost: 25, ConcealedSamples: 900, TotalSamplesReceived: 800},
			loss: 0.25, concealed: 1,
		},
	}
	for _, c := range []struct {
		name                    string
		packets, all, concealed int64 // of two seconds
		want                    float64
	}{
		{"a microphone that is off", 0, 96_000, 96_000, 0},
		{"one that was switched off in the middle", 50, 96_000, 48_000, 0},
		{"packets that came too late", 100, 96_000, 9_600, 0.1},
		{"packets that came too late, and then none", 50, 96_000, 57_600, 0.1},
	} {
		before := Inbound{PacketsReceived: 1000, TotalSamplesReceived: 960_000}
		now := Inbound{PacketsReceived: 1000 + c.packets, TotalSamplesReceived: 960_000 + c.all, ConcealedSamples: c.concealed}
		d := Between(Sample{Time: start, Audio: &before}, Sample{Time: start.Add(2 * time.Second), Audio: &now})
		if got := d.Audio.Concealed(); got != c.want {
			t.Errorf("%s: concealed %v, want %v", c.name, got, c.want)
		}
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := Between(Sample{Time: start, Video: test.prev}, Sample{Time: start.Add(2 * time.Second), Video: &test.cur})
			f := d.Video
			freezes, frozen := f.Freezes()
			if f.Loss() != test.loss || f.Concealed() != test.concealed || f.JitterBufferDelay() != test.buffer ||
				f.MinimumDelay() != test.minimum || f.DecodeTime() != test.decode || freezes != test.freezes || frozen != test.frozen {
				t.Errorf("loss %v, concealed %v, jitter buffer delay %v, minimum %v, decode time %v, %d freezes of %v", f.Loss(), f.Concealed(),
					f.JitterBufferDelay(), f.MinimumDelay(), f.DecodeTime(), freezes, frozen)
			}
			checkDelta(t, d)
		})
	}
}

func TestRatesAreOfTheRealTime(t *testing.T) {
	t.Parallel()
	none, some := &Inbound{}, &Inbound{BytesReceived: 1000, FramesReceived: 63, FramesDecoded: 62}
	tests := []struct {
		name                   string
		begin                  time.Time
		elapsed                time.Duration
		bitrate                float64
		reportRecv, reportDecs int64
	}{
		{"two seconds", start, 2 * time.Second, 4000, 32, 31}, // 31.5 frames per second are 32
		{"a late timer", start, 2500 * time.Millisecond, 3200, 25, 25},
		{"no time", start, 0, 0, 0, 0},
		{"a clock set back", start, -time.Second, 0, 0, 0},
		{"no sample before", time.Time{}, 2 * time.Second, 0, 0, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := Between(Sample{Time: test.begin, Video: none}, Sample{Time: start.Add(test.elapsed), Video: some})
			if got := d.Video.Bitrate(); got != test.bitrate {
				t.Errorf("bitrate is %v, want %v", got, test.bitrate)
			}
			report := d.Report(start, start.Add(2*time.Second))
			if report.VideoFrameRecv != test.reportRecv || report.VideoFrameDec != test.reportDecs {
				t.Errorf("%d frames received and %d decoded per second, want %d and %d",
					report.VideoFrameRecv, report.VideoFrameDec, test.reportRecv, test.reportDecs)
			}
			if report.VideoByteRecv != 1000 {
				t.Errorf("%d bytes, want 1000 in any length of time", report.VideoByteRecv)
			}
			checkDelta(t, d)
		})
	}
}

func TestReportOfNothing(t *testing.T) {
	t.Parallel()
	d := Between(Sample{Time: start, RoundTripTime: time.Second}, Sample{Time: start.Add(2 * time.Second), RoundTripTime: time.Minute})
	want := signal.QualityReport{BeginUTime: "1800000000000", EndUTime: "1800000002000"}
	if got := d.Report(start, start.Add(2*time.Second)); got != want {
		t.Errorf("report is %+v, want %+v", got, want)
	}
	if d.RoundTripTime != time.Minute {
		t.Errorf("round trip time is %v, not the newer one", d.RoundTripTime)
	}
}

// checkDelta checks the properties of every Delta: counts are not negative, rates are finite, shares are from 0 to 1.
func checkDelta(t *testing.T, d *Delta) {
	t.Helper()
	report := d.Report(start, start.Add(2*time.Second))
	for name, n := range map[string]int64{
		"audiopktrecv": report.AudioPktRecv, "audiobyterecv": report.AudioByteRecv, "audiopktlost": report.AudioPktLost,
		"videopktrecv": report.VideoPktRecv, "videobyterecv": report.VideoByteRecv, "videopktlost": report.VideoPktLost,
		"videoframedec": report.VideoFrameDec, "videoframerecv": report.VideoFrameRecv,
		"audio frames": d.Audio.FramesReceived, "frames dropped": d.Video.FramesDropped,
	} {
		if n < 0 {
			t.Errorf("%s is %d", name, n)
		}
	}
	for _, f := range []*Flow{&d.Audio, &d.Video} {
		for name, rate := range map[string]float64{"bit": f.Bitrate(), "received": f.ReceivedRate(), "decoded": f.DecodedRate()} {
			if math.IsNaN(rate) || math.IsInf(rate, 0) || rate < 0 {
				t.Errorf("%s rate of %+v is %v", name, f, rate)
			}
		}
		for name, share := range map[string]float64{"loss": f.Loss(), "concealed": f.Concealed()} {
			if !(share >= 0 && share <= 1) {
				t.Errorf("%s of %+v is %v", name, f, share)
			}
		}
		freezes, frozen := f.Freezes()
		for name, n := range map[string]int64{
			"freezes": freezes, "frozen": int64(frozen), "jitter buffer delay": int64(f.JitterBufferDelay()),
			"minimum delay": int64(f.MinimumDelay()), "decode time": int64(f.DecodeTime()),
		} {
			if n < 0 {
				t.Errorf("%s of %+v is %d", name, f, n)
			}
		}
	}
	if score := d.Score(); score < 0 || score > 5 {
		t.Errorf("the score is %d", score)
	}
}
