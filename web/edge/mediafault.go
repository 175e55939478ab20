package edge

import (
	"slices"
	"time"
)

// initialDrop is the number of frames dropped at the beginning of the fault "no-keyframe", after which every decoder needs a key
// frame.
const initialDrop = 5

// applyFault applies a media fault to all tracks. Only run's goroutine may call it.
func (p *pump) applyFault(f fault) {
	switch f.kind {
	case faultFreeze:
		p.resume(f.duration())
	case faultNoKeyFrame:
		p.noKeyFrames = true
	case faultMidGOP:
		p.noKeyFrames = true
		p.clearAfter(f.duration())
	case faultLateVideo:
		p.clearAfter(f.duration())
	}
	for _, t := range p.tracks {
		t.applyFault(f)
	}
}

// clearAfter ends the lasting faults some time from now.
func (p *pump) clearAfter(d time.Duration) {
	time.AfterFunc(d, func() { p.do(p.clearFaults) })
}

func (t *track) applyFault(f fault) {
	video := t.isVideo()
	switch f.kind {
	case faultStop, faultNoMedia:
		t.stopped = true
	case faultStopVideo, faultLateVideo:
		t.stopped = t.stopped || video
	case faultStopAudio:
		t.stopped = t.stopped || !video
	case faultTimestamps:
		t.jump(f.n)
	case faultSequence:
		t.skip(f.n)
	case faultAudioTimestamps:
		if !video {
			t.jump(f.n)
		}
	case faultAudioSequence:
		if !video {
			t.skip(f.n)
		}
	default:
		if video {
			t.applyVideoFault(f)
		}
	}
}

func (t *track) applyVideoFault(f fault) {
	switch f.kind {
	case faultResize:
		t.resizePending = !t.resizePending
	case faultNoKeyFrame, faultMidGOP:
		t.framesToDrop = initialDrop
	case faultCorrupt:
		t.corrupt = true
	case faultFPS:
		t.interval = time.Second / time.Duration(f.n)
	case faultInterval:
		t.interval = f.duration()
	case faultVideoTimestamps:
		t.jump(f.n)
	case faultVideoSequence:
		t.skip(f.n)
	}
}

// jump moves the RTP timestamps ahead by seconds.
func (t *track) jump(seconds int) {
	t.packetizer.SkipSamples(uint32(uint64(seconds) * uint64(t.codec.ClockRate)))
}

// skip moves the sequence numbers ahead by n.
func (t *track) skip(n int) {
	for range n {
		t.sequence.NextSequenceNumber()
	}
}

// clearFaults ends the lasting faults, and resumes with a key frame if there were any. Only run's goroutine may call it.
func (p *pump) clearFaults() {
	broken := p.noKeyFrames
	p.noKeyFrames = false
	for _, t := range p.tracks {
		broken = broken || t.stopped || t.corrupt || t.framesToDrop > 0
		t.stopped, t.corrupt, t.resizePending, t.framesToDrop, t.interval = false, false, false, 0, 0
	}
	if broken {
		p.resume(0)
	}
}

// swapClips continues with the clip of the other frame size. The current frame must be a key frame in both clips.
func (t *track) swapClips() {
	at := t.frame().at
	t.clip, t.small = t.small, t.clip
	t.next = t.clip.keyAtOrBefore(t.clip.index(at))
	t.resizePending = false
}

// undecodable returns a copy of a video frame that is packetized like the frame and that every decoder rejects.
func undecodable(codec string, data []byte) []byte {
	out := slices.Clone(data)
	switch codec {
	case codecH264:
		for _, nal := range splitNALs(out) {
			if kind := nalType(nal); kind == nalSlice || kind == nalIDR {
				// first_mb_in_slice 0, slice_type 14, which does not exist (H.264 table 7-6), pic_parameter_set_id 0.
				copy(nal[1:], []byte{0b1_0001111, 0b1_1111111})
			}
		}
	case codecVP8:
		// The key frame bit is preserved; the size of the first partition exceeds the frame (RFC 6386 §9.1).
		out[0] |= 0b111_0_000_0
		copy(out[1:], []byte{0xff, 0xff})
	}
	return out
}
