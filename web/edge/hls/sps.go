package hls

import (
	"bytes"
	"errors"
)

var errSPS = errors.New("the H.264 sequence parameter set is damaged")

// frameSize returns the size of the frames of a sequence parameter set (H.264 §7.3.2.1.1), after cropping.
func frameSize(sps []byte) (width, height uint16, err error) {
	if len(sps) < 5 {
		return 0, 0, errSPS
	}
	r := &bits{data: bytes.ReplaceAll(sps[4:], []byte{0, 0, 3}, []byte{0, 0})}
	r.number() // seq_parameter_set_id
	chroma := uint(1)
	switch sps[1] {
	case 100, 110, 122, 244, 44, 83, 86, 118, 128: // the high profiles
		if chroma = r.number(); chroma == 3 {
			r.bit()
		}
		r.number()
		r.number()
		r.bit()
		if r.bit() == 1 {
			return 0, 0, errors.New("H.264 with scaling matrices is not made into HLS")
		}
	}
	r.number() // log2_max_frame_num_minus4
	switch r.number() {
	case 0:
		r.number()
	case 1:
		return 0, 0, errors.New("H.264 with picture order count type 1 is not made into HLS")
	}
	r.number() // max_num_ref_frames
	r.bit()
	columns, rows := r.number()+1, r.number()+1
	fields := 2 - r.bit() // of which a frame is made
	if fields == 2 {
		r.bit()
	}
	r.bit() // direct_8x8_inference_flag
	w, h := columns*16, rows*16*fields
	if r.bit() == 1 {
		unitX, unitY := uint(1), fields
		if chroma == 1 || chroma == 2 {
			unitX = 2
		}
		if chroma == 1 {
			unitY *= 2
		}
		w -= unitX * (r.number() + r.number())
		h -= unitY * (r.number() + r.number())
	}
	if r.pos > 8*len(r.data) || w == 0 || h == 0 || w > 1<<14 || h > 1<<14 {
		return 0, 0, errSPS
	}
	return uint16(w), uint16(h), nil
}

// bits reads bits, the most significant first. Those past the end are 0.
type bits struct {
	data []byte
	pos  int
}

func (b *bits) bit() uint {
	i := b.pos
	b.pos++
	if i/8 >= len(b.data) {
		return 0
	}
	return uint(b.data[i/8]>>(7-i%8)) & 1
}

// number reads an unsigned Exp-Golomb code (H.264 §9.1).
func (b *bits) number() uint {
	zeros := 0
	for zeros < 32 && b.bit() == 0 {
		zeros++
	}
	value := uint(1)
	for range zeros {
		value = value<<1 | b.bit()
	}
	return value - 1
}
