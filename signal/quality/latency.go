package quality

import "time"

const (
	// ntpEpoch is the beginning of 1970 in ms since that of 1900, the NTP epoch (RFC 5905 §6).
	ntpEpoch = 2_208_988_800_000
	// maxLatency is more than a live stream can have. A larger value means that the clocks are not comparable.
	maxLatency = time.Minute
)

// latency estimates the age of what a stream plays now, by the clock of its sender (RTCP sender reports, RFC 3550 §6.4.1), or
// returns 0 if it is unknown. The browser reports what it plays by that clock (estimatedPlayoutTimestamp). The offset between
// the clocks follows from the newest report: the times at which it was sent and came, less half of the round trip, as in NTP.
func latency(in, report Entry, roundTrip time.Duration) time.Duration {
	if report == nil {
		return 0
	}
	age := member(in, "timestamp") - member(in, "estimatedPlayoutTimestamp") + ntpEpoch
	offset := member(report, "timestamp") - member(report, "remoteTimestamp")
	latency := seconds((age-offset)/1000) + roundTrip/2
	if latency < 0 || latency > maxLatency {
		return 0
	}
	return latency
}

// SenderDelay is the part of a connection's latency that its path and buffers do not explain: what server and publisher hold
// back, and the error of the sender's clock. The zero value knows of none.
type SenderDelay struct{ audio, video time.Duration }

// Carry carries the sender-side delay from one interval of a connection to the next: it is measured in intervals in which the
// browser reports the latency, and Delta.Latency adds it in the later ones in which it does not.
func (s *SenderDelay) Carry(d *Delta) {
	d.carry(&d.Audio, &s.audio)
	d.carry(&d.Video, &s.video)
}

func (d *Delta) carry(track *Flow, delay *time.Duration) {
	_, cur := track.counters()
	if local := d.localDelay(track); cur.Latency > 0 && local > 0 {
		*delay = cur.Latency - local
	}
	track.senderDelay = *delay
}

// Latency estimates the age of what a track plays now: by its sender's clock, else as the sum of the local delay and what
// SenderDelay.Carry has added to it. It returns 0 if that is unknown.
func (d *Delta) Latency(track *Flow) time.Duration {
	_, cur := track.counters()
	local := d.localDelay(track)
	if cur.Latency > 0 || local == 0 {
		return cur.Latency
	}
	return max(0, local+track.senderDelay)
}

// localDelay returns the time from server to screen, half of the round trip, the delay in the jitter buffer and the decoding
// time, or 0 if it is unknown.
func (d *Delta) localDelay(track *Flow) time.Duration {
	buffered := track.JitterBufferDelay()
	if buffered == 0 {
		return 0
	}
	return d.RoundTripTime/2 + buffered + track.DecodeTime()
}

// Lag returns by how much the audio that was played last was behind the video. It is known while the browser keeps the two in
// step and the sender's reports have told it how their clocks go together (RFC 3550 §6.4.1).
func (d *Delta) Lag() (lag time.Duration, known bool) {
	_, audio := d.Audio.counters()
	_, video := d.Video.counters()
	return video.Playout - audio.Playout, audio.Playout > 0 && video.Playout > 0
}
