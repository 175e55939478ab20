package edge

import (
	"slices"
	"testing"
	"time"

	"github.com/pion/rtp/codecs"
)

// h264Frame is an H.264 frame that a viewer has received.
type h264Frame struct {
	rtpTime uint32
	nals    [][]byte
}

func (f h264Frame) isKey() bool {
	return slices.ContainsFunc(f.nals, func(nal []byte) bool { return nalType(nal) == nalIDR })
}

// sei returns the SEI NAL units of the frame. They must stand between its parameter sets and its slices.
func (f h264Frame) sei(t *testing.T) (units [][]byte) {
	t.Helper()
	slices := false
	for _, nal := range f.nals {
		switch nalType(nal) {
		case nalSlice, nalIDR:
			slices = true
		case nalSEI:
			if units = append(units, nal); slices {
				t.Errorf("RTP time %d: SEI after a slice", f.rtpTime)
			}
		case nalSPS, nalPPS:
			if len(units) > 0 {
				t.Errorf("RTP time %d: a parameter set after SEI", f.rtpTime)
			}
		}
	}
	return units
}

// nextFrame receives the packets of an H.264 frame.
func (v *viewer) nextFrame() h264Frame {
	v.t.Helper()
	var depacketizer codecs.H264Packet
	var stream []byte
	first := receive(v.t, v.video, "a frame")
	for packet := first; ; packet = receive(v.t, v.video, "the rest of a frame") {
		part, err := depacketizer.Unmarshal(packet.Payload)
		if err != nil || packet.Timestamp != first.Timestamp {
			v.t.Fatalf("a frame with RTP time %d has a packet with %d: %v", first.Timestamp, packet.Timestamp, err)
		}
		if stream = append(stream, part...); packet.Marker {
			return h264Frame{first.Timestamp, splitNALs(stream)}
		}
	}
}

// frames receives the frames of more than a second, so that at least one after the first is a key frame.
func (v *viewer) frames() (all []h264Frame) {
	v.t.Helper()
	for range DefaultFPS + 5 {
		all = append(all, v.nextFrame())
	}
	return all
}

func TestSEIInBand(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	v.seiPass = 1
	last := time.Now().Truncate(time.Millisecond)
	v.pull(e, clock, "sei")

	keys := 0
	for i, f := range v.frames() {
		units := f.sei(t)
		if len(units) != 1 {
			t.Fatalf("frame %d has %d SEI NAL units, want 1", i, len(units))
		}
		at, key := readClock(t, units[0])
		if at.Before(last) || at.After(time.Now()) {
			t.Errorf("frame %d was sent at %v, want a time between that of the previous frame, %v, and now", i, at, last)
		}
		if key != f.isKey() {
			t.Errorf("frame %d: key frame %v according to its SEI, want %v", i, key, f.isKey())
		}
		if last = at; key {
			keys++
		}
	}
	if keys < 2 {
		t.Errorf("%d key frames in more than a second", keys)
	}
}

func TestNoSEIWithoutRequest(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	v.pull(e, clock, "plain")
	for i, f := range v.frames() {
		if units := f.sei(t); len(units) != 0 {
			t.Errorf("frame %d has SEI: % x", i, units)
		}
	}
	for _, clip := range []*Clip{sampleLibrary().video[0], sampleLibrary().small[codecH264]} {
		for i, f := range clip.frames {
			if received := (h264Frame{nals: splitNALs(f.data)}); len(received.sei(t)) != 0 {
				t.Errorf("frame %d of the sample has SEI", i)
			}
		}
	}
}

// TestNoSEIInVP8 checks that a viewer of VP8, which has no SEI, plays even if it asks for SEI.
func TestNoSEIInVP8(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds, onlyVP8, onlyOpus)
	v.seiPass = 1
	channel := v.openChannel("kdccmd")
	v.pull(e, clock, "vp8")
	receive(t, channel.opened, "the open event of the channel")
	v.drain()
	for range DefaultFPS {
		receive(t, v.video, "video")
	}
	if n := len(channel.messages); n != 0 {
		t.Errorf("received %d messages", n)
	}
}

func TestNoMessagesWithoutVideo(t *testing.T) {
	t.Parallel()
	e, v, channel := pullWithChannel(t, "stopped")
	channel.next(t)
	e.inject(t, "stop-video")
	expectSilence(t, v.video, "video")
	for len(channel.messages) > 0 {
		<-channel.messages
	}
	v.drain()
	for range 50 {
		receive(t, v.audio, "audio without video")
	}
	if n := len(channel.messages); n != 0 {
		t.Errorf("received %d messages without video", n)
	}
	e.clear(t)
	rtpTime, _ := channel.next(t)
	if first := v.nextFrame().rtpTime; rtpTime != first {
		t.Errorf("the first message after the fault has RTP time %d, the first frame %d", rtpTime, first)
	}
}

// TestMessagesFollowAChangeOfSSRC checks that messages have the RTP times of the new stream, which begin at a random number.
func TestMessagesFollowAChangeOfSSRC(t *testing.T) {
	t.Parallel()
	e, _, channel := pullWithChannel(t, "ssrc")
	begins := func() int32 { // RTP time of the beginning of 1970, which is constant in a stream except for jitter
		rtpTime, unit := channel.next(t)
		at, _ := readClock(t, unit)
		return int32(rtpTime - uint32(at.UnixMilli()*90))
	}
	before := begins()
	if off := time.Duration(begins()-before) * time.Second / 90000; off.Abs() > maxLag {
		t.Fatalf("RTP time and clock diverge by %v between two messages", off)
	}
	e.inject(t, "ssrc")
	waitFor(t, "messages with new RTP times", func() bool {
		return (time.Duration(begins()-before) * time.Second / 90000).Abs() > time.Second
	})
}

func TestMessagesContinueAfterADrop(t *testing.T) {
	t.Parallel()
	e, _, channel := pullWithChannel(t, "drop")
	channel.next(t)
	e.inject(t, "drop-500")
	over := time.Now().Add(500 * time.Millisecond)
	waitFor(t, "a message of a frame sent after the drop", func() bool {
		_, unit := channel.next(t)
		at, _ := readClock(t, unit)
		return at.After(over)
	})
}
