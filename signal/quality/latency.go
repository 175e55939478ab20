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
func (list entries) latency(in *entry, roundTrip time.Duration) time.Duration {
	report := list.byID(typeRemoteOutbound, in.text("remoteId"))
	if report == nil {
		return 0
	}
	age := in.number("timestamp") - in.number("estimatedPlayoutTimestamp") + ntpEpoch
	apart := report.number("timestamp") - report.number("remoteTimestamp")
	latency := seconds((age-apart)/1000) + roundTrip/2
	if latency < 0 || latency > maxLatency {
		return 0
	}
	return latency
}

// Latency estimates how old what a track plays now is: by its sender's clock, else by what it took from server to screen,
// which is half of the round trip, the wait in the jitter buffer, and the decoder's time. 0: unknown.
func (d *Delta) Latency(track *Flow) time.Duration {
	waits := track.JitterBufferDelay()
	if track.cur.Latency > 0 || waits == 0 {
		return track.cur.Latency
	}
	return d.RoundTripTime/2 + waits + track.DecodeTime()
}
