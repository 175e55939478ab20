package avsync

import (
	"context"
	"errors"
	"testing"
	"time"

	"lebplayer/signal/quality"
)

// fakePeer counts renegotiations.
type fakePeer struct {
	target         time.Duration
	renegotiations int
	err            error
}

func (p *fakePeer) SetJitterBufferTarget(target time.Duration) { p.target = target }

func (p *fakePeer) Renegotiate(context.Context, string) error {
	p.renegotiations++
	return p.err
}

const answer = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"

// heard returns the Sync of a pull that has begun muted and is heard now, and a Look
// with that many packets received.
func heard(peer Peer, known *Capability, packets int64) (*Sync, Look) {
	s := NewController(Config{Auto: true, Capability: known}).Attach(peer)
	s.Answer(answer, true)
	last := quality.Sample{Audio: &quality.Inbound{PacketsReceived: packets, JitterBufferEmittedCount: packets}}
	before := quality.Sample{Audio: &quality.Inbound{PacketsReceived: packets - 1}}
	return s, Look{Now: time.UnixMilli(1), Last: before, Read: func(context.Context) quality.Sample { return last }}
}

// TestTickWaitsForPackets: there is no renegotiation before enough packets have come,
// as new counters would soon reach the values of the old ones.
func TestTickWaitsForPackets(t *testing.T) {
	for packets, want := range map[int64]int{0: 0, enoughPackets - 1: 0, enoughPackets: 1} {
		peer := &fakePeer{}
		s, look := heard(peer, &Capability{}, packets)
		if _, err := s.Tick(t.Context(), look); err != nil || peer.renegotiations != want {
			t.Errorf("%d packets: %d renegotiations, %v; want %d", packets, peer.renegotiations, err, want)
		}
	}
}

// TestTickWaitsForAudio: while no audio arrives, there is no renegotiation.
func TestTickWaitsForAudio(t *testing.T) {
	peer := &fakePeer{}
	s, look := heard(peer, &Capability{}, 100)
	look.Last = look.Read(t.Context())
	if _, err := s.Tick(t.Context(), look); err != nil || peer.renegotiations != 0 {
		t.Errorf("%d renegotiations, %v; want none", peer.renegotiations, err)
	}
}

// TestTickTriesOneAtATime: while the Capability is unknown, a second pull of the page
// waits for the trial of the first.
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
		t.Errorf("%d renegotiations of the second, %v; want one after the trial of the first has succeeded", second.renegotiations, err)
	}
}

// TestTickSaysNothingAtTheEnd: a renegotiation that the end of a play interrupts has
// not failed.
func TestTickSaysNothingAtTheEnd(t *testing.T) {
	known := &Capability{}
	s, look := heard(&fakePeer{err: context.Canceled}, known, 100)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Tick(ctx, look); err != nil || !known.possible() {
		t.Errorf("%v, possible: %v", err, known.possible())
	}
}

// TestTickOfAPullThatStaysApart: a pull that began muted has to be replaced when it is
// heard, if another play has found out meanwhile that there are no new receivers.
func TestTickOfAPullThatStaysApart(t *testing.T) {
	known := &Capability{}
	peer := &fakePeer{}
	s, look := heard(peer, known, 100)
	known.disprove()
	muted := look
	muted.Silent = true
	if _, err := s.Tick(t.Context(), muted); err != nil {
		t.Errorf("muted: %v", err)
	}
	if _, err := s.Tick(t.Context(), look); !errors.Is(err, errApart) || peer.renegotiations != 0 {
		t.Errorf("heard: %v after %d renegotiations, want %v", err, peer.renegotiations, errApart)
	}
}
