package quality

import (
	"math"
	"time"
)

// jsNumber is a JavaScript number. Counters are read as such too, so that a counter with a fraction does no harm.
type jsNumber float64

// Limits of the conversions. No real report comes near them, and beyond them Go's own conversions differ by platform.
const (
	maxCount        = 1 << 53 // the largest integer below which a float64 holds every integer
	maxMilliseconds = 8.64e15 // the last moment of a JavaScript Date
	maxSeconds      = 9e9     // 285 years; time.Duration ends at 292
)

func count(n jsNumber) int64 {
	return int64(within(n, maxCount))
}

func seconds(n jsNumber) time.Duration {
	return time.Duration(math.Round(float64(within(n, maxSeconds) * jsNumber(time.Second))))
}

func milliseconds(n jsNumber) time.Time {
	return time.UnixMicro(int64(math.Round(float64(within(n, maxMilliseconds) * 1000)))).UTC()
}

func within(n, limit jsNumber) jsNumber {
	return max(-limit, min(n, limit))
}

// perSecond returns the rate of n events, and 0 if no time passed.
func perSecond(n int64, elapsed time.Duration) float64 {
	if elapsed <= 0 {
		return 0
	}
	return float64(n) / elapsed.Seconds()
}
