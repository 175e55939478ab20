package avsync

import (
	"testing"
	"time"

	"lebplayer/signal/quality"
)

// TestTrial: the result follows from the counters after a renegotiation.
func TestTrial(t *testing.T) {
	const before = 100 // packets of audio before the renegotiation, all of which have left the jitter buffer
	type look struct {
		after          time.Duration
		audio, emitted int64 // -1: the report has no such entry
		video          int64
	}
	const ms = time.Millisecond
	tests := []struct {
		name    string
		looks   []look // the last one decides
		want    result
		renewed bool
	}{
		{"a new receiver", []look{{0, 10, 5, 200}}, works, true},
		{"without packets at first", []look{{0, 0, 0, 110}, {250 * ms, 1, 0, 120}}, works, true},
		{"not in the report at first", []look{{0, -1, -1, 110}, {250 * ms, 12, 9, 120}}, works, true},
		{"seen late", []look{{0, 100, 100, 110}, {250 * ms, 12, 9, 120}}, works, true},
		{"the old receiver", []look{{0, 112, 112, 110}, {250 * ms, 124, 124, 120}}, wentOn, false},
		{"a report from before", []look{{0, 110, 110, 110}, {50 * ms, 110, 110, 110}, {250 * ms, 12, 12, 120}}, works, true},
		{"new packet counters, the old jitter buffer", []look{{0, 5, 105, 110}, {250 * ms, 17, 117, 120}}, wentOn, false},
		{"not a packet", []look{{0, 0, 0, 110}, {999 * ms, 0, 0, 120}}, undecided, true},
		{"for a second", []look{{0, 0, 0, 110}, {time.Second, 0, 0, 120}}, lost, true},
		{"nor of the old receiver", []look{{0, 100, 100, 110}, {time.Second, 100, 100, 120}}, lost, false},
		{"of video neither", []look{{0, 0, 0, 110}, {time.Second, 0, 0, 110}}, undecided, true},
		{"but when video comes again", []look{{0, 0, 0, 110}, {time.Second, 0, 0, 110}, {1250 * ms, 0, 0, 110}, {2250 * ms, 0, 0, 120}}, lost, true},
		{"audio comes again", []look{{0, 0, 0, 110}, {time.Second, 0, 0, 110}, {1250 * ms, 30, 30, 120}}, works, true},
		{"there is no video", []look{{0, -1, -1, -1}, {time.Second, -1, -1, -1}}, lost, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			trial := newTrial(nil, &quality.Inbound{PacketsReceived: before, JitterBufferEmittedCount: before}, false)
			var got result
			renewals := 0
			for _, l := range test.looks {
				var s quality.Sample
				if l.audio >= 0 {
					s.Audio = &quality.Inbound{PacketsReceived: l.audio, JitterBufferEmittedCount: l.emitted}
				}
				if l.video >= 0 {
					s.Video = &quality.Inbound{PacketsReceived: l.video}
				}
				if got != undecided {
					t.Fatalf("%v before the last look", got)
				}
				if trial.sees(s.Audio) {
					renewals++
				}
				got = trial.judge(time.UnixMilli(1).Add(l.after), s)
			}
			if got != test.want || renewals != 0 != test.renewed || renewals > 1 {
				t.Errorf("result %v, seen to begin anew %d times; want %v, %v", got, renewals, test.want, test.renewed)
			}
		})
	}
}

// TestCapability: one pull tries for all, and a failure is final.
func TestCapability(t *testing.T) {
	now := time.UnixMilli(1)
	var c Capability
	if !c.possible() || !c.begin(now) {
		t.Error("no pull may try")
	}
	if c.begin(now.Add(trialTime - 1)) {
		t.Error("a second pull tries before the end of the first one's trial")
	}
	if !c.begin(now.Add(trialTime)) {
		t.Error("no pull may try again after a trial without a result")
	}
	c.prove()
	if !c.begin(now) || !c.begin(now) {
		t.Error("proven, and refused")
	}
	c.disprove()
	c.prove()
	if c.possible() || c.begin(now.Add(time.Hour)) {
		t.Error("disproven, and tried again")
	}
}
