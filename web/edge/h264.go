package edge

import (
	"bytes"
	"errors"
	"slices"
	"time"
)

// NAL unit types (H.264 table 7-1).
const (
	nalSlice    = 1
	nalIDR      = 5
	nalSEI      = 6
	nalSPS      = 7
	nalPPS      = 8
	nalAUD      = 9
	nalPrefix   = 14
	nalReserved = 18 // the last of the reserved types that begin an access unit
)

var (
	errNotAnnexB = errors.New("not a raw H.264 stream: it does not begin with a start code (Annex B)")
	errNoIDR     = errors.New("no key frame (IDR) with its parameter sets (SPS, PPS) before it")
	errBFrames   = errors.New("the stream has B-frames, which browsers do not play over WebRTC; encode it with -bf 0")
)

func nalType(nal []byte) byte { return nal[0] & 0x1f }

// parseH264 parses a raw Annex B stream with the given frame rate. It repeats the parameter sets before each key frame that lacks
// them. It removes the SEI of the file: decoders do not need them, their times are wrong in a loop, and sessions get SEI on request
// only.
func parseH264(data []byte, fps float64) (*Clip, error) {
	if !bytes.HasPrefix(bytes.TrimLeft(data, "\x00"), []byte{1}) || !bytes.HasPrefix(data, []byte{0, 0}) {
		return nil, errNotAnnexB
	}
	clip := &Clip{codec: codecH264}
	var sps, pps []byte
	for _, unit := range accessUnits(splitNALs(data)) {
		unit = slices.DeleteFunc(unit, func(nal []byte) bool { return nalType(nal) == nalSEI })
		key, ownSets := false, false
		for _, nal := range unit {
			switch nalType(nal) {
			case nalSPS:
				sps, ownSets = nal, true
			case nalPPS:
				pps = nal
			case nalIDR:
				key = true
			case nalSlice:
				if isBSlice(nal) {
					return nil, errBFrames
				}
			}
		}
		if len(clip.frames) == 0 && (!key || sps == nil || pps == nil) {
			continue // nothing to show before the first key frame
		}
		if key && !ownSets {
			unit = append([][]byte{sps, pps}, unit...)
		}
		end := time.Duration(float64(len(clip.frames)+1) * float64(time.Second) / fps)
		clip.add(joinNALs(unit), end-clip.length, key)
	}
	if len(clip.frames) == 0 {
		return nil, errNoIDR
	}
	return clip, nil
}

// splitNALs returns the NAL units of an Annex B stream, without their start codes of three or four bytes.
func splitNALs(data []byte) [][]byte {
	var nals [][]byte
	for {
		start := bytes.Index(data, []byte{0, 0, 1})
		if start < 0 {
			return nals
		}
		data = data[start+3:]
		end := bytes.Index(data, []byte{0, 0, 1})
		if end < 0 {
			end = len(data)
		}
		// Trailing zeros are padding or the first byte of the next start code: a NAL unit does not end in a zero.
		if nal := bytes.TrimRight(data[:end], "\x00"); len(nal) > 0 {
			nals = append(nals, nal)
		}
		data = data[end:]
	}
}

// joinNALs returns an Annex B stream of the given NAL units. All have the four-byte start code: pion's payloader fails on a mix of
// both kinds.
func joinNALs(nals [][]byte) []byte {
	var out []byte
	for _, nal := range nals {
		out = append(out, 0, 0, 0, 1)
		out = append(out, nal...)
	}
	return out
}

// accessUnits groups NAL units into access units (H.264 §7.4.1.2.3). A slice that begins at macroblock 0 begins an access unit.
func accessUnits(nals [][]byte) [][][]byte {
	var units [][][]byte
	var unit [][]byte
	hasSlice := false
	for _, nal := range nals {
		kind := nalType(nal)
		isSlice := kind >= nalSlice && kind <= nalIDR
		opens := kind >= nalSEI && kind <= nalAUD || kind >= nalPrefix && kind <= nalReserved || isSlice && firstMacroblock(nal) == 0
		if hasSlice && opens {
			units, unit, hasSlice = append(units, unit), nil, false
		}
		unit = append(unit, nal)
		hasSlice = hasSlice || isSlice
	}
	if hasSlice {
		units = append(units, unit)
	}
	return units
}

func firstMacroblock(slice []byte) uint {
	first, _ := expGolomb(slice[1:], 0)
	return first
}

// isBSlice reports whether slice_type, the second field of the slice header, is B (H.264 §7.3.3, table 7-6).
func isBSlice(slice []byte) bool {
	_, pos := expGolomb(slice[1:], 0)
	kind, _ := expGolomb(slice[1:], pos)
	return kind%5 == 1
}

// expGolomb reads a ue(v) at a bit position (H.264 §9.1) and returns its value and the position of the next bit. Bits past the end
// of data read as 0.
func expGolomb(data []byte, pos int) (value uint, next int) {
	bit := func(i int) uint {
		if i/8 >= len(data) {
			return 0
		}
		return uint(data[i/8]>>(7-i%8)) & 1
	}
	zeros := 0
	for zeros < 32 && bit(pos+zeros) == 0 {
		zeros++
	}
	for i := range zeros + 1 {
		value = value<<1 | bit(pos+zeros+i)
	}
	return value - 1, pos + 2*zeros + 1
}
