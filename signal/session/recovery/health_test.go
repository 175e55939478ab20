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
			{after: 250 * ms, audio: 1, video: 1, frames: 1},
			{after: 500 * ms, audio: 2, video: 2, frames: 2}, {after: 1700 * ms, audio: 2, video: 2, frames: 2, wantStill: true},
			{after: 1800 * ms, audio: 3, video: 3, frames: 3},
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
			{after: 1000 * ms, audio: 1, video: 1, frames: 1}, {after: 2000 * ms, audio: 2, video: 1, frames: 1},
			{after: 4000 * ms, audio: 3, video: 1, frames: 1},
			{after: 4100 * ms, audio: 4, video: 2, frames: 1},
			{after: 4200 * ms, audio: 5, video: 3, frames: 2},
		}},
		{"audio alone", []look{{after: 1000 * ms, audio: 1}, {after: 2000 * ms, audio: 2}, {after: 3000 * ms, audio: 3}}},
		{"counters that were not read while frames were shown", []look{
			{after: 500 * ms, audio: 1, video: 1, frames: 1}, {after: 750 * ms, shown: true}, {after: 1000 * ms, shown: true}, {after: 1250 * ms, shown: true}, {after: 1500 * ms, shown: true},
			{after: 1750 * ms, shown: true}, {after: 2000 * ms, shown: true},
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
					h.Shown(now, 1)
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

// TestLateLook: a look of a busy page that comes late, and sees few frames, does not make
// a stall of the time in which nobody looked.
func TestLateLook(t *testing.T) {
	h := NewHealth(0, false, 1500*time.Millisecond, 3*time.Second)
	now := time.Duration(0)
	for range 20 {
		now += 500 * time.Millisecond
		h.Shown(now, 12)
	}
	now += 4 * time.Second
	h.Shown(now, 2)
	if symptom, _ := h.Judge(now); symptom != Healthy || h.IsStill(now) {
		t.Errorf("symptom %d, still %t after a late look", symptom, h.IsStill(now))
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

// TestCameraOff: video that stops while audio goes on is neither a stall nor a
// fault, but gone. It is back with its first packet.
func TestCameraOff(t *testing.T) {
	h := NewHealth(0, false, 1500*time.Millisecond, 3*time.Second)
	for i := range int64(80) {
		now := time.Duration(i) * 250 * time.Millisecond
		frames := min(i, 10)
		if i >= 70 {
			frames = i
		}
		s := quality.Sample{Audio: &quality.Inbound{BytesReceived: 1 + i}, Video: &quality.Inbound{BytesReceived: 1 + frames, FramesDecoded: frames}}
		h.Counted(now, s, false)
		h.Arrived(now, s)
		if symptom, _ := h.Judge(now); symptom != Healthy || h.IsStill(now) {
			t.Errorf("at %s: symptom %d, still %t", now, symptom, h.IsStill(now))
		}
		if audio, video := h.Arriving(); !audio || video != (i < 16 || i >= 70) {
			t.Errorf("at %s: audio %t, video %t", now, audio, video)
		}
	}
}

// TestWithheld: media that the sender reports to send, but that do not arrive, are a
// fault of the pull.
func TestWithheld(t *testing.T) {
	for _, sent := range []bool{false, true} {
		h := NewHealth(0, false, 1500*time.Millisecond, 3*time.Second)
		for i := range int64(40) {
			s := quality.Sample{Audio: &quality.Inbound{BytesReceived: 1 + i, PacketsSent: i / 4}, Video: &quality.Inbound{BytesReceived: 1 + min(i, 8), FramesDecoded: min(i, 8)}}
			if s.Video.PacketsSent = 2; sent {
				s.Video.PacketsSent = i / 4
			}
			now := time.Duration(i) * 250 * time.Millisecond
			h.Counted(now, s, false)
			h.Arrived(now, s)
			if symptom, _ := h.Judge(now); (symptom == Withheld) != (sent && i >= 20) {
				t.Fatalf("sent %t, at %s: symptom %d", sent, now, symptom)
			}
		}
	}
}

// TestSlowStreams: a stream of 0.2 to 5 frames a second never stands still, with or
// without audio, but it does when it is overdue by its own rhythm.
func TestSlowStreams(t *testing.T) {
	for _, audible := range []bool{false, true} {
		for _, interval := range []time.Duration{200, 900, 1100, 1333, 2500, 5000} {
			interval *= time.Millisecond
			h := NewHealth(0, false, 1500*time.Millisecond, 3*time.Second)
			h.Shown(0, 1)
			const end = 30 * time.Second
			for now := 250 * time.Millisecond; now < end; now += 250 * time.Millisecond {
				frames := int64(now / interval)
				if frames != int64((now-250*time.Millisecond)/interval) {
					h.Shown(now, 1)
				} else {
					h.Counted(now, slow(now, frames, audible), true)
				}
				if symptom, _ := h.Judge(now); symptom != Healthy || h.IsStill(now) {
					t.Fatalf("every %s, with audio %t, at %s: symptom %d, still %t", interval, audible, now, symptom, h.IsStill(now))
				}
			}
			overdue := end + 3*interval + 1500*time.Millisecond
			for now := end; now <= overdue; now += 250 * time.Millisecond {
				h.Counted(now, slow(end, int64(end/interval), audible), true)
			}
			if symptom, _ := h.Judge(overdue); symptom != NoMedia || !h.IsStill(overdue) {
				t.Errorf("every %s, with audio %t: symptom %d, still %t of an overdue frame", interval, audible, symptom, h.IsStill(overdue))
			}
		}
	}
}

// slow returns the counters of a stream that has had some frames.
func slow(now time.Duration, frames int64, audible bool) quality.Sample {
	s := quality.Sample{Video: &quality.Inbound{BytesReceived: 1 + frames, FramesDecoded: 1 + frames}}
	if audible {
		s.Audio = &quality.Inbound{BytesReceived: int64(now / time.Millisecond)}
	}
	return s
}
