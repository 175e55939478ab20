package edge

import (
	"bytes"
	"encoding/binary"
	"errors"
	"time"
)

var (
	errNotOgg    = errors.New("not an Ogg file")
	errNotOpus   = errors.New("the Ogg file does not hold Opus, the only audio codec every WebRTC browser plays")
	errSurround  = errors.New("the Opus stream has more than two channels")
	errOggBroken = errors.New("the Ogg file is cut off or broken")
)

// parseOgg parses an Ogg file with Opus (RFC 3533, RFC 7845).
func parseOgg(data []byte) (*Clip, error) {
	packets, err := oggPackets(data)
	if err != nil {
		return nil, err
	}
	if len(packets) == 0 || !bytes.HasPrefix(packets[0], []byte("OpusHead")) || len(packets[0]) < 19 {
		return nil, errNotOpus
	}
	if channels := packets[0][9]; channels > 2 {
		return nil, errSurround
	}
	clip := &Clip{codec: codecOpus}
	for _, packet := range packets[min(2, len(packets)):] { // after OpusHead and OpusTags
		if duration := opusDuration(packet); duration > 0 {
			clip.add(packet, duration, true)
		}
	}
	if len(clip.frames) == 0 {
		return nil, errOggBroken
	}
	return clip, nil
}

// oggPackets returns the packets of the file's first logical stream, joined from their segments (RFC 3533 §6).
func oggPackets(data []byte) ([][]byte, error) {
	if !bytes.HasPrefix(data, []byte("OggS")) {
		return nil, errNotOgg
	}
	const headerSize = 27
	var packets [][]byte
	var packet []byte
	var stream uint32
	for first := true; len(data) > 0; first = false {
		if len(data) < headerSize || !bytes.HasPrefix(data, []byte("OggS")) {
			return nil, errOggBroken
		}
		serial, segments := binary.LittleEndian.Uint32(data[14:]), int(data[26])
		if first {
			stream = serial
		}
		if len(data) < headerSize+segments {
			return nil, errOggBroken
		}
		lacing, body := data[headerSize:headerSize+segments], data[headerSize+segments:]
		for _, size := range lacing {
			if len(body) < int(size) {
				return nil, errOggBroken
			}
			if serial == stream {
				packet = append(packet, body[:size]...)
				if size < 255 {
					packets, packet = append(packets, packet), nil
				}
			}
			body = body[size:]
		}
		data = body
	}
	return packets, nil
}

// opusDuration returns the duration of an Opus packet according to its table of contents (RFC 6716 §3.1, §3.2), or 0 if it is
// invalid.
func opusDuration(packet []byte) time.Duration {
	if len(packet) == 0 {
		return 0
	}
	const ms = time.Millisecond
	config := packet[0] >> 3
	var frame time.Duration
	switch {
	case config < 12: // SILK
		frame = []time.Duration{10 * ms, 20 * ms, 40 * ms, 60 * ms}[config&3]
	case config < 16: // hybrid
		frame = []time.Duration{10 * ms, 20 * ms}[config&1]
	default: // CELT
		frame = []time.Duration{2500 * time.Microsecond, 5 * ms, 10 * ms, 20 * ms}[config&3]
	}
	switch packet[0] & 3 {
	case 0:
		return frame
	case 1, 2:
		return 2 * frame
	}
	if len(packet) < 2 {
		return 0
	}
	return time.Duration(packet[1]&0x3f) * frame
}
