package time_test

import (
	"math/rand/v2"
	"testing"
	real "time"

	"lebplayer/web/wasm/slim/std/time"
)

// TestLikeTheRealOne compares Times and Durations of every magnitude with the real
// ones.
func TestLikeTheRealOne(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	number := func() int64 { return (random.Int64() - random.Int64()) >> random.IntN(63) }
	for range 20_000 {
		ns, ms, d := number()/4*2, number()/1e7, number()/2 // an even ns: 1 before 1970 is the zero Time
		a, b := time.Unix(0, ns), time.UnixMilli(ms).Add(time.Duration(d))
		c, e := real.Unix(0, ns), real.UnixMilli(ms).Add(real.Duration(d))
		same(t, "UnixMilli", b.UnixMilli(), e.UnixMilli())
		same(t, "UnixNano", b.UnixNano(), e.UnixNano())
		same(t, "Sub", int64(a.Sub(time.UnixMicro(ms))), int64(c.Sub(real.UnixMicro(ms))))
		same(t, "After", a.After(b), c.After(e))
		same(t, "Before", a.Before(b), c.Before(e))
		same(t, "Equal", a.Equal(b), c.Equal(e))
		same(t, "IsZero", a.IsZero(), c.IsZero())
		same(t, "String", time.Duration(d).String(), real.Duration(d).String())
		same(t, "Seconds", time.Duration(d).Seconds(), real.Duration(d).Seconds())
		same(t, "Milliseconds", time.Duration(d).Milliseconds(), real.Duration(d).Milliseconds())
	}
}

func same[T comparable](t *testing.T, name string, got, want T) {
	t.Helper()
	if got != want {
		t.Fatalf("%s is %v, the real one %v", name, got, want)
	}
}

func TestZero(t *testing.T) {
	if zero := (time.Time{}); !zero.IsZero() || !zero.Before(time.Unix(0, 0)) || time.Unix(0, 0).IsZero() {
		t.Error("the zero Time is not zero, or not before 1970")
	}
}

func TestString(t *testing.T) {
	for _, d := range []int64{0, 1, 999, 1000, 1500, 1e6, 2_500_000, 1e9, 59e9, 60e9, 61e9, 3600e9, 3601e9, 90 * 3600e9, 1e9 + 1, -1500e6} {
		same(t, "String", time.Duration(d).String(), real.Duration(d).String())
	}
}
