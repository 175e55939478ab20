package quality

import (
	"math"
	"time"
)

// number is a number as JavaScript has it, counters too: a browser that writes one with a fraction must not make the
// whole report unreadable.
type number float64

// The conversions stop at limits no real report comes near, where Go's own would give a different result on each
// platform.
const (
	maxCount        = 1 << 53 // up to which a float64 holds every integer
	maxMilliseconds = 8.64e15 // the last moment of a JavaScript Date
	maxSeconds      = 9e9     // 285 years; time.Duration ends at 292
)

func count(n number) int64 {
	return int64(within(n, maxCount))
}

func seconds(n number) time.Duration {
	return time.Duration(math.Round(float64(within(n, maxSeconds) * number(time.Second))))
}

func milliseconds(n number) time.Time {
	return time.UnixMicro(int64(math.Round(float64(within(n, maxMilliseconds) * 1000)))).UTC()
}

func within(n, limit number) number {
	return max(-limit, min(n, limit))
}

// perSecond is the rate of n events, and zero if no time passed.
func perSecond(n int64, elapsed time.Duration) float64 {
	if elapsed <= 0 {
		return 0
	}
	return float64(n) / elapsed.Seconds()
}
