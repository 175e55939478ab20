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
			if d.Video != test.want {
				t.Errorf("flow is %+v, want %+v", d.Video, test.want)
			}
			if d.Audio != (Flow{}) {
				t.Errorf("audio from nowhere: %+v", d.Audio)
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
			report := d.Report(signal.Ticket{})
			if report.VideoFrameRecv != test.reportRecv || report.VideoFrameDec != test.reportDecs {
				t.Errorf("%d frames received and %d decoded per second, want %d and %d",
					report.VideoFrameRecv, report.VideoFrameDec, test.reportRecv, test.reportDecs)
			}
			if report.VideoByteRecv != 1000 {
				t.Errorf("%d bytes, want 1000 whatever the clock says", report.VideoByteRecv)
			}
			checkDelta(t, d)
		})
	}
}

func TestReportOfNothing(t *testing.T) {
	t.Parallel()
	ticket := signal.Ticket{StreamURL: "webrtc://play.example.com/live/stream", SvrSig: "signature"}
	d := Between(Sample{Time: start, RoundTripTime: time.Second}, Sample{Time: start.Add(2 * time.Second), RoundTripTime: time.Minute})
	want := signal.QualityReport{Ticket: ticket, BeginUTime: "1800000000000", EndUTime: "1800000002000"}
	if got := d.Report(ticket); got != want {
		t.Errorf("report is %+v, want %+v", got, want)
	}
	if d.RoundTripTime != time.Minute {
		t.Errorf("round trip time is %v, not the newer one", d.RoundTripTime)
	}
}

// checkDelta asserts what holds for every delta: no negative count, and no rate that JSON could not carry.
func checkDelta(t *testing.T, d Delta) {
	t.Helper()
	report := d.Report(signal.Ticket{})
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
	for _, f := range []Flow{d.Audio, d.Video} {
		for name, rate := range map[string]float64{"bit": f.Bitrate(), "received": f.ReceivedRate(), "decoded": f.DecodedRate()} {
			if math.IsNaN(rate) || math.IsInf(rate, 0) || rate < 0 {
				t.Errorf("%s rate of %+v is %v", name, f, rate)
			}
		}
	}
}
