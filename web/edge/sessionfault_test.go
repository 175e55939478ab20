package edge

import (
	"slices"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v3"
)

// startViewer begins a session of the stream clock and waits for media.
func startViewer(t *testing.T, e testEdge, id string) *viewer {
	t.Helper()
	v := newViewer(t, bothKinds)
	v.pull(e, clock, id)
	receive(t, v.video, "video")
	receive(t, v.audio, "audio")
	return v
}

// expectSilence waits until no packet has arrived for 300 ms, the duration of 7 video frames or 15 audio packets.
func expectSilence(t *testing.T, packets <-chan *rtp.Packet, what string) {
	t.Helper()
	quiet := time.NewTimer(300 * time.Millisecond)
	limit := time.After(deadline)
	for {
		select {
		case <-packets:
			quiet.Reset(300 * time.Millisecond)
		case <-quiet.C:
			return
		case <-limit:
			t.Fatalf("%s still arrives", what)
		}
	}
}

// drain discards the packets received so far.
func (v *viewer) drain() {
	for len(v.video) > 0 {
		<-v.video
	}
	for len(v.audio) > 0 {
		<-v.audio
	}
}

func TestClose(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := startViewer(t, e, "closed")
	e.inject(t, "close")
	receive(t, v.alerts, "close_notify")
	waitFor(t, "the session ends", func() bool { return onlySession(t, e, "closed").State == stateEnded })
	if s := onlySession(t, e, "closed"); s.Reason != "server-closed" || !slices.Equal(s.Faults, []string{"close"}) {
		t.Errorf("session %+v", s)
	}
	if err := v.stop(); err != nil {
		t.Errorf("stopstream of the closed session: %v", err)
	}
}

func TestStopAndClear(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := startViewer(t, e, "stop")
	e.inject(t, "stop")
	expectSilence(t, v.video, "video")
	expectSilence(t, v.audio, "audio")
	if state := v.pc.ConnectionState(); state != webrtc.PeerConnectionStateConnected {
		t.Errorf("the connection is %v, want connected", state)
	}
	e.clear(t)
	if first := receive(t, v.video, "video after the fault"); !beginsKeyFrame(codecH264, first) {
		t.Error("video does not resume with a key frame")
	}
	receive(t, v.audio, "audio after the fault")
}

func TestStopOneKind(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := startViewer(t, e, "one")
	e.inject(t, "stop-video")
	expectSilence(t, v.video, "video")
	v.drain()
	receive(t, v.audio, "audio without video")
	e.clear(t)
	v.drain()
	receive(t, v.video, "video again")
	e.inject(t, "stop-audio")
	expectSilence(t, v.audio, "audio")
	v.drain()
	receive(t, v.video, "video without audio")
}

func TestFreeze(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := startViewer(t, e, "freeze")
	const pause = 600 * time.Millisecond
	last := receive(t, v.video, "video")
	e.inject(t, "freeze-600")
	for {
		packet := receive(t, v.video, "video after the freeze")
		jump := time.Duration(packet.Timestamp-last.Timestamp) * time.Second / 90000
		if packet.SequenceNumber != last.SequenceNumber+1 {
			t.Errorf("sequence number %d follows %d", packet.SequenceNumber, last.SequenceNumber)
		}
		if last = packet; jump < pause {
			continue
		}
		if !beginsKeyFrame(codecH264, packet) {
			t.Error("video does not resume with a key frame")
		}
		return
	}
}

func TestDropForATime(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := startViewer(t, e, "drop")
	last := receive(t, v.audio, "audio")
	e.inject(t, "drop-500")
	for {
		packet := receive(t, v.audio, "audio after the drop")
		if lost := packet.SequenceNumber - last.SequenceNumber - 1; lost > 15 { // of 50 a second
			return
		}
		last = packet
	}
}

func TestDropForGood(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{ConsentTimeout: 2 * time.Second})
	v := startViewer(t, e, "drop")
	e.inject(t, "drop")
	expectSilence(t, v.audio, "audio")
	if s := onlySession(t, e, "drop"); s.State != stateConnected {
		t.Errorf("the session has ended before its consent: %+v", s)
	}
	waitFor(t, "the session ends", func() bool { return onlySession(t, e, "drop").State == stateEnded })
	if s := onlySession(t, e, "drop"); s.Reason != "ice-failed" {
		t.Errorf("reason %q, want ice-failed", s.Reason)
	}
	if state := v.pc.ConnectionState(); state == webrtc.PeerConnectionStateClosed {
		t.Error("the viewer was notified")
	}
}

func TestDropFromTheBeginning(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{ConsentTimeout: time.Second})
	e.inject(t, "drop", "scope", "all")
	v := newViewer(t, bothKinds)
	v.pull(e, clock, "never")
	waitFor(t, "the session ends", func() bool { return onlySession(t, e, "never").State == stateEnded })
	if s := onlySession(t, e, "never"); s.Reason != "ice-failed" || s.AudioPktSent != 0 {
		t.Errorf("session %+v", s)
	}
	e.clear(t)
	startViewer(t, e, "later")
}

func TestLoss(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := startViewer(t, e, "loss")
	e.inject(t, "loss-50")
	missing := 0
	for last := receive(t, v.audio, "audio"); missing < 10; { // audio is not retransmitted
		packet := receive(t, v.audio, "more audio")
		missing += int(packet.SequenceNumber - last.SequenceNumber - 1)
		last = packet
	}
	if s := onlySession(t, e, "loss"); s.State != stateConnected {
		t.Errorf("session %+v", s)
	}
}

// TestInitialFaults checks that faults of the app "fault" and of Config.Faults apply from the beginning of a session.
func TestInitialFaults(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{Faults: []string{"delay-50"}})
	v := newViewer(t, bothKinds)
	began := time.Now()
	v.pull(e, "webrtc://127.0.0.1/fault/stop-video~mine", "named")
	receive(t, v.audio, "audio")
	// One round trip for the ICE check and two for the DTLS handshake.
	if took := time.Since(began); took < 300*time.Millisecond {
		t.Errorf("audio after %v, want at least three round trips", took)
	}
	expectSilence(t, v.video, "video")
	if s := onlySession(t, e, "named"); s.VideoPktSent != 0 || !slices.Equal(s.Faults, []string{"delay-50", "stop-video"}) {
		t.Errorf("session %+v", s)
	}
	for _, name := range []string{"no-such-fault", "restart"} {
		if _, err := New(Config{Faults: []string{name}}); err == nil {
			t.Errorf("Config.Faults: %s was accepted", name)
		}
	}
}
