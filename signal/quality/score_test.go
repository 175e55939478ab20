package quality

import (
	"testing"
	"time"
)

func TestScore(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	// Two seconds of 25 frames per second on a clean path.
	good := func() (audio, video Inbound, roundTrip time.Duration) {
		audio = Inbound{PacketsReceived: 100, BytesReceived: 8000, TotalSamplesReceived: 96_000}
		video = Inbound{PacketsReceived: 900, BytesReceived: 900_000, FramesReceived: 50, FramesDecoded: 50, JitterBufferEmittedCount: 50}
		return audio, video, 30 * ms
	}
	tests := []struct {
		name   string
		change func(audio, video *Inbound, roundTrip *time.Duration)
		want   int
	}{
		{"a clean path", func(_, _ *Inbound, _ *time.Duration) {}, 5},
		{"2 % lost", func(_, v *Inbound, _ *time.Duration) { v.PacketsReceived, v.PacketsLost = 980, 20 }, 5},
		{"5 % lost", func(_, v *Inbound, _ *time.Duration) { v.PacketsReceived, v.PacketsLost = 950, 50 }, 4},
		{"9 % of the audio lost", func(a, _ *Inbound, _ *time.Duration) { a.PacketsReceived, a.PacketsLost = 91, 9 }, 3},
		{"20 % lost", func(_, v *Inbound, _ *time.Duration) { v.PacketsReceived, v.PacketsLost = 800, 200 }, 2},
		{"half lost", func(_, v *Inbound, _ *time.Duration) { v.PacketsReceived, v.PacketsLost = 450, 450 }, 1},
		{"4 % of the audio concealed", func(a, _ *Inbound, _ *time.Duration) { a.ConcealedSamples = 3840 }, 4},
		{"101 ms round trip", func(_, _ *Inbound, r *time.Duration) { *r = 101 * ms }, 4},
		{"600 ms round trip", func(_, _ *Inbound, r *time.Duration) { *r = 600 * ms }, 1},
		{"300 ms of jitter", func(_, v *Inbound, _ *time.Duration) { v.JitterBufferMinimumDelay = 50 * 300 * ms }, 3},
		{"a large buffer that the page asks for", func(_, v *Inbound, _ *time.Duration) { v.JitterBufferDelay = 50 * 2000 * ms }, 5},
		{"a freeze of 150 ms", func(_, v *Inbound, _ *time.Duration) { v.FreezeCount, v.TotalFreezesDuration = 1, 150*ms }, 4},
		{"frozen for half of the time", func(_, v *Inbound, _ *time.Duration) { v.FreezeCount, v.TotalFreezesDuration = 1, 1000*ms }, 2},
		{"a freeze that began long before", func(_, v *Inbound, _ *time.Duration) { v.FreezeCount, v.TotalFreezesDuration = 1, 9000*ms }, 1},
		{"video that stands still", func(_, v *Inbound, _ *time.Duration) { v.FramesReceived, v.FramesDecoded = 0, 0 }, 1},
		{"a camera that is off, or a slow one", func(_, v *Inbound, _ *time.Duration) { *v = Inbound{} }, 5},
		{"a microphone that is off", func(a, _ *Inbound, _ *time.Duration) {
			*a = Inbound{TotalSamplesReceived: 96_000, ConcealedSamples: 96_000}
		}, 5},
		{"one frame under way", func(_, v *Inbound, _ *time.Duration) { v.FramesDecoded = 49 }, 5},
		{"a decoder that drops every fifth frame", func(_, v *Inbound, _ *time.Duration) { v.FramesDecoded = 39 }, 3},
		{"audio alone is missing", func(a, _ *Inbound, _ *time.Duration) { *a = Inbound{} }, 5},
		{"nothing comes", func(a, v *Inbound, _ *time.Duration) { *a, *v = Inbound{}, Inbound{} }, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			audio, video, roundTrip := good()
			test.change(&audio, &video, &roundTrip)
			before := Sample{Time: start, Audio: &Inbound{}, Video: &Inbound{}}
			d := Between(before, Sample{Time: start.Add(2 * time.Second), Audio: &audio, Video: &video, RoundTripTime: roundTrip})
			if got := d.Score(); got != test.want {
				t.Errorf("the score is %d, want %d", got, test.want)
			}
		})
	}
}

func TestScoreOfOneKind(t *testing.T) {
	t.Parallel()
	audio := &Inbound{PacketsReceived: 100, BytesReceived: 8000}
	if got := Between(Sample{Time: start}, Sample{Time: start.Add(2 * time.Second), Audio: audio}).Score(); got != 5 {
		t.Errorf("audio alone: %d, want 5", got)
	}
	// Video that changes once a second, read four times a second.
	still := &Inbound{PacketsReceived: 1, BytesReceived: 100}
	if got := Between(Sample{Time: start}, Sample{Time: start.Add(250 * time.Millisecond), Video: still}).Score(); got != 5 {
		t.Errorf("slow video, read often: %d, want 5", got)
	}
}

func TestFreezes(t *testing.T) {
	t.Parallel()
	var f Freezes
	f.Add(0, 0)
	f.Add(1, 300*time.Millisecond)
	f.Add(2, 1000*time.Millisecond)
	f.Add(1, 400*time.Millisecond)
	if want := (Freezes{Count: 4, Total: 1700 * time.Millisecond, Longest: 500 * time.Millisecond}); f != want {
		t.Errorf("%+v, want %+v", f, want)
	}
}
