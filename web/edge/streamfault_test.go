package edge

import (
	"strings"
	"testing"
	"time"

	"github.com/pion/rtp"

	"lebplayer/signal/sdp"
)

func TestOneKindRefused(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	for name, want := range map[string]bool{"sound-only": false, "video-only": true} {
		v := newViewer(t, bothKinds)
		v.pull(e, "webrtc://127.0.0.1/fault/"+name, name)
		if got := sdp.HasVideo(v.stream.Answer()); got != want {
			t.Errorf("%s: the answer has video: %v, want %v", name, got, want)
		}
		if kinds := strings.Count(v.stream.Answer(), "a=inactive"); kinds != 1 {
			t.Errorf("%s: the answer refuses %d kinds, want 1:\n%s", name, kinds, v.stream.Answer())
		}
		if want {
			receive(t, v.video, "video alone")
		} else {
			receive(t, v.audio, "sound alone")
		}
	}
}

func TestLateVideo(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	v.pull(e, "webrtc://127.0.0.1/fault/late-video-1500", "late")
	receive(t, v.audio, "sound")
	expectSilence(t, v.video, "video")
	if first := receive(t, v.video, "late video"); !beginsKeyFrame(codecH264, first) {
		t.Error("late video does not begin with a key frame")
	}
}

func TestMidGOP(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	began := time.Now()
	v.pull(e, "webrtc://127.0.0.1/fault/mid-gop-1500", "mid")
	for !beginsKeyFrame(codecH264, receive(t, v.video, "video")) {
	}
	if took := time.Since(began); took < 1500*time.Millisecond {
		t.Errorf("a key frame after %v", took)
	}
}

func TestSlowVideo(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"fps-2", "interval-500"} {
		e := startEdge(t, Config{Faults: []string{name}})
		v := startViewer(t, e, name)
		last := receive(t, v.video, "video")
		for frames := 0; frames < 2; {
			packet := receive(t, v.video, "more video")
			if gap := packet.Timestamp - last.Timestamp; gap != 0 {
				frames++
				if gap < 44000 || gap > 50000 || !beginsKeyFrame(codecH264, packet) {
					t.Errorf("%s: %d later came a packet that begins a key frame: %v", name, gap, beginsKeyFrame(codecH264, packet))
				}
			}
			last = packet
		}
	}
}

func TestJumps(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := startViewer(t, e, "jumps")
	// jumps injects a fault, and receives until a step between two packets is the wanted one.
	jumps := func(fault string, from <-chan *rtp.Packet, step func(last, next *rtp.Packet) uint32, want uint32) {
		last := receive(t, from, fault)
		e.inject(t, fault)
		for range 100 {
			next := receive(t, from, fault)
			if step(last, next) >= want {
				return
			}
			last = next
		}
		t.Errorf("%s: no jump", fault)
	}
	times := func(last, next *rtp.Packet) uint32 { return next.Timestamp - last.Timestamp }
	numbers := func(last, next *rtp.Packet) uint32 { return uint32(next.SequenceNumber - last.SequenceNumber) }
	jumps("audio-timestamp-jump-3600", v.audio, times, 3600*48000)
	jumps("video-timestamp-jump-3600", v.video, times, 3600*90000)
	jumps("audio-sequence-jump-30000", v.audio, numbers, 30000)
	jumps("video-sequence-jump-30000", v.video, numbers, 30000)
}
