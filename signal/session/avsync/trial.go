package avsync

import (
	"time"

	"lebplayer/signal/quality"
)

const (
	// enoughPackets is the number of audio packets that must have come before a
	// renegotiation. Counters that begin anew are recognised by lower values, so they
	// must not reach their old values within a second of readings.
	enoughPackets = 50
	// cacheTime is longer than the time for which browsers cache the result of
	// getStats (browsers.md, "stats are cached").
	cacheTime = 100 * time.Millisecond
	// lossTime is how long audio may be absent, while video arrives, before it counts
	// as lost.
	lossTime = time.Second
)

// trial is a renegotiation whose effect has yet to be seen in the counters. Every
// renegotiation is a trial, even after others have succeeded.
type trial struct {
	capability       *Capability
	packets, emitted int64 // counters of the audio before the renegotiation
	joins            bool  // brings audio and video, which were apart, in step

	renewed bool      // the audio's counters have begun anew
	since   time.Time // the first reading after the renegotiation; zero before it
	video   int64     // packets of video received at that reading
}

// result is the result of a trial.
type result uint8

const (
	undecided result = iota
	works            // audio goes on with a new receiver
	wentOn           // audio goes on with the old receiver
	lost             // audio does not arrive any more
)

// newTrial begins a trial. audio is the last reading before it.
func newTrial(capability *Capability, audio *quality.Inbound, joins bool) *trial {
	return &trial{capability: capability, packets: audio.PacketsReceived, emitted: audio.JitterBufferEmittedCount, joins: joins}
}

// sees reports whether the audio's counters have begun anew. It returns true only the
// first time.
func (t *trial) sees(audio *quality.Inbound) bool {
	if t.renewed || audio == nil || audio.PacketsReceived >= t.packets || audio.JitterBufferEmittedCount >= t.emitted {
		return false
	}
	t.renewed = true
	return true
}

// judge returns the result according to counters, which have been read now.
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
	case waited < cacheTime: // the counters may be from before the renegotiation
		return undecided
	case !t.renewed && (packets > t.packets || emitted > t.emitted):
		return wentOn
	case waited < lossTime:
		return undecided
	case counters.Video != nil && video == t.video: // nothing arrives at all: the path is the cause
		t.since = time.Time{}
		return undecided
	default:
		return lost
	}
}
