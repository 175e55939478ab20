package session

import (
	"testing"
	"time"
)

func TestWaterfallFallsInOrder(t *testing.T) {
	const ms = time.Millisecond
	tests := []struct {
		name      string
		got, want Waterfall
	}{
		{"as reported",
			Waterfall{Answer: 1 * ms, ICE: 2 * ms, DTLS: 3 * ms, FirstPacket: 4 * ms, FirstDecoded: 5 * ms, FirstFrame: 6 * ms},
			Waterfall{Answer: 1 * ms, ICE: 2 * ms, DTLS: 3 * ms, FirstPacket: 4 * ms, FirstDecoded: 5 * ms, FirstFrame: 6 * ms}},
		{"rendered before the connection was reported",
			Waterfall{Answer: 1 * ms, ICE: 2 * ms, FirstPacket: 4 * ms, FirstDecoded: 5 * ms, FirstFrame: 6 * ms},
			Waterfall{Answer: 1 * ms, ICE: 2 * ms, DTLS: 4 * ms, FirstPacket: 4 * ms, FirstDecoded: 5 * ms, FirstFrame: 6 * ms}},
		{"connected before the answer was reported as set",
			Waterfall{Answer: 5 * ms, ICE: 2 * ms, DTLS: 3 * ms, FirstPacket: 4 * ms, FirstDecoded: 5 * ms, FirstFrame: 6 * ms},
			Waterfall{Answer: 2 * ms, ICE: 2 * ms, DTLS: 3 * ms, FirstPacket: 4 * ms, FirstDecoded: 5 * ms, FirstFrame: 6 * ms}},
	}
	for _, test := range tests {
		if test.got.sort(); test.got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, test.got, test.want)
		}
	}
}
