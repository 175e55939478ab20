package recovery

import (
	"testing"
	"time"

	"lebplayer/signal/quality"
)

// look is one reading of a pull, and the judgement expected of it.
type look struct {
	after                time.Duration // since the beginning
	audio, video, frames int64
	shown                bool // the screen has shown a frame since
	hidden, disconnected bool
	shows                bool // the screen shows frames
	wantStill            bool
	want                 Symptom
}

func TestHealth(t *testing.T) {
	const ms = time.Millisecond
	tests := []struct {
		name  string
		looks []look
	}{
		{"all is well", []look{
			{after: 500 * ms, audio: 1, video: 1, frames: 1}, {after: 1000 * ms, audio: 2, video: 2, frames: 2},
			{after: 2000 * ms, shown: true}, {after: 2900 * ms, shown: true},
		}},
		{"a freeze that is none yet", []look{
			{after: 500 * ms, audio: 1, video: 1, frames: 1}, {after: 1400 * ms, audio: 1, video: 1, frames: 1},
		}},
		{"a stall", []look{
			{after: 500 * ms, audio: 1, video: 1, frames: 1}, {after: 1700 * ms, audio: 1, video: 1, frames: 1, wantStill: true},
			{after: 1800 * ms, audio: 2, video: 2, frames: 2},
		}},
		{"silence", []look{
			{after: 500 * ms, audio: 1, video: 1, frames: 1}, {after: 1999 * ms, audio: 1, video: 1, frames: 1, wantStill: true},
			{after: 2000 * ms, audio: 1, video: 1, frames: 1, wantStill: true, want: NoMedia},
		}},
		{"nothing from the beginning", []look{{after: 1499 * ms, wantStill: true}, {after: 1500 * ms, wantStill: true, want: NoMedia}}},
		{"disconnected, with bytes", []look{
			{after: 1000 * ms, audio: 1, video: 1, frames: 1, disconnected: true}, {after: 2000 * ms, audio: 2, video: 2, frames: 2, disconnected: true, wantStill: false},
		}},
		{"video that can't be decoded", []look{
			{after: 1000 * ms, audio: 1, video: 1, frames: 1}, {after: 2000 * ms, audio: 2, video: 2, frames: 1, wantStill: true},
			{after: 3000 * ms, audio: 3, video: 3, frames: 1, wantStill: true},
			{after: 4000 * ms, audio: 4, video: 4, frames: 1, wantStill: true, want: Undecodable},
		}},
		{"video that is decoded but not shown", []look{
			{after: 1000 * ms, shown: true}, {after: 1500 * ms, audio: 1, video: 1, frames: 1, shows: true},
			{after: 2000 * ms, audio: 2, video: 2, frames: 2, shows: true, wantStill: true},
			{after: 3000 * ms, audio: 3, video: 3, frames: 3, shows: true, wantStill: true},
			{after: 4500 * ms, audio: 4, video: 4, frames: 4, shows: true, wantStill: true, want: Undecodable},
		}},
		{"video that need not be decoded, in a hidden page", []look{
			{after: 1000 * ms, audio: 1, video: 1, frames: 1, hidden: true}, {after: 2000 * ms, audio: 2, video: 2, frames: 1, hidden: true},
			{after: 3000 * ms, audio: 3, video: 3, frames: 1, hidden: true}, {after: 4000 * ms, audio: 4, video: 4, frames: 1, hidden: true},
		}},
		{"audio without video for a while", []look{
			{after: 1000 * ms, audio: 1, video: 1, frames: 1}, {after: 2000 * ms, audio: 2, video: 1, frames: 1, wantStill: true},
			{after: 4000 * ms, audio: 3, video: 1, frames: 1, wantStill: true},
			{after: 4100 * ms, audio: 4, video: 2, frames: 1, wantStill: true},
			{after: 4200 * ms, audio: 5, video: 3, frames: 2},
		}},
		{"audio alone", []look{{after: 1000 * ms, audio: 1}, {after: 2000 * ms, audio: 2}, {after: 3000 * ms, audio: 3}}},
		{"counters that were not read while frames were shown", []look{
			{after: 500 * ms, audio: 1, video: 1, frames: 1}, {after: 1000 * ms, shown: true}, {after: 2000 * ms, shown: true},
			{after: 3000 * ms, audio: 50, video: 50, frames: 50, wantStill: true},
			{after: 3500 * ms, audio: 50, video: 50, frames: 50, wantStill: true, want: NoMedia},
		}},
		{"a page that is hidden, and looks once a second", []look{
			{after: 1000 * ms, shown: true, hidden: true},
			{after: 2000 * ms, audio: 50, video: 50, frames: 50, shows: true, hidden: true},
			{after: 3000 * ms, audio: 75, video: 75, frames: 50, shows: true, hidden: true},
			{after: 4000 * ms, audio: 99, video: 99, frames: 50, shows: true, hidden: true},
			{after: 4200 * ms, audio: 99, video: 99, frames: 50, shows: true},
			{after: 5200 * ms, audio: 99, video: 99, frames: 50, shows: true, wantStill: true},
			{after: 5700 * ms, audio: 99, video: 99, frames: 50, shows: true, wantStill: true, want: NoMedia},
		}},
		{"a machine that was suspended", []look{
			{after: 1000 * ms, audio: 1, video: 1, frames: 1}, {after: time.Hour, audio: 1, video: 1, frames: 1},
			{after: time.Hour + 1000*ms, audio: 1, video: 1, frames: 1, wantStill: true},
			{after: time.Hour + 1500*ms, audio: 1, video: 1, frames: 1, wantStill: true, want: NoMedia},
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			const begin = time.Minute
			h := NewHealth(begin, false, 1500*ms, 3*time.Second)
			for _, l := range test.looks {
				now := begin + l.after
				h.Disconnected = l.disconnected
				h.PageChanged(now, l.hidden)
				if l.shown {
					h.Shown(now)
				} else {
					h.Counted(now, quality.Sample{Audio: &quality.Inbound{BytesReceived: l.audio},
						Video: &quality.Inbound{BytesReceived: l.video, FramesDecoded: l.frames}}, l.shows)
				}
				if symptom, _ := h.Judge(now); symptom != l.want || h.IsStill(now) != l.wantStill {
					t.Errorf("after %s: symptom %d, still %t; want %d, %t", l.after, symptom, h.IsStill(now), l.want, l.wantStill)
				}
			}
		})
	}
}

// TestDisconnectGrace: a connection whose ICE state is "disconnected" is dead after
// disconnectGrace without media, even if the page allows more.
func TestDisconnectGrace(t *testing.T) {
	for _, disconnected := range []bool{false, true} {
		h := NewHealth(0, false, 8*time.Second, 8*time.Second)
		h.Disconnected = disconnected
		symptom, _ := h.Judge(disconnectGrace)
		if dead := symptom != Healthy; dead != disconnected {
			t.Errorf("disconnected %t: dead %t after %s without media", disconnected, dead, disconnectGrace)
		}
	}
}

// TestVideoThatStaysAway: audio that goes on does not hide that video has stopped.
func TestVideoThatStaysAway(t *testing.T) {
	h := NewHealth(0, false, 1500*time.Millisecond, 3*time.Second)
	for i := range int64(20) {
		now := time.Duration(i) * 500 * time.Millisecond
		h.Counted(now, quality.Sample{Audio: &quality.Inbound{BytesReceived: i}, Video: &quality.Inbound{BytesReceived: 1, FramesDecoded: 1}}, false)
		if symptom, _ := h.Judge(now); (symptom == NoVideo) != (i >= 10) {
			t.Errorf("after %s without video: symptom %d", now, symptom)
		}
	}
}
