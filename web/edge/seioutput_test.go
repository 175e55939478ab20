package edge

import (
	"slices"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"
)

// picture is what a viewer has received of one H.264 picture.
type picture struct {
	rtpTime uint32
	nals    [][]byte
}

func (p picture) isKey() bool {
	return slices.ContainsFunc(p.nals, func(nal []byte) bool { return nalType(nal) == nalIDR })
}

// sei lists the picture's SEI NAL units, none of which may stand anywhere but in front of the slices.
func (p picture) sei(t *testing.T) (units [][]byte) {
	t.Helper()
	slices := false
	for _, nal := range p.nals {
		switch nalType(nal) {
		case nalSlice, nalIDR:
			slices = true
		case nalSEI:
			if units = append(units, nal); slices {
				t.Errorf("an SEI NAL unit behind a slice, at %d", p.rtpTime)
			}
		case nalSPS, nalPPS:
			if len(units) > 0 {
				t.Errorf("a parameter set behind SEI, at %d", p.rtpTime)
			}
		}
	}
	return units
}

// assemble puts a picture together from its RTP packets, the first of which is given.
func (v *viewer) assemble(first *rtp.Packet) picture {
	v.t.Helper()
	var depacketizer codecs.H264Packet
	var stream []byte
	for packet := first; ; packet = receive(v.t, v.video, "the rest of a picture") {
		part, err := depacketizer.Unmarshal(packet.Payload)
		if err != nil || packet.Timestamp != first.Timestamp {
			v.t.Fatalf("a picture at %d has a packet at %d: %v", first.Timestamp, packet.Timestamp, err)
		}
		if stream = append(stream, part...); packet.Marker {
			return picture{first.Timestamp, splitNALs(stream)}
		}
	}
}

func (v *viewer) nextPicture() picture {
	v.t.Helper()
	return v.assemble(receive(v.t, v.video, "a picture"))
}

// pictures receives more than a second of them, so that there is a key frame behind the first.
func (v *viewer) pictures() (all []picture) {
	v.t.Helper()
	for range DefaultFPS + 5 {
		all = append(all, v.nextPicture())
	}
	return all
}

func TestSEIInThePictures(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	v.seiPass = 1
	last := time.Now().Truncate(time.Millisecond)
	v.pull(e, clock, "sei")

	keys := 0
	for i, p := range v.pictures() {
		units := p.sei(t)
		if len(units) != 1 {
			t.Fatalf("picture %d has %d SEI NAL units, want 1", i, len(units))
		}
		at, key := readClock(t, units[0])
		if at.Before(last) || at.After(time.Now()) {
			t.Errorf("picture %d was sent at %v, after one of %v and before it came", i, at, last)
		}
		if key != p.isKey() {
			t.Errorf("picture %d: SEI says key %v", i, key)
		}
		if last = at; key {
			keys++
		}
	}
	if keys < 2 {
		t.Errorf("%d key frames in more than a second", keys)
	}
}

func TestNoSEIUnasked(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	v.pull(e, clock, "plain")
	for i, p := range v.pictures() {
		if units := p.sei(t); len(units) != 0 {
			t.Errorf("picture %d has SEI: % x", i, units)
		}
	}
	for _, clip := range []*Clip{sampleLibrary().video[0], sampleLibrary().small[codecH264]} {
		for i, f := range clip.frames {
			if p := (picture{nals: splitNALs(f.data)}); len(p.sei(t)) != 0 {
				t.Errorf("picture %d of the sample has SEI", i)
			}
		}
	}
}

// TestNoSEIInVP8: it has no SEI, and a viewer that asks for them plays all the same.
func TestNoSEIInVP8(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds, onlyVP8, onlyOpus)
	v.seiPass = 1
	channel := v.openChannel("kdccmd")
	v.pull(e, clock, "vp8")
	receive(t, channel.opened, "the channel's opening")
	v.drain()
	for range DefaultFPS {
		receive(t, v.video, "video")
	}
	if n := len(channel.messages); n != 0 {
		t.Errorf("%d messages", n)
	}
}

// TestStoppedPicturesHaveNoSEI: what stops the pictures stops the messages.
func TestStoppedPicturesHaveNoSEI(t *testing.T) {
	t.Parallel()
	e, v, channel := pullWithChannel(t, "stopped")
	channel.next(t)
	e.inject(t, "stop-video")
	silent(t, v.video, "video")
	for len(channel.messages) > 0 {
		<-channel.messages
	}
	v.drain()
	for range 50 {
		receive(t, v.audio, "audio, which goes on")
	}
	if n := len(channel.messages); n != 0 {
		t.Errorf("%d messages without pictures", n)
	}
	e.clear(t)
	if rtpTime, _ := channel.next(t); rtpTime != v.nextPicture().rtpTime {
		t.Errorf("the first message after the fault is of %d, which is not the first picture", rtpTime)
	}
}

// TestSEIOfAnotherSSRC: the messages have the RTP times of the new stream, which begin anywhere.
func TestSEIOfAnotherSSRC(t *testing.T) {
	t.Parallel()
	e, _, channel := pullWithChannel(t, "ssrc")
	begins := func() int32 { // the RTP time of 1970, which a stream keeps but for its jitter
		rtpTime, unit := channel.next(t)
		at, _ := readClock(t, unit)
		return int32(rtpTime - uint32(at.UnixMilli()*90))
	}
	before := begins()
	if off := time.Duration(begins()-before) * time.Second / 90000; off.Abs() > maxLag {
		t.Fatalf("the RTP time went off by %v between two messages", off)
	}
	e.inject(t, "ssrc")
	waitFor(t, "messages with other RTP times", func() bool {
		return (time.Duration(begins()-before) * time.Second / 90000).Abs() > time.Second
	})
}

func TestSEIAfterADrop(t *testing.T) {
	t.Parallel()
	e, _, channel := pullWithChannel(t, "drop")
	channel.next(t)
	e.inject(t, "drop-500")
	over := time.Now().Add(500 * time.Millisecond)
	waitFor(t, "a message of a picture behind the drop", func() bool {
		_, unit := channel.next(t)
		at, _ := readClock(t, unit)
		return at.After(over)
	})
}
