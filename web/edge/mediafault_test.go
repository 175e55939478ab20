package edge

import (
	"bytes"
	"regexp"
	"slices"
	"testing"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v3"
)

// TestSSRC removes the SSRCs from the answer, so that the native viewer makes a new track for each SSRC it receives.
func TestSSRC(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, []webrtc.RTPCodecType{webrtc.RTPCodecTypeVideo})
	if err := v.requestPull(e, clock, "ssrc"); err != nil {
		t.Fatal(err)
	}
	v.answer = regexp.MustCompile(`(?m)^a=ssrc:.*\r\n`).ReplaceAllString(v.answer, "")
	v.connect()
	old := receive(t, v.video, "video")
	before := receive(t, v.videoSSRC, "the first track")
	e.inject(t, "ssrc")
	after := receive(t, v.videoSSRC, "the second track")
	v.videoSSRC <- after
	if after == before || uint32(before) != old.SSRC {
		t.Errorf("SSRC %d, then %d", before, after)
	}
	for packet := old; packet.SSRC != uint32(after); packet = receive(t, v.video, "video with the new SSRC") {
		if packet.SSRC != uint32(before) {
			t.Fatalf("received a packet with SSRC %d, want %d or %d", packet.SSRC, before, after)
		}
	}
	v.sendPLI() // for the new stream
	waitFor(t, "the PLI is counted", func() bool { return onlySession(t, e, "ssrc").KeyFrameRequests == 1 })
	sent := onlySession(t, e, "ssrc").VideoPktSent
	waitFor(t, "video continues", func() bool { return onlySession(t, e, "ssrc").VideoPktSent > sent+20 })
}

// nextSPS returns the SPS of the next key frame, which contains the frame size.
func nextSPS(t *testing.T, v *viewer) []byte {
	t.Helper()
	for {
		packet := receive(t, v.video, "a key frame")
		if !beginsKeyFrame(codecH264, packet) {
			continue
		}
		const stapA = 24
		if nalType(packet.Payload) == stapA {
			return packet.Payload[3 : 3+int(packet.Payload[2])]
		}
		return packet.Payload
	}
}

func spsOf(t *testing.T, clip *Clip) []byte {
	t.Helper()
	for _, nal := range splitNALs(clip.frames[0].data) {
		if nalType(nal) == nalSPS {
			return nal
		}
	}
	t.Fatal("the clip has no SPS")
	return nil
}

func TestResize(t *testing.T) {
	t.Parallel()
	large, small := spsOf(t, sampleLibrary().video[0]), spsOf(t, sampleLibrary().small[codecH264])
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	v.pull(e, clock, "resize")
	if sps := nextSPS(t, v); !bytes.Equal(sps, large) {
		t.Errorf("SPS % x before the fault, want % x", sps, large)
	}
	ssrc := receive(t, v.video, "video").SSRC
	e.inject(t, "resize", "scope", "all")
	for !bytes.Equal(nextSPS(t, v), small) {
	}
	if packet := receive(t, v.video, "video"); packet.SSRC != ssrc {
		t.Error("the SSRC has changed")
	}
	later := newViewer(t, bothKinds)
	later.pull(e, clock, "later")
	if sps := nextSPS(t, later); !bytes.Equal(sps, small) {
		t.Errorf("SPS % x in the next pull, want % x", sps, small)
	}
	e.inject(t, "resize")
	for !bytes.Equal(nextSPS(t, v), large) {
	}
}

func TestRestart(t *testing.T) {
	t.Parallel()
	small := spsOf(t, sampleLibrary().small[codecH264])
	e := startEdge(t, Config{})
	v := startViewer(t, e, "before")
	e.inject(t, "restart")
	receive(t, v.alerts, "close_notify")
	again := newViewer(t, bothKinds)
	again.pull(e, clock, "after")
	if sps := nextSPS(t, again); !bytes.Equal(sps, small) {
		t.Errorf("SPS % x after the restart, want % x", sps, small)
	}
}

func TestVP8Resizes(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{Faults: []string{"resize"}})
	v := newViewer(t, bothKinds, onlyVP8, onlyOpus)
	v.pull(e, clock, "vp8")
	// Start code, width and height of a key frame (RFC 6386 §9.1).
	if first := receive(t, v.video, "video"); !bytes.Contains(first.Payload, []byte{0x9d, 0x01, 0x2a, 160, 0, 90, 0}) {
		t.Errorf("the first packet begins with % x", first.Payload[:16])
	}
}

func TestNoKeyFrame(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := startViewer(t, e, "p-only")
	last := receive(t, v.video, "video")
	e.inject(t, "no-keyframe")
	gap := false
	began := last.Timestamp
	for asked := false; last.Timestamp-began < 90000*5/2; { // 2.5 GOPs
		packet := receive(t, v.video, "more video")
		gap = gap || packet.SequenceNumber-last.SequenceNumber > initialDrop
		if gap && beginsKeyFrame(codecH264, packet) {
			t.Fatal("received a key frame")
		}
		if gap && !asked {
			v.sendPLI()
			asked = true
		}
		last = packet
	}
	if !gap {
		t.Error("no frames were lost")
	}
	e.clear(t)
	nextSPS(t, v)
	if s := onlySession(t, e, "p-only"); s.KeyFrameRequests == 0 {
		t.Error("the PLI was not counted")
	}
}

func TestCorrupt(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := startViewer(t, e, "corrupt")
	e.inject(t, "corrupt")
	// A slice of a type that does not exist, in a single packet or in the first of several (FU-A, RFC 6184 §5.8).
	isBad := func(packet *rtp.Packet) bool {
		const fuA = 28
		payload := packet.Payload
		if nalType(payload) == fuA {
			payload = payload[1:]
		}
		return len(payload) > 2 && payload[1] == 0x8f && payload[2] == 0xff
	}
	for !isBad(receive(t, v.video, "an undecodable frame")) {
	}
	receive(t, v.audio, "audio")
}

func TestUndecodable(t *testing.T) {
	t.Parallel()
	for _, clip := range sampleLibrary().video {
		for i, f := range clip.frames {
			before := slices.Clone(f.data)
			out := undecodable(clip.codec, f.data)
			if !bytes.Equal(before, f.data) {
				t.Fatalf("%s frame %d: the clip has changed", clip.codec, i)
			}
			if len(out) != len(before) || bytes.Equal(out, before) {
				t.Errorf("%s frame %d: %d bytes, want %d bytes that differ", clip.codec, i, len(out), len(before))
			}
			if clip.codec == codecVP8 && out[0]&1 != before[0]&1 {
				t.Errorf("vp8 frame %d: the key frame bit has changed", i)
			}
		}
	}
}
