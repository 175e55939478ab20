package avsync

import (
	"testing"
	"time"

	"lebplayer/signal/quality"
)

// behind is two seconds in which audio waited in its jitter buffer and was
// played that far behind the video. The browser does not tell where told is
// false.
func behind(lag, waits time.Duration, told bool) *quality.Delta {
	const packets = 100
	audio := &quality.Inbound{SSRC: 1, PacketsReceived: packets, JitterBufferDelay: waits * packets, JitterBufferEmittedCount: packets}
	video := &quality.Inbound{SSRC: 2, PacketsReceived: packets, JitterBufferDelay: 10 * time.Millisecond * packets, JitterBufferEmittedCount: packets}
	if told {
		audio.Playout, video.Playout = time.Hour, time.Hour+lag
	}
	before := quality.Sample{Time: time.UnixMilli(1), Audio: &quality.Inbound{SSRC: 1}, Video: &quality.Inbound{SSRC: 2}}
	return quality.Between(before, quality.Sample{Time: time.UnixMilli(2001), Audio: audio, Video: video})
}

func TestLipSyncLooksForAMoment(t *testing.T) {
	const ms = time.Millisecond
	tests := []struct {
		name   string
		lag    time.Duration
		told   bool
		calm   bool
		wanted bool
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
				if s.observe(behind(test.lag, 30*ms, test.told), test.calm) {
					t.Error("to be joined, and has never been apart")
				}
			}
			if s.looking != test.wanted {
				t.Errorf("looking %v, want %v", s.looking, test.wanted)
			}
		})
	}
}

// TestLipSyncLooksBeforeItIsTold: for one report, and not on a bad path.
func TestLipSyncLooksBeforeItIsTold(t *testing.T) {
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

// TestLipSyncJoins: what is apart is brought together when viewers notice it
// for long.
func TestLipSyncJoins(t *testing.T) {
	const ms = time.Millisecond
	tests := []struct {
		name    string
		waits   []time.Duration // of the audio, apart; it was 30 ms behind the video when it waited for 30 ms
		reports int             // until they are joined; 0: they are not
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
			for i, waits := range test.waits {
				if s.observe(behind(0, waits, false), true) && joined == 0 {
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
			t.Fatal("at once")
		}
	}
	if !s.observe(behind(0, 30*time.Millisecond, false), true) {
		t.Error("never")
	}
}
