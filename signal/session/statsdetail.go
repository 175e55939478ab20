package session

import (
	"time"

	"lebplayer/signal/internal/json"
	"lebplayer/signal/quality"
)

// Name implements Event.
func (Stats) Name() string { return "stats" }

// Write implements Event. Members that the browser does not know are left out: the
// counters that they are made of are 0.
func (e Stats) Write(w *json.Writer) {
	w.Int("timestamp", e.At.UnixMilli())
	w.Int("score", int64(e.Delta.Score()))
	if in := e.Sample.Audio; in != nil {
		w.Object("audio", audioDetail{trackDetail{in, &e.Delta.Audio, e.Delta}})
	}
	if in := e.Sample.Video; in != nil {
		w.Object("video", videoDetail{trackDetail{in, &e.Delta.Video, e.Delta}, e.Freezes})
	}
	writeKnown(w, "roundTripTime", e.Sample.RoundTripTime)
	if e.Sample.Pair != nil {
		w.Object("candidatePair", pairDetail{e.Sample.Pair})
	}
}

// writeKnown adds a member that is a duration, if that is known.
func writeKnown(w *json.Writer, name string, value time.Duration) {
	if value > 0 {
		w.Milliseconds(name, value)
	}
}

// trackDetail is what audio and video have in common: the counters, and what
// came since the Stats before.
type trackDetail struct {
	*quality.Inbound
	flow  *quality.Flow
	delta *quality.Delta
}

func (d trackDetail) Write(w *json.Writer) {
	w.String("codec", d.Codec)
	w.Int("ssrc", int64(d.SSRC))
	w.Decimal("bitrate", d.flow.Bitrate())
	w.Int("packetsReceived", d.PacketsReceived)
	w.Int("packetsLost", d.PacketsLost)
	w.Int("bytesReceived", d.BytesReceived)
	w.Decimal("loss", d.flow.Loss())
	w.Milliseconds("jitter", d.Jitter)
	writeKnown(w, "jitterBufferDelay", d.flow.JitterBufferDelay())
	w.Int("nackCount", d.NACKCount)
	writeKnown(w, "latency", d.delta.Latency(d.flow))
}

type audioDetail struct{ trackDetail }

func (d audioDetail) Write(w *json.Writer) {
	d.trackDetail.Write(w)
	if d.TotalSamplesReceived > 0 {
		w.Decimal("concealed", d.flow.Concealed())
	}
}

type videoDetail struct {
	trackDetail
	freezes quality.Freezes // of the whole play
}

func (d videoDetail) Write(w *json.Writer) {
	d.trackDetail.Write(w)
	if d.flow.Width > 0 {
		w.Int("width", d.flow.Width)
		w.Int("height", d.flow.Height)
	}
	w.Decimal("framesPerSecond", d.flow.DecodedRate())
	if d.FramesReceived > 0 {
		w.Decimal("framesReceivedPerSecond", d.flow.ReceivedRate())
	}
	w.Int("framesDecoded", d.FramesDecoded)
	w.Int("framesDropped", d.FramesDropped)
	writeKnown(w, "decodeTime", d.flow.DecodeTime())
	w.Int("pliCount", d.PLICount)
	w.Int("firCount", d.FIRCount)
	w.Int("freezeCount", d.freezes.Count)
	w.Milliseconds("totalFreezesDuration", d.freezes.Total)
	w.Milliseconds("longestFreeze", d.freezes.Longest)
}

type pairDetail struct{ *quality.CandidatePair }

func (d pairDetail) Write(w *json.Writer) {
	w.String("local", d.Local)
	w.String("remote", d.Remote)
	w.String("protocol", d.Protocol)
}
