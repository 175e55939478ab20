package quality

import "time"

// Freezes sums up how often video froze, and for how long.
type Freezes struct {
	Count          int64
	Total, Longest time.Duration
}

// Add adds count freezes that lasted total together. Longest takes the average of several, which none of them need exceed.
func (f *Freezes) Add(count int64, total time.Duration) {
	f.Count += count
	f.Total += total
	f.Longest = max(f.Longest, average(total, count))
}
