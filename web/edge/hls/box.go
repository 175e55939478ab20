package hls

import "encoding/binary"

// box returns a box of the ISO base media file format (ISO/IEC 14496-12 §4.2): its size, its type and its content.
func box(kind string, content ...[]byte) []byte {
	out := append(make([]byte, 4), kind...)
	for _, part := range content {
		out = append(out, part...)
	}
	binary.BigEndian.PutUint32(out, uint32(len(out)))
	return out
}

// fullBox returns a box that begins with a version and flags.
func fullBox(kind string, version byte, flags uint32, content ...[]byte) []byte {
	return box(kind, append([][]byte{u32(uint32(version)<<24 | flags)}, content...)...)
}

func u16(values ...uint16) []byte {
	var out []byte
	for _, value := range values {
		out = binary.BigEndian.AppendUint16(out, value)
	}
	return out
}

func u32(values ...uint32) []byte {
	var out []byte
	for _, value := range values {
		out = binary.BigEndian.AppendUint32(out, value)
	}
	return out
}

func u64(value uint64) []byte { return binary.BigEndian.AppendUint64(nil, value) }

func zeros(count int) []byte { return make([]byte, count) }
