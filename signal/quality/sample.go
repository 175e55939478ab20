package quality

import "time"

// Sample is what one getStats reports about the media received. Counters are totals since a track began.
type Sample struct {
	Time          time.Time      // when the counters were read, by the browser's clock
	Audio, Video  *Inbound       // nil if there is no such track
	RoundTripTime time.Duration  // by the latest STUN check of the selected candidate pair; 0 if unknown or too short to measure
	Pair          *CandidatePair // the selected one; nil if unknown
}

// CandidatePair is the path that media take, without addresses. What is unknown is "".
type CandidatePair struct {
	Local, Remote string // RTCIceCandidateType: "host", "srflx", "prflx", "relay"
	Protocol      string // "udp" or "tcp"
}

// VideoSSRC returns the SSRC of the video, or 0 if there is none.
func (s Sample) VideoSSRC() uint32 {
	if s.Video == nil {
		return 0
	}
	return s.Video.SSRC
}

// Inbound is one received track (RTCInboundRtpStreamStats). What a browser does not report is zero.
type Inbound struct {
	SSRC            uint32
	Codec           string // "opus", "h264", "vp8": the MIME type after its slash, in lower case as the spec's examples
	PacketsSent     int64  // by the sender's newest report
	PacketsReceived int64
	PacketsLost     int64 // falls when a packet thought lost comes late, and may be negative (RFC 3550 §6.4.1)
	BytesReceived   int64 // payload, without headers and padding
	Jitter          time.Duration

	FrameWidth, FrameHeight                      int64 // pixels
	FramesReceived, FramesDecoded, FramesDropped int64
	KeyFramesDecoded                             int64

	NACKCount, PLICount, FIRCount int64
	FreezeCount                   int64
	TotalFreezesDuration          time.Duration

	JitterBufferDelay        time.Duration // sum over the audio samples or video frames that left the buffer
	JitterBufferMinimumDelay time.Duration // the same sum without a target and lip sync: what the path made necessary
	JitterBufferEmittedCount int64         // audio samples or video frames that left the buffer

	TotalDecodeTime      time.Duration
	ConcealedSamples     int64   // audio samples made up because they did not come in time
	TotalSamplesReceived int64   // audio samples, with the concealed ones
	AudioLevel           float64 // of full scale, 0…1

	Playout time.Duration // what is being played, by the sender's clock since its beginning; 0 if unknown

	Latency time.Duration // from the sender's clock to playout, see latency; 0 if unknown
}

// Reader reads the reports of one connection. It remembers which entries it needs, as reading all of them takes a browser
// twice as long.
type Reader struct{ layout layout }

// Read returns a report as a Sample. Of several streams of one kind it takes the one that received a packet last.
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
		sample.Audio = readInbound(report, p.audio, &l.audio)
		sample.Audio.readAudio(p.audio)
	}
	if p.video != nil {
		sample.Video = readInbound(report, p.video, &l.video)
		sample.Video.readVideo(p.video)
	}
	sample.readPlayout(report, l, p)
	return sample
}

// readPlayout reads what a browser reports of two tracks that it keeps in step. A single track's value is no use: it may be
// an old one, extrapolated (browsers.md, "estimatedPlayoutTimestamp only during lip sync").
func (s *Sample) readPlayout(report StatsReport, l *layout, p parts) {
	const played = "estimatedPlayoutTimestamp"
	audio, video := seconds(member(p.audio, played)/1000), seconds(member(p.video, played)/1000)
	if audio <= 0 || video <= 0 {
		return
	}
	s.Audio.Playout, s.Audio.Latency = audio, latency(p.audio, entryOf(report, l.audio.remote), s.RoundTripTime)
	s.Video.Playout, s.Video.Latency = video, latency(p.video, entryOf(report, l.video.remote), s.RoundTripTime)
}

// time returns the newest timestamp of the received streams, or of the path if nothing is being received. Each entry may
// have its own, and the sender's reports have the time at which they came (browsers.md, "timestamps in getStats").
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

// member returns a number of an entry, 0 of nil.
func member(e Entry, name string) jsNumber {
	if e == nil {
		return 0
	}
	return jsNumber(e.Number(name))
}

func readInbound(report StatsReport, e Entry, l *streamLayout) *Inbound {
	return &Inbound{
		Codec:                    l.codec,
		PacketsSent:              count(member(entryOf(report, l.remote), "packetsSent")),
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
	in.KeyFramesDecoded = count(member(e, "keyFramesDecoded"))
	in.PLICount = count(member(e, "pliCount"))
	in.FIRCount = count(member(e, "firCount"))
	in.FreezeCount = count(member(e, "freezeCount"))
	in.TotalFreezesDuration = seconds(member(e, "totalFreezesDuration"))
	in.TotalDecodeTime = seconds(member(e, "totalDecodeTime"))
}
