package quality

import "time"

// Sample is what one getStats said about the media received. Counters are totals since a track began.
type Sample struct {
	Time          time.Time      // when the counters were read, by the browser's clock
	Audio, Video  *Inbound       // nil: no such track
	RoundTripTime time.Duration  // of the selected candidate pair's latest STUN check; 0: unknown, or below the browser's resolution
	Pair          *CandidatePair // the selected one; nil: unknown
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

	Latency time.Duration // from the sender's clock to playout, see latency; 0: unknown
}

// Reader reads the reports of one connection. It remembers where in them things are: asking for whole reports costs a
// browser twice as much.
type Reader struct{ layout layout }

// Read makes a Sample of a report. Of several streams of one kind it takes the one that received a packet last.
func (r *Reader) Read(report StatsReport) Sample {
	p := r.layout.parts(report)
	if !r.layout.holds(report.Size(), p) {
		r.layout = findLayout(report)
		p = r.layout.parts(report)
	}
	return r.layout.sample(report, p)
}

func (l *layout) sample(report StatsReport, p parts) Sample {
	sample := Sample{Time: p.time(), Pair: l.path, RoundTripTime: seconds(member(p.pair, "currentRoundTripTime"))}
	if p.audio != nil {
		sample.Audio = readInbound(p.audio, l.audio.codec)
		sample.Audio.readAudio(p.audio)
	}
	if p.video != nil {
		sample.Video = readInbound(p.video, l.video.codec)
		sample.Video.readVideo(p.video)
	}
	sample.readPlayout(report, l, p)
	return sample
}

// readPlayout reads what a browser tells of two tracks that it keeps in step. For a track alone it is carried on from when
// there was another one (Chromium 156), and of no use.
func (s *Sample) readPlayout(report StatsReport, l *layout, p parts) {
	const played = "estimatedPlayoutTimestamp"
	audio, video := seconds(member(p.audio, played)/1000), seconds(member(p.video, played)/1000)
	if audio <= 0 || video <= 0 {
		return
	}
	s.Audio.Playout, s.Audio.Latency = audio, latency(p.audio, entryOf(report, l.audio.remote), s.RoundTripTime)
	s.Video.Playout, s.Video.Latency = video, latency(p.video, entryOf(report, l.video.remote), s.RoundTripTime)
}

// time returns the newest time stamp of the received streams, or of the path if nothing is being received: Firefox takes
// each entry's time when it makes it, and reports of the other side carry the time at which they came.
func (p *parts) time() time.Time {
	newest := max(member(p.audio, "timestamp"), member(p.video, "timestamp"))
	if newest == 0 {
		newest = max(member(p.transport, "timestamp"), member(p.pair, "timestamp"))
	}
	if newest == 0 {
		return time.Time{}
	}
	return milliseconds(newest)
}

// member is a number of an entry, or of none.
func member(e Entry, name string) number {
	if e == nil {
		return 0
	}
	return number(e.Number(name))
}

func readInbound(e Entry, codec string) *Inbound {
	return &Inbound{
		Codec:                    codec,
		SSRC:                     uint32(count(member(e, "ssrc"))),
		PacketsReceived:          count(member(e, "packetsReceived")),
		PacketsLost:              count(member(e, "packetsLost")),
		BytesReceived:            count(member(e, "bytesReceived")),
		Jitter:                   seconds(member(e, "jitter")),
		NACKCount:                count(member(e, "nackCount")),
		JitterBufferDelay:        seconds(member(e, "jitterBufferDelay")),
		JitterBufferMinimumDelay: seconds(member(e, "jitterBufferMinimumDelay")),
		JitterBufferEmittedCount: count(member(e, "jitterBufferEmittedCount")),
	}
}

func (in *Inbound) readAudio(e Entry) {
	in.ConcealedSamples = count(member(e, "concealedSamples"))
	in.TotalSamplesReceived = count(member(e, "totalSamplesReceived"))
	in.AudioLevel = float64(member(e, "audioLevel"))
}

func (in *Inbound) readVideo(e Entry) {
	in.FrameWidth = count(member(e, "frameWidth"))
	in.FrameHeight = count(member(e, "frameHeight"))
	in.FramesReceived = count(member(e, "framesReceived"))
	in.FramesDecoded = count(member(e, "framesDecoded"))
	in.FramesDropped = count(member(e, "framesDropped"))
	in.PLICount = count(member(e, "pliCount"))
	in.FIRCount = count(member(e, "firCount"))
	in.FreezeCount = count(member(e, "freezeCount"))
	in.TotalFreezesDuration = seconds(member(e, "totalFreezesDuration"))
	in.TotalDecodeTime = seconds(member(e, "totalDecodeTime"))
}
