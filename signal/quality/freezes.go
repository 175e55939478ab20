package quality

import "time"

// Freezes sums up how often and for how long a picture stood still.
type Freezes struct {
	Count          int64
	Total, Longest time.Duration
}

// Add adds some, and what they lasted together. The longest of several is taken for their mean: it was no shorter.
func (f *Freezes) Add(count int64, total time.Duration) {
	f.Count += count
	f.Total += total
	f.Longest = max(f.Longest, mean(total, count))
}
