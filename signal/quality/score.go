package quality

import "time"

// limits are, for each measure of Score, the highest values for a 5, 4, 3 and 2.
var limits = [][4]int64{
	// Loss, or concealed audio, in ‰. Up to 2 % NACK repairs unnoticed, and above 10 % a sender backs off: the bounds of
	// Google Congestion Control (draft-ietf-rmcat-gcc-02 §6).
	{20, 50, 100, 200},
	// Round-trip time in ms, the time of a repair: TXLivePlayer's limits.
	{100, 200, 350, 500},
	// Flow.MinimumDelay in ms: each step doubles it.
	{100, 200, 400, 800},
	// The time in which video stood still, in ‰ of the interval.
	{0, 100, 250, 500},
	// Frames received but not decoded, in ‰.
	{50, 150, 300, 500},
}

// Stillness is the time without a new frame after which video counts as standing still.
const Stillness = time.Second

// Score returns the quality of reception on the scale of ITU-T P.800: 5 excellent, 4 good, 3 fair, 2 poor, 1 bad; 0 if
// nothing came at all. The worst measure counts: good audio does not make up for video that stands still.
func (d *Delta) Score() int {
	if d.Audio.Bytes+d.Video.Bytes == 0 {
		return 0
	}
	measures := [...]int64{
		permille(max(d.Audio.Loss(), d.Video.Loss(), d.Audio.Concealed())),
		d.RoundTripTime.Milliseconds(),
		max(d.Audio.MinimumDelay(), d.Video.MinimumDelay()).Milliseconds(),
		permille(d.Video.still()),
		permille(d.Video.undecoded()),
	}
	score := 5
	for i, measure := range measures {
		mark := 5
		for _, limit := range limits[i] {
			if measure > limit {
				mark--
			}
		}
		score = min(score, mark)
	}
	return score
}

func permille(ratio float64) int64 { return int64(ratio * 1000) }

// still returns the ratio of the interval in which video stood still, 0…1. Video of which nothing comes is slow or switched off.
func (f *Flow) still() float64 {
	if f.elapsed >= Stillness && f.Bytes > 0 && f.FramesDecoded == 0 { // freezes are counted once they are over
		return 1
	}
	_, frozen := f.Freezes()
	return ratio(int64(frozen), int64(f.elapsed))
}

// undecoded returns the ratio of frames received that were not decoded, 0…1. One more may be in the decoder.
func (f *Flow) undecoded() float64 {
	return ratio(max(0, f.FramesReceived-f.FramesDecoded-1), f.FramesReceived)
}
