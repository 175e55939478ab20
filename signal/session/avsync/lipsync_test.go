package avsync

import (
	"testing"
	"time"

	"lebplayer/signal/quality"
)

// behind returns a report in which audio played by lag behind video, after a delay in
// its jitter buffer. The browser reports the lag only if reported is true.
func behind(lag, buffered time.Duration, reported bool) *quality.Delta {
	const packets = 100
	audio := &quality.Inbound{SSRC: 1, PacketsReceived: packets, JitterBufferDelay: buffered * packets, JitterBufferEmittedCount: packets}
	video := &quality.Inbound{SSRC: 2, PacketsReceived: packets, JitterBufferDelay: 10 * time.Millisecond * packets, JitterBufferEmittedCount: packets}
	if reported {
		audio.Playout, video.Playout = time.Hour, time.Hour+lag
	}
	before := quality.Sample{Time: time.UnixMilli(1), Audio: &quality.Inbound{SSRC: 1}, Video: &quality.Inbound{SSRC: 2}}
	return quality.Between(before, quality.Sample{Time: time.UnixMilli(2001), Audio: audio, Video: video})
}

func TestLipSyncLooksForAMoment(t *testing.T) {
	const ms = time.Millisecond
	tests := []struct {
		name     string
		lag      time.Duration
		reported bool
		calm     bool
		wanted   bool
	}{
		{"a little behind", 30 * ms, true, true, true},
		{"in step", 5 * ms, true, true, false},
		{"ahead: it is the audio that waits", -30 * ms, true, true, false},
		{"far behind", 100 * ms, true, true, false},
		{"further than lip sync has got yet", 400 * ms, true, true, false},
		{"nobody knows", 30 * ms, false, true, false},
		{"on a bad path", 30 * ms, true, false, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var s lipSync
			for range maxStrayed + 1 {
				if s.observe(behind(test.lag, 30*ms, test.reported), test.calm) {
					t.Error("audio and video are to be joined, and have never been apart")
				}
			}
			if s.looking != test.wanted {
				t.Errorf("looking %v, want %v", s.looking, test.wanted)
			}
		})
	}
}

// TestLipSyncLooksBeforeTheLagIsKnown: while the lag is unknown, a quiet moment is
// looked for during one report, and not on a bad path.
func TestLipSyncLooksBeforeTheLagIsKnown(t *testing.T) {
	var s lipSync
	for i, want := range []bool{true, false, false} {
		if s.observe(behind(0, 30*time.Millisecond, false), true); s.looking != want {
			t.Errorf("report %d: looking %v", i+1, s.looking)
		}
	}
	s = lipSync{}
	if s.observe(behind(0, 30*time.Millisecond, false), false); s.looking {
		t.Error("looking on a bad path")
	}
}

// TestLipSyncJoins: separate audio and video are joined when viewers have noticed
// the lag for some time.
func TestLipSyncJoins(t *testing.T) {
	const ms = time.Millisecond
	tests := []struct {
		name     string
		buffered []time.Duration // delay in the audio's jitter buffer, in each report; at 30 ms, audio is 30 ms behind video
		reports  int             // until audio and video are joined; 0: they are not
	}{
		{"as it was", []time.Duration{30 * ms, 30 * ms, 30 * ms, 30 * ms, 30 * ms}, 0},
		{"up to what viewers notice", []time.Duration{125 * ms, 125 * ms, 125 * ms, 125 * ms, 125 * ms}, 0},
		{"beyond", []time.Duration{126 * ms, 126 * ms, 126 * ms, 126 * ms}, 4},
		{"a burst", []time.Duration{200 * ms, 200 * ms, 200 * ms, 30 * ms, 200 * ms}, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := lipSync{}
			s.observe(behind(30*ms, 30*ms, true), true)
			s.apart = true
			joined := 0
			for i, buffered := range test.buffered {
				if s.observe(behind(0, buffered, false), true) && joined == 0 {
					joined = i + 1
				}
			}
			if joined != test.reports {
				t.Errorf("joined after %d reports, want %d", joined, test.reports)
			}
		})
	}
}

func TestLipSyncJoinsAudioThatIsAhead(t *testing.T) {
	s := lipSync{apart: true, known: true, offset: -70 * time.Millisecond}
	for range maxStrayed - 1 {
		if s.observe(behind(0, 30*time.Millisecond, false), true) {
			t.Fatal("joined too soon")
		}
	}
	if !s.observe(behind(0, 30*time.Millisecond, false), true) {
		t.Error("not joined")
	}
}
