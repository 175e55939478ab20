package edge

import "slices"

// lostPictures are lost at the beginning of the fault "no-keyframe": enough that no decoder goes on without a key frame.
const lostPictures = 5

// suffer has a media fault happen. It is for run's goroutine.
func (p *pump) suffer(f fault) {
	switch f.kind {
	case faultFreeze:
		p.resume(f.milliseconds())
	case faultNoKeyFrame:
		p.noKeyFrames = true
	}
	for _, t := range p.tracks {
		t.suffer(f.kind)
	}
}

func (t *track) suffer(kind string) {
	switch {
	case kind == faultStop, kind == faultNoMedia, kind == faultStopVideo && t.isVideo(), kind == faultStopAudio && !t.isVideo():
		t.stopped = true
	case !t.isVideo():
	case kind == faultResize:
		t.resizing = !t.resizing
	case kind == faultNoKeyFrame:
		t.losing = lostPictures
	case kind == faultCorrupt:
		t.corrupt = true
	}
}

// heal ends the faults that last, and goes on from a key frame if there were any. It is for run's goroutine.
func (p *pump) heal() {
	broken := p.noKeyFrames
	p.noKeyFrames = false
	for _, t := range p.tracks {
		broken = broken || t.stopped || t.corrupt || t.losing > 0
		t.stopped, t.corrupt, t.resizing, t.losing = false, false, false, 0
	}
	if broken {
		p.resume(0)
	}
}

// swapClips goes on with the other size. The key frame that is due must be the start of one of its GOPs.
func (t *track) swapClips() {
	at := t.frame().at
	t.clip, t.small = t.small, t.clip
	t.next = t.clip.keyAtOrBefore(t.clip.index(at))
	t.resizing = false
}

// undecodable is a picture that travels like the given one and that no decoder takes.
func undecodable(codec string, picture []byte) []byte {
	out := slices.Clone(picture)
	switch codec {
	case codecH264:
		for _, nal := range splitNALs(out) {
			if kind := nalType(nal); kind == nalSlice || kind == nalIDR {
				// first_mb_in_slice 0, slice_type 14, which there is not (H.264 table 7-6), pic_parameter_set_id 0.
				copy(nal[1:], []byte{0b1_0001111, 0b1_1111111})
			}
		}
	case codecVP8:
		// The key frame bit stays; the first partition is longer than the picture (RFC 6386 §9.1).
		out[0] |= 0b111_0_000_0
		copy(out[1:], []byte{0xff, 0xff})
	}
	return out
}
