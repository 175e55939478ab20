package quality

import (
	"errors"
	"strings"
	"time"

	"lebplayer/signal/ascii"
)

// Sample is what one getStats said about the media received. Counters are totals since a track began.
type Sample struct {
	Time          time.Time      // when the counters were read, by the browser's clock
	Audio, Video  *Inbound       // nil: no such track
	RoundTripTime time.Duration  // of the selected candidate pair's latest STUN check; 0: unknown, or below the browser's resolution
	Pair          *CandidatePair // the selected one; nil: unknown
	Latency       time.Duration  // from the sender's clock to playout, see latency; 0: unknown
}

// CandidatePair is the path media take. It has no addresses; what is not known is "".
type CandidatePair struct {
	Local, Remote string // RTCIceCandidateType: "host", "srflx", "prflx", "relay"
	Protocol      string // "udp" or "tcp"
}

// Inbound is one received track (RTCInboundRtpStreamStats). What a browser does not tell is zero.
type Inbound struct {
	SSRC            uint32
	Codec           string // "opus", "h264", "vp8": the MIME type after its slash, in lower case as the spec's examples
	PacketsReceived int64
	PacketsLost     int64 // falls when a packet thought lost arrives late, and may be negative (RFC 3550 §6.4.1)
	BytesReceived   int64 // payload, without headers and padding
	Jitter          time.Duration

	FrameWidth, FrameHeight                      int64 // pixels
	FramesReceived, FramesDecoded, FramesDropped int64

	NACKCount, PLICount, FIRCount int64
	FreezeCount                   int64
	TotalFreezesDuration          time.Duration

	JitterBufferDelay        time.Duration // summed over the samples or frames that left the buffer
	JitterBufferMinimumDelay time.Duration // the same of what the path alone would have needed, whatever the page asks for
	JitterBufferEmittedCount int64         // how many left it

	TotalDecodeTime      time.Duration
	ConcealedSamples     int64   // made up for sound that did not come in time
	TotalSamplesReceived int64   // these included
	AudioLevel           float64 // of full scale, 0…1

	Playout time.Duration // the sender's time of what is being played, since its clock's beginning; 0: unknown

	Latency time.Duration // from the sender's clock to playout, see entries.latency; 0: unknown
}

// ErrBadStats is a text that is no JSON array of getStats entries.
var ErrBadStats = errors.New("quality: no JSON array of getStats entries")

// Read reads the JSON array of the entries of an RTCStatsReport, whole or cut down to Keys. Entries of other types are
// skipped, missing members are zero, and of several streams of one kind it takes the one that received a packet last.
// The only error is ErrBadStats.
func Read(text string) (Sample, error) {
	list, err := readEntries(text)
	if err != nil {
		return Sample{}, err
	}
	sample := Sample{Time: list.time()}
	if pair := list.selectedPair(); pair != nil {
		local := pair.text("localCandidateId")
		sample.RoundTripTime = seconds(pair.number("currentRoundTripTime"))
		sample.Pair = &CandidatePair{
			Local:    list.textOf(typeLocalCandidate, local, "candidateType"),
			Remote:   list.textOf(typeRemoteCandidate, pair.text("remoteCandidateId"), "candidateType"),
			Protocol: list.textOf(typeLocalCandidate, local, "protocol"),
		}
	}
	sample.Audio = list.readInbound("audio", sample.RoundTripTime)
	sample.Video = list.readInbound("video", sample.RoundTripTime)
	if !sample.Audio.isInStep() || !sample.Video.isInStep() {
		sample.Audio.forgetPlayout()
		sample.Video.forgetPlayout()
	}
	return sample, nil
}

// isInStep tells whether the browser keeps the track in step with another one.
func (in *Inbound) isInStep() bool { return in != nil && in.Playout > 0 }

// forgetPlayout drops what a browser tells for a track alone: it is carried on from when there was another one to keep in
// step with (Chromium 156).
func (in *Inbound) forgetPlayout() {
	if in != nil {
		in.Playout, in.Latency = 0, 0
	}
}

// time returns the newest time stamp of the received streams, or of all entries if nothing is being received: Firefox
// takes each entry's time when it makes it, and reports of the other side carry the time at which they came.
func (list entries) time() time.Time {
	var inbound, newest number
	for i := range list {
		newest = max(newest, list[i].number("timestamp"))
		if list[i].is(typeInbound) {
			inbound = max(inbound, list[i].number("timestamp"))
		}
	}
	if inbound > 0 {
		newest = inbound
	}
	if newest == 0 {
		return time.Time{}
	}
	return milliseconds(newest)
}

func (list entries) readInbound(kind string, roundTrip time.Duration) *Inbound {
	e := list.inbound(kind)
	if e == nil {
		return nil
	}
	inbound := &Inbound{
		SSRC:                     uint32(count(e.number("ssrc"))),
		PacketsReceived:          count(e.number("packetsReceived")),
		PacketsLost:              count(e.number("packetsLost")),
		BytesReceived:            count(e.number("bytesReceived")),
		Jitter:                   seconds(e.number("jitter")),
		FrameWidth:               count(e.number("frameWidth")),
		FrameHeight:              count(e.number("frameHeight")),
		FramesReceived:           count(e.number("framesReceived")),
		FramesDecoded:            count(e.number("framesDecoded")),
		FramesDropped:            count(e.number("framesDropped")),
		NACKCount:                count(e.number("nackCount")),
		PLICount:                 count(e.number("pliCount")),
		FIRCount:                 count(e.number("firCount")),
		FreezeCount:              count(e.number("freezeCount")),
		TotalFreezesDuration:     seconds(e.number("totalFreezesDuration")),
		JitterBufferDelay:        seconds(e.number("jitterBufferDelay")),
		JitterBufferMinimumDelay: seconds(e.number("jitterBufferMinimumDelay")),
		JitterBufferEmittedCount: count(e.number("jitterBufferEmittedCount")),
		TotalDecodeTime:          seconds(e.number("totalDecodeTime")),
		ConcealedSamples:         count(e.number("concealedSamples")),
		TotalSamplesReceived:     count(e.number("totalSamplesReceived")),
		AudioLevel:               float64(e.number("audioLevel")),
		Playout:                  seconds(e.number("estimatedPlayoutTimestamp") / 1000),
		Latency:                  list.latency(e, roundTrip),
	}
	_, codec, _ := strings.Cut(list.textOf(typeCodec, e.text("codecId"), "mimeType"), "/")
	inbound.Codec = ascii.Lower(codec)
	return inbound
}
