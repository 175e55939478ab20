package quality

import "time"

// limits are, for each measure of Score, what it must not exceed for a 5, 4, 3 and 2.
var limits = [][4]int64{
	// Loss, or sound made up, in ‰. Up to 2 % NACK repairs unnoticed, and above 10 % a sender backs off: the bounds of
	// Google Congestion Control (draft-ietf-rmcat-gcc-02 §6).
	{20, 50, 100, 200},
	// Round-trip time in ms, which is what a repair takes: TXLivePlayer's limits.
	{100, 200, 350, 500},
	// The delay that the path's jitter makes necessary in the jitter buffer, in ms: each step doubles it.
	{100, 200, 400, 800},
	// The time the picture stood still, in ‰ of the interval.
	{0, 100, 250, 500},
	// Frames received but not decoded, in ‰.
	{50, 150, 300, 500},
}

// Stillness is how long a picture without a new frame is not yet said to stand still.
const Stillness = time.Second

// Score is how good the reception was, as a viewer would say on the scale of ITU-T P.800: 5 excellent, 4 good, 3 fair,
// 2 poor, 1 bad; 0 if nothing came at all. The worst measure counts: good sound does not make up for a picture that
// stands.
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

func permille(share float64) int64 { return int64(share * 1000) }

// still is for which part of the interval the picture did not move, 0…1.
func (f *Flow) still() float64 {
	if f.elapsed >= Stillness && f.FramesDecoded == 0 { // freezes are counted once they are over
		return 1
	}
	_, frozen := f.Freezes()
	return share(int64(frozen), int64(f.elapsed))
}

// undecoded is which part of the frames received was not decoded, 0…1. One may be under way.
func (f *Flow) undecoded() float64 {
	return share(max(0, f.FramesReceived-f.FramesDecoded-1), f.FramesReceived)
}
