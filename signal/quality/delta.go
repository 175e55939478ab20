package quality

import (
	"math"
	"time"

	"lebplayer/signal"
)

// Delta is what happened between two samples.
type Delta struct {
	Audio, Video  Flow
	RoundTripTime time.Duration // the newer sample's; 0: unknown
}

// Flow is what one track received between two samples. The zero value is that of a track that is not there. SSRC, Codec,
// Width and Height are the newer sample's.
type Flow struct {
	SSRC                                         uint32
	Codec                                        string
	Packets, Lost, Bytes                         int64 // never negative
	FramesReceived, FramesDecoded, FramesDropped int64
	Width, Height                                int64 // pixels

	prev, cur   *Inbound // nil in the zero value: see counters
	elapsed     time.Duration
	senderDelay time.Duration // see SenderDelay.Carry
}

// Between returns what happened from prev to cur. Counters that started again, because the SSRC changed or their values
// fell, count from zero, and so do those that prev lacks. A packet that was thought lost and came late is no loss. If no
// time passed between the two, or prev has none, the counts are right but all rates are zero.
func Between(prev, cur Sample) *Delta {
	if prev.Time.IsZero() {
		prev.Time = cur.Time
	}
	elapsed := cur.Time.Sub(prev.Time)
	return &Delta{
		Audio:         flowBetween(prev.Audio, cur.Audio, elapsed),
		Video:         flowBetween(prev.Video, cur.Video, elapsed),
		RoundTripTime: cur.RoundTripTime,
	}
}

func flowBetween(prev, cur *Inbound, elapsed time.Duration) Flow {
	if cur == nil {
		return Flow{}
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

// increase returns by how much a counter grew. One that fell has started again at zero.
func increase[T ~int64](prev, cur T) T {
	if cur < prev {
		prev = 0
	}
	return max(0, cur-prev)
}

// average returns sum/n, and sum if n is 0.
func average(sum time.Duration, n int64) time.Duration { return sum / time.Duration(max(1, n)) }

// ratio returns part/whole, 0…1, and 0 if there is no whole.
func ratio(part, whole int64) float64 {
	if whole <= 0 {
		return 0
	}
	return float64(min(part, whole)) / float64(whole)
}

// counters returns what the flow was made of.
func (f *Flow) counters() (prev, cur *Inbound) {
	if f.cur == nil {
		return &noInbound, &noInbound
	}
	return f.prev, f.cur
}

var noInbound Inbound // is never changed

// JitterBufferDelay returns the average delay in the jitter buffer.
func (f *Flow) JitterBufferDelay() time.Duration {
	prev, cur := f.counters()
	return f.delay(prev.JitterBufferDelay, cur.JitterBufferDelay)
}

// MinimumDelay returns the average delay in the jitter buffer that the path alone made necessary: without a target, and
// without lip sync.
func (f *Flow) MinimumDelay() time.Duration {
	prev, cur := f.counters()
	return f.delay(prev.JitterBufferMinimumDelay, cur.JitterBufferMinimumDelay)
}

func (f *Flow) delay(before, after time.Duration) time.Duration {
	prev, cur := f.counters()
	return average(increase(before, after), increase(prev.JitterBufferEmittedCount, cur.JitterBufferEmittedCount))
}

// Jitter returns the newer sample's jitter of arrival (RFC 3550 §6.4.1), and 0 if no packet arrived: the browser keeps the
// last value of a microphone or camera that is switched off.
func (f *Flow) Jitter() time.Duration {
	if f.Packets == 0 {
		return 0
	}
	_, cur := f.counters()
	return cur.Jitter
}

// DecodeTime returns the average time to decode a frame.
func (f *Flow) DecodeTime() time.Duration {
	prev, cur := f.counters()
	return average(increase(prev.TotalDecodeTime, cur.TotalDecodeTime), f.FramesDecoded)
}

// Freezes returns the number of freezes that ended, and how long they lasted together.
func (f *Flow) Freezes() (count int64, total time.Duration) {
	prev, cur := f.counters()
	return increase(prev.FreezeCount, cur.FreezeCount), increase(prev.TotalFreezesDuration, cur.TotalFreezesDuration)
}

// Concealed returns the ratio of audio samples that were made up because they did not come in time, 0…1. Samples that were made up
// because nothing was sent do not count: a microphone may be switched off.
func (f *Flow) Concealed() float64 {
	prev, cur := f.counters()
	all := increase(prev.TotalSamplesReceived, cur.TotalSamplesReceived)
	unsent := max(0, all-(f.Packets+f.Lost)*cur.samplesPerPacket())
	return ratio(max(0, increase(prev.ConcealedSamples, cur.ConcealedSamples)-unsent), all)
}

// samplesPerPacket estimates the number of audio samples in a packet, which is a multiple of 10 ms. Some packets come too late
// to be played.
func (in *Inbound) samplesPerPacket() int64 {
	const unit = 480
	played := in.TotalSamplesReceived - in.ConcealedSamples
	return max(unit, (played/max(1, in.PacketsReceived)+unit*4/5)/unit*unit)
}

// Loss returns the ratio of packets sent that did not come, 0…1. It is a measure of the path, not of what a viewer sees:
// packets that came only after a NACK count as lost.
func (f *Flow) Loss() float64 { return ratio(f.Lost, f.Lost+f.Packets) }

// Bitrate returns the rate of payload received, in bit/s.
func (f *Flow) Bitrate() float64 { return 8 * perSecond(f.Bytes, f.elapsed) }

// ReceivedRate returns the complete frames received per second.
func (f *Flow) ReceivedRate() float64 { return perSecond(f.FramesReceived, f.elapsed) }

// DecodedRate returns the frames decoded per second.
func (f *Flow) DecodedRate() float64 { return perSecond(f.FramesDecoded, f.elapsed) }

// Report returns the delta as LEB's reportquality wants it: counts of the interval, and frame rates rounded to integers. The
// interval is given by the server's clock, which the browser's statistics do not know.
func (d *Delta) Report(begin, end time.Time) signal.QualityReport {
	received := d.Video.ReceivedRate()
	if d.Video.FramesReceived == 0 { // which some browsers don't count
		received = d.Video.DecodedRate()
	}
	return signal.QualityReport{
		BeginUTime: signal.TimestampOf(begin),
		EndUTime:   signal.TimestampOf(end),

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
		VideoFrameRecv: roundRate(received),
	}
}

func roundRate(perSecond float64) int64 { return count(jsNumber(math.Round(perSecond))) }
