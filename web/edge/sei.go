package edge

import (
	"encoding/binary"
	"slices"
	"time"
)

// seiUserData is the SEI payload type of user_data_unregistered (H.264 §D.1.1).
const seiUserData = 5

// clockUUID is the uuid_iso_iec_11578 of the edge's SEI messages: 6c656220-706c-6179-6572-20636c6f636b.
const clockUUID = "leb player clock"

// clockSEI returns the SEI NAL unit of a frame that is sent at the given time. It contains a message with the payload clockUUID and
// the time in ms since 1970 (8 bytes, big endian). That of a key frame contains a second message, with the payload clockUUID and
// the text "key".
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

// appendFFCoded appends a payload type or size in the coding of SEI messages: a byte 0xff for each 255, then the remainder.
func appendFFCoded(rbsp []byte, n int) []byte {
	for ; n >= 0xff; n -= 0xff {
		rbsp = append(rbsp, 0xff)
	}
	return append(rbsp, byte(n))
}

// appendEscaped appends an RBSP to a NAL unit and inserts emulation prevention bytes, so that it contains no start code (H.264
// §7.4.1).
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

// insertSEI returns an access unit with an SEI NAL unit inserted between its parameter sets and its slices (H.264 §7.4.1.2.3).
func insertSEI(accessUnit, sei []byte) []byte {
	nals := splitNALs(accessUnit)
	first := slices.IndexFunc(nals, func(nal []byte) bool {
		kind := nalType(nal)
		return kind >= nalSlice && kind <= nalIDR || kind == nalPrefix // a prefix belongs to the following slice
	})
	return joinNALs(slices.Insert(nals, first, sei))
}
