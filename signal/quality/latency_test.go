package quality

import (
	"testing"
	"time"
)

func TestLatencyOfTheWay(t *testing.T) {
	const ms = time.Millisecond
	track := func(latency time.Duration, emitted int64) *Inbound {
		return &Inbound{Latency: latency, JitterBufferDelay: 30 * ms * time.Duration(emitted), JitterBufferEmittedCount: emitted,
			FramesDecoded: 10, TotalDecodeTime: 50 * ms}
	}
	tests := []struct {
		name  string
		track *Inbound
		want  time.Duration
	}{
		{"by the sender's clock", track(200*ms, 10), 200 * ms},
		{"by the sum of the delays", track(0, 10), 20*ms + 30*ms + 5*ms},
		{"nothing plays", track(0, 0), 0},
		{"no track", nil, 0},
	}
	for _, test := range tests {
		d := Between(Sample{}, Sample{Time: time.UnixMilli(1), Video: test.track, RoundTripTime: 40 * ms})
		if got := d.Latency(&d.Video); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestLag(t *testing.T) {
	t.Parallel()
	at := func(audio, video time.Duration) *Delta {
		return Between(Sample{}, Sample{Audio: &Inbound{Playout: audio}, Video: &Inbound{Playout: video}})
	}
	if lag, known := at(time.Hour, time.Hour+30*time.Millisecond).Lag(); lag != 30*time.Millisecond || !known {
		t.Errorf("lag %v, %v", lag, known)
	}
	for _, d := range []*Delta{at(0, time.Hour), at(time.Hour, 0), Between(Sample{}, Sample{})} {
		if lag, known := d.Lag(); known {
			t.Errorf("lag %v, want it unknown", lag)
		}
	}
}

// TestSenderDelay: the sender's part of the latency, once reported by the browser, stays in the latency.
func TestSenderDelay(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	interval := func(reported, buffered time.Duration) *Delta {
		return Between(Sample{}, Sample{Audio: &Inbound{Latency: reported, JitterBufferDelay: buffered, JitterBufferEmittedCount: 1}})
	}
	var s SenderDelay
	for _, step := range []struct {
		name                     string
		reported, buffered, want time.Duration
	}{
		{"not reported yet", 0, 30 * ms, 30 * ms},
		{"reported", 500 * ms, 40 * ms, 500 * ms},
		{"no longer reported", 0, 50 * ms, 510 * ms},
		{"no delay at all", 0, 0, 0},
		{"another delay", 0, 20 * ms, 480 * ms},
		{"clocks that have moved", 10 * ms, 40 * ms, 10 * ms},
		{"a time before it was sent", 0, 5 * ms, 0},
	} {
		d := interval(step.reported, step.buffered)
		s.Carry(d)
		if got := d.Latency(&d.Audio); got != step.want {
			t.Errorf("%s: %v, want %v", step.name, got, step.want)
		}
	}
}
