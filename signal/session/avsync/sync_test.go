package avsync

import (
	"context"
	"errors"
	"testing"
	"time"

	"lebplayer/signal/quality"
)

// fakePeer counts what it is asked for.
type fakePeer struct {
	target         time.Duration
	renegotiations int
	err            error
}

func (m *fakePeer) SetJitterBufferTarget(target time.Duration) { m.target = target }

func (m *fakePeer) Renegotiate(context.Context, string) error {
	m.renegotiations++
	return m.err
}

const answer = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"

// heard makes the Sync of a pull that has begun muted and is heard now, and the look at it when so many packets have come.
func heard(media Peer, known *Capability, packets int64) (*Sync, Look) {
	s := NewController(Config{Auto: true, Capability: known}).Attach(media)
	s.Answer(answer, true)
	last := quality.Sample{Audio: &quality.Inbound{PacketsReceived: packets, JitterBufferEmittedCount: packets}}
	return s, Look{Now: time.UnixMilli(1), Last: last, Read: func(context.Context) quality.Sample { return last }}
}

// TestTickWaitsForPackets: of few packets counters that begin anew would soon be the old ones' like.
func TestTickWaitsForPackets(t *testing.T) {
	for packets, want := range map[int64]int{0: 0, enoughPackets - 1: 0, enoughPackets: 1} {
		media := &fakePeer{}
		s, look := heard(media, &Capability{}, packets)
		if _, err := s.Tick(t.Context(), look); err != nil || media.renegotiations != want {
			t.Errorf("%d packets: %d renegotiations, %v; want %d", packets, media.renegotiations, err, want)
		}
	}
}

// TestTickTriesOneAtATime: a second pull of a page that knows nothing yet waits for the first one's trial.
func TestTickTriesOneAtATime(t *testing.T) {
	known := &Capability{}
	first, second := &fakePeer{}, &fakePeer{}
	a, look := heard(first, known, 100)
	b, _ := heard(second, known, 100)
	_, _ = a.Tick(t.Context(), look)
	_, err := b.Tick(t.Context(), look)
	if first.renegotiations != 1 || second.renegotiations != 0 || err != nil {
		t.Errorf("%d and %d renegotiations, %v; want one of the first", first.renegotiations, second.renegotiations, err)
	}
	known.prove()
	if _, err := b.Tick(t.Context(), look); second.renegotiations != 1 || err != nil {
		t.Errorf("%d renegotiations of the second, %v; want one after the first has proven it", second.renegotiations, err)
	}
}

// TestTickSaysNothingAtTheEnd: a renegotiation that the end of a play cuts short has not failed.
func TestTickSaysNothingAtTheEnd(t *testing.T) {
	known := &Capability{}
	s, look := heard(&fakePeer{err: context.Canceled}, known, 100)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Tick(ctx, look); err != nil || !known.possible() {
		t.Errorf("%v, possible: %v", err, known.possible())
	}
}

// TestTickWhatIsApartForGood: disproven by another play, a pull that began muted has to be replaced when it is heard.
func TestTickWhatIsApartForGood(t *testing.T) {
	known := &Capability{}
	media := &fakePeer{}
	s, look := heard(media, known, 100)
	known.disprove()
	muted := look
	muted.Silent = true
	if _, err := s.Tick(t.Context(), muted); err != nil {
		t.Errorf("muted: %v", err)
	}
	if _, err := s.Tick(t.Context(), look); !errors.Is(err, errApart) || media.renegotiations != 0 {
		t.Errorf("heard: %v after %d renegotiations, want %v", err, media.renegotiations, errApart)
	}
}
