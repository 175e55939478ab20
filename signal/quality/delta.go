package quality

import (
	"math"
	"time"

	"lebplayer/signal"
)

// Delta is what happened between two samples.
type Delta struct {
	Begin, End    time.Time
	Audio, Video  Flow
	RoundTripTime time.Duration // the newer sample's; 0: unknown
}

// Flow is what one track received between two samples: nothing, if the track is not there.
type Flow struct {
	SSRC                                         uint32 // the newer sample's, as Codec, Width and Height are
	Codec                                        string
	Packets, Lost, Bytes                         int64 // never negative
	FramesReceived, FramesDecoded, FramesDropped int64
	Width, Height                                int64 // pixels

	prev, cur *Inbound
	elapsed   time.Duration
	beyond    time.Duration // see Recall
}

// Between returns what happened from prev to cur. A counter that started again, because the SSRC is another or its value
// fell, counts from zero; so does everything a zero prev lacks. A loss that was made good later counts as none. Where no
// time passed between the two, or prev has none, the counts stand but all rates are zero.
func Between(prev, cur Sample) *Delta {
	if prev.Time.IsZero() {
		prev.Time = cur.Time
	}
	elapsed := cur.Time.Sub(prev.Time)
	return &Delta{
		Begin:         prev.Time,
		End:           cur.Time,
		Audio:         flowBetween(prev.Audio, cur.Audio, elapsed),
		Video:         flowBetween(prev.Video, cur.Video, elapsed),
		RoundTripTime: cur.RoundTripTime,
	}
}

func flowBetween(prev, cur *Inbound, elapsed time.Duration) Flow {
	if cur == nil {
		return Flow{prev: &Inbound{}, cur: &Inbound{}}
	}
	if prev == nil || cur.startedAgain(prev) {
		prev = &Inbound{}
	}
	return Flow{
		SSRC:           cur.SSRC,
		Codec:          cur.Codec,
		Packets:        increase(prev.PacketsReceived, cur.PacketsReceived),
		Lost:           max(0, cur.PacketsLost-prev.PacketsLost),
		Bytes:          increase(prev.BytesReceived, cur.BytesReceived),
		FramesReceived: increase(prev.FramesReceived, cur.FramesReceived),
		FramesDecoded:  increase(prev.FramesDecoded, cur.FramesDecoded),
		FramesDropped:  increase(prev.FramesDropped, cur.FramesDropped),
		Width:          cur.FrameWidth,
		Height:         cur.FrameHeight,
		prev:           prev,
		cur:            cur,
		elapsed:        elapsed,
	}
}

func (in *Inbound) startedAgain(prev *Inbound) bool {
	return in.SSRC != prev.SSRC || in.PacketsReceived < prev.PacketsReceived || in.BytesReceived < prev.BytesReceived
}

// increase is how far a counter came; one that fell has started again.
func increase[T ~int64](prev, cur T) T {
	if cur < prev {
		prev = 0
	}
	return max(0, cur-prev)
}

// mean is what falls to each of n.
func mean(sum time.Duration, n int64) time.Duration { return sum / time.Duration(max(1, n)) }

// share is which part of a whole a part is, 0…1.
func share(part, whole int64) float64 {
	if whole <= 0 {
		return 0
	}
	return float64(min(part, whole)) / float64(whole)
}

// JitterBufferDelay is how long what left the jitter buffer had been in it, on average.
func (f *Flow) JitterBufferDelay() time.Duration {
	return f.delay(f.prev.JitterBufferDelay, f.cur.JitterBufferDelay)
}

// MinimumDelay is how long it would have been for the path's sake alone, whatever the page asks for.
func (f *Flow) MinimumDelay() time.Duration {
	return f.delay(f.prev.JitterBufferMinimumDelay, f.cur.JitterBufferMinimumDelay)
}

func (f *Flow) delay(prev, cur time.Duration) time.Duration {
	return mean(increase(prev, cur), increase(f.prev.JitterBufferEmittedCount, f.cur.JitterBufferEmittedCount))
}

// Jitter is that of the packets' arrival (RFC 3550 §6.4.1), the newer sample's.
func (f *Flow) Jitter() time.Duration { return f.cur.Jitter }

// DecodeTime is how long a frame took, on average.
func (f *Flow) DecodeTime() time.Duration {
	return mean(increase(f.prev.TotalDecodeTime, f.cur.TotalDecodeTime), f.FramesDecoded)
}

// Freezes counts those that ended, and how long they had lasted together.
func (f *Flow) Freezes() (count int64, total time.Duration) {
	return increase(f.prev.FreezeCount, f.cur.FreezeCount), increase(f.prev.TotalFreezesDuration, f.cur.TotalFreezesDuration)
}

// Concealed is which part of the sound was made up because it did not come in time, 0…1.
func (f *Flow) Concealed() float64 {
	return share(increase(f.prev.ConcealedSamples, f.cur.ConcealedSamples), increase(f.prev.TotalSamplesReceived, f.cur.TotalSamplesReceived))
}

// Loss is which part of the packets that were sent did not come, 0…1. Those that were asked for again (NACK) and then
// came are in it: it tells of the path, not of the picture.
func (f *Flow) Loss() float64 { return share(f.Lost, f.Lost+f.Packets) }

// Bitrate is the rate of payload received, in bit/s.
func (f *Flow) Bitrate() float64 { return 8 * perSecond(f.Bytes, f.elapsed) }

// ReceivedRate is how many complete frames came per second.
func (f *Flow) ReceivedRate() float64 { return perSecond(f.FramesReceived, f.elapsed) }

// DecodedRate is how many frames were decoded per second.
func (f *Flow) DecodedRate() float64 { return perSecond(f.FramesDecoded, f.elapsed) }

// Report is the delta as LEB's reportquality wants it: counts of the interval, and frame rates as integers.
func (d *Delta) Report() signal.QualityReport {
	return signal.QualityReport{
		BeginUTime: signal.TimestampOf(d.Begin),
		EndUTime:   signal.TimestampOf(d.End),

		AudioSSRC:     d.Audio.SSRC,
		AudioCodec:    d.Audio.Codec,
		AudioPktRecv:  d.Audio.Packets,
		AudioByteRecv: d.Audio.Bytes,
		AudioPktLost:  d.Audio.Lost,

		VideoSSRC:      d.Video.SSRC,
		VideoCodec:     d.Video.Codec,
		VideoPktRecv:   d.Video.Packets,
		VideoByteRecv:  d.Video.Bytes,
		VideoPktLost:   d.Video.Lost,
		VideoWidth:     d.Video.Width,
		VideoHeight:    d.Video.Height,
		VideoFrameDec:  roundRate(d.Video.DecodedRate()),
		VideoFrameRecv: roundRate(d.Video.ReceivedRate()),
	}
}

func roundRate(perSecond float64) int64 { return count(number(math.Round(perSecond))) }
