package avsync

import (
	"time"

	"lebplayer/signal/quality"
)

const (
	// enoughPackets is how many packets of audio must have come before a
	// renegotiation. Counters that begin anew are recognised by having fallen:
	// within a second of looks they must not reach their old values again.
	enoughPackets = 50
	// cacheTime is longer than browsers answer getStats from memory
	// (browsers.md, "stats are cached").
	cacheTime = 100 * time.Millisecond
	// lossTime is how long no audio may come, while video does, until it is lost.
	lossTime = time.Second
)

// trial is a renegotiation whose effect has yet to be seen in the counters. Every
// one is a trial, also when others have succeeded before.
type trial struct {
	packets, emitted int64 // of the audio, before
	joins            bool  // audio and video were apart, and are to be in step again

	renewed bool      // the audio's counters have been seen to begin anew
	since   time.Time // the first look after the renegotiation; zero before it
	video   int64     // packets of video received at that look
}

// result is what a trial has come to.
type result uint8

const (
	undecided result = iota
	works            // audio goes on, by a new receiver
	wentOn           // audio goes on, by the old receiver
	lost             // audio does not come any more
)

// newTrial begins a trial. These are the newest counters from before it.
func newTrial(audio *quality.Inbound, joins bool) *trial {
	return &trial{packets: audio.PacketsReceived, emitted: audio.JitterBufferEmittedCount, joins: joins}
}

// sees reports whether the audio's counters are seen to have begun anew, the
// first time that they are.
func (t *trial) sees(audio *quality.Inbound) bool {
	if t.renewed || audio == nil || audio.PacketsReceived >= t.packets || audio.JitterBufferEmittedCount >= t.emitted {
		return false
	}
	t.renewed = true
	return true
}

// judge returns the result as far as these counters, read now, tell it.
func (t *trial) judge(now time.Time, counters quality.Sample) result {
	var packets, emitted, video int64
	if counters.Audio != nil {
		packets, emitted = counters.Audio.PacketsReceived, counters.Audio.JitterBufferEmittedCount
	}
	if counters.Video != nil {
		video = counters.Video.PacketsReceived
	}
	if t.since.IsZero() {
		t.since, t.video = now, video
	}
	waited := now.Sub(t.since)
	switch {
	case t.renewed && packets > 0:
		return works
	case waited < cacheTime: // the counters may be from before
		return undecided
	case !t.renewed && (packets > t.packets || emitted > t.emitted):
		return wentOn
	case waited < lossTime:
		return undecided
	case counters.Video != nil && video == t.video: // nothing comes at all, which is the path's doing
		t.since = time.Time{}
		return undecided
	default:
		return lost
	}
}
