package strconv_test

import (
	"math"
	"math/rand/v2"
	real "strconv"
	"testing"

	"lebplayer/web/wasm/slim/std/strconv"
)

func TestLikeTheRealOne(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	numbers := []int64{0, 1, -1, 9, 10, -10, math.MaxInt64, math.MinInt64}
	for range 10_000 {
		numbers = append(numbers, (random.Int64()-random.Int64())>>random.IntN(63))
	}
	for _, n := range numbers {
		base := 2 + random.IntN(35)
		same(t, "FormatInt", strconv.FormatInt(n, base), real.FormatInt(n, base))
		same(t, "FormatUint", strconv.FormatUint(uint64(n), base), real.FormatUint(uint64(n), base))
		same(t, "Itoa", strconv.Itoa(int(n)), real.Itoa(int(n)))
		same(t, "AppendInt", string(strconv.AppendInt([]byte("x"), n, base)), string(real.AppendInt([]byte("x"), n, base)))
		same(t, "AppendBool", string(strconv.AppendBool([]byte("x"), n > 0)), string(real.AppendBool([]byte("x"), n > 0)))
	}
}

func same(t *testing.T, name, got, want string) {
	t.Helper()
	if got != want {
		t.Fatalf("%s is %s, the real one %s", name, got, want)
	}
}
