package edge

import (
	"encoding/binary"
	"slices"
	"time"
)

// The SEI payload type of user_data_unregistered (H.264 §D.1.1).
const seiUserData = 5

// clockUUID is the uuid_iso_iec_11578 of the edge's SEI messages: 6c656220-706c-6179-6572-20636c6f636b.
const clockUUID = "leb player clock"

// clockSEI is the SEI NAL unit of a picture that is sent at a given time. Its first message is clockUUID and that time: 8
// bytes, big endian, in ms since 1970. That of a key frame has a second one: clockUUID and the text "key".
func clockSEI(at time.Time, key bool) []byte {
	rbsp := appendSEIMessage(nil, seiUserData, binary.BigEndian.AppendUint64([]byte(clockUUID), uint64(at.UnixMilli())))
	if key {
		rbsp = appendSEIMessage(rbsp, seiUserData, []byte(clockUUID+"key"))
	}
	rbsp = append(rbsp, 0b1000_0000) // rbsp_trailing_bits (H.264 §7.3.2.11)
	return appendEscaped([]byte{nalSEI}, rbsp)
}

// appendSEIMessage appends an sei_message (H.264 §7.3.2.3.1).
func appendSEIMessage(rbsp []byte, payloadType int, payload []byte) []byte {
	rbsp = appendFFCoded(rbsp, payloadType)
	rbsp = appendFFCoded(rbsp, len(payload))
	return append(rbsp, payload...)
}

// appendFFCoded appends a number as SEI messages have it: a byte 0xff for each 255 in it, then the rest.
func appendFFCoded(rbsp []byte, n int) []byte {
	for ; n >= 0xff; n -= 0xff {
		rbsp = append(rbsp, 0xff)
	}
	return append(rbsp, byte(n))
}

// appendEscaped appends an RBSP with emulation prevention bytes, so that nothing in it looks like a start code (H.264 §7.4.1).
func appendEscaped(nal, rbsp []byte) []byte {
	zeros := 0
	for _, b := range rbsp {
		if zeros == 2 && b <= 3 {
			nal, zeros = append(nal, 3), 0
		}
		nal = append(nal, b)
		if zeros++; b != 0 {
			zeros = 0
		}
	}
	return nal
}

// insertSEI puts an SEI NAL unit in front of a picture's slices, behind the parameter sets (H.264 §7.4.1.2.3).
func insertSEI(picture, unit []byte) []byte {
	nals := splitNALs(picture)
	first := slices.IndexFunc(nals, func(nal []byte) bool {
		kind := nalType(nal)
		return kind >= nalSlice && kind <= nalIDR || kind == nalPrefix // a prefix belongs to the slice behind it
	})
	return joinNALs(slices.Insert(nals, first, unit))
}
