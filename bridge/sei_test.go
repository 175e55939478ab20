//go:build js && wasm

package bridge

import (
	"runtime"
	"strings"
	"syscall/js"
	"testing"

	"lebplayer/signal/session"
)

// TestSEILeavesRoom: a flood of SEI that nobody reads does not displace the events
// that a session can't do without.
func TestSEILeavesRoom(t *testing.T) {
	p := &peer{events: make(chan session.PeerEvent, eventBacklog)}
	for range 10 * eventBacklog {
		p.emitSEI(session.SEIReceived{})
	}
	for range eventBacklog / 2 {
		p.emit(session.TransportClosed{})
	}
	others := 0
	for range len(p.events) {
		if _, ok := (<-p.events).(session.TransportClosed); ok {
			others++
		}
	}
	if others != eventBacklog/2 {
		t.Errorf("%d of %d other events were kept", others, eventBacklog/2)
	}
}

// TestSEIWithoutRoomIsNotCopied: a unit that would be dropped costs no memory.
func TestSEIWithoutRoomIsNotCopied(t *testing.T) {
	const size = 1 << 20
	p := &peer{events: make(chan session.PeerEvent, eventBacklog)}
	message := object{{"data", object{
		{"units", []any{js.Global().Get("ArrayBuffer").New(size)}}, {"rtpTimestamp", 1},
	}.value()}}.value()
	p.hearWorker(message)
	if unit, ok := (<-p.events).(session.SEIReceived); !ok || len(unit.Body) != size {
		t.Fatalf("%d bytes have come", len(unit.Body))
	}
	for range eventBacklog / 2 {
		p.emit(session.TransportClosed{})
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	p.hearWorker(message)
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took >= size {
		t.Errorf("it took %d bytes", took)
	}
}

// TestSEIIsInTheOffer: where there are no transforms, the offer has a data channel.
// It has none if SEI or video is not wanted.
func TestSEIIsInTheOffer(t *testing.T) {
	tests := []struct {
		name                            string
		sei, video, failed, wantChannel bool
	}{
		{"not wanted", false, true, true, false},
		{"transforms have failed", true, true, true, true},
		{"no video", true, false, true, false},
		{"by a transform", true, true, false, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			noLeaks(t)
			p, err := openPeer(&config{session: session.Config{SEI: test.sei}, receiveAudio: true, receiveVideo: test.video, transformFailed: test.failed})
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			offer, err := p.Offer(deadline(t))
			if err != nil || strings.Contains(offer, "m=application") != test.wantChannel {
				t.Errorf("%v; want a data channel: %t, in the offer %s", err, test.wantChannel, offer)
			}
		})
	}
}
