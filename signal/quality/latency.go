package quality

import "time"

const (
	// ntpEpoch is 1970 in ms of the NTP epoch, 1900 (RFC 5905 §6).
	ntpEpoch = 2_208_988_800_000
	// maxLatency is past what a live stream can have: clocks that far apart are not understood.
	maxLatency = time.Minute
)

// latency estimates how old what a stream plays now is, by the time that its sender's reports give it (RFC 3550 §6.4.1).
// The browser knows what it plays by the sender's clock (estimatedPlayoutTimestamp). How far that is from its own is known
// from the newest report: when it was sent and when it came, less half of the round trip, as in NTP. 0 where the browser
// or the sender does not tell.
func latency(in, report Entry, roundTrip time.Duration) time.Duration {
	if report == nil {
		return 0
	}
	age := member(in, "timestamp") - member(in, "estimatedPlayoutTimestamp") + ntpEpoch
	apart := member(report, "timestamp") - member(report, "remoteTimestamp")
	latency := seconds((age-apart)/1000) + roundTrip/2
	if latency < 0 || latency > maxLatency {
		return 0
	}
	return latency
}

// Beyond is how much older what plays is than path and buffers make it, as far as a browser has told: what the server or
// the publisher holds back, and the difference of their clocks.
type Beyond struct{ audio, video time.Duration }

// Recall lets Latency tell the same after the browser no longer does as before: b is of earlier intervals of the same
// connection, and learns from this one.
func (d *Delta) Recall(b *Beyond) {
	d.recall(&d.Audio, &b.audio)
	d.recall(&d.Video, &b.video)
}

func (d *Delta) recall(track *Flow, beyond *time.Duration) {
	here := d.here(track)
	if track.cur.Latency > 0 && here > 0 {
		*beyond = track.cur.Latency - here
	}
	track.beyond = *beyond
}

// Latency estimates how old what a track plays now is: by its sender's clock, else by what it took from server to screen,
// and what Recall knows besides. 0: unknown.
func (d *Delta) Latency(track *Flow) time.Duration {
	here := d.here(track)
	if track.cur.Latency > 0 || here == 0 {
		return track.cur.Latency
	}
	return max(0, here+track.beyond)
}

// here is half of the round trip, the wait in the jitter buffer, and the decoder's time; 0: unknown.
func (d *Delta) here(track *Flow) time.Duration {
	waits := track.JitterBufferDelay()
	if waits == 0 {
		return 0
	}
	return d.RoundTripTime/2 + waits + track.DecodeTime()
}

// Lag is how far the sound that was played last was behind the picture. Browsers know while they keep the two together
// and the sender's reports have told how its tracks go together (RFC 3550 §6.4.1).
func (d *Delta) Lag() (lag time.Duration, known bool) {
	sound, picture := d.Audio.cur.Playout, d.Video.cur.Playout
	return picture - sound, sound > 0 && picture > 0
}
