// Package sei parses supplemental enhancement information (SEI): messages that
// a publisher embeds in an H.264 or H.265 stream, such as timestamps or data of
// an application (ITU-T H.264 Annex D, H.265 Annex D). [Parse] reads SEI NAL
// units of encoded frames. [ReadSync] reads the messages in which an LEB server
// sends such units on a data channel.
package sei

// userDataUnregistered is the payloadType of application-defined messages,
// which a UUID distinguishes (H.264 §D.1.7, H.265 §D.2.7).
const userDataUnregistered = 5

// uuidSize is the size of uuid_iso_iec_11578 in bytes.
const uuidSize = 16

// Message is an SEI message.
type Message struct {
	// Type is the payloadType (H.264 Annex D, H.265 Annex D).
	Type int
	// UUID is the uuid_iso_iec_11578 of a user_data_unregistered message (type
	// 5), in the lower-case form of RFC 9562 §4. It is "" for other types, and
	// for payloads that are too short to contain a UUID.
	UUID string
	// Payload is the payload without the UUID and without emulation prevention
	// bytes.
	Payload []byte
}

// Parse returns the messages of an SEI NAL unit. body is the unit without start
// code and NAL unit header. H.264 and H.265 differ in the header only: it is one
// byte with type 6 in H.264 (§7.3.1) and two bytes with type 39 or 40 in H.265
// (§7.3.1.2). Parse ignores an incomplete last message.
func Parse(body []byte) []Message {
	var messages []Message
	for rest := trim(unescape(body)); len(rest) > 0; {
		var m Message
		var ok bool
		if m, rest, ok = next(rest); !ok {
			break
		}
		messages = append(messages, m)
	}
	return messages
}

// unescape returns a copy of b without each emulation_prevention_three_byte
// (H.264 §7.3.1, §7.4.1.1; H.265 §7.3.1.1).
func unescape(b []byte) []byte {
	out := make([]byte, 0, len(b))
	zeros := 0
	for _, c := range b {
		switch {
		case zeros >= 2 && c == 3:
			zeros = 0
			continue
		case c == 0:
			zeros++
		default:
			zeros = 0
		}
		out = append(out, c)
	}
	return out
}

// trim removes rbsp_trailing_bits (H.264 §7.3.2.11, H.265 §7.3.2.11), which are
// one byte since messages consist of whole bytes, and the zeros of the next
// start code (H.264 §B.1.1). The trailing bits may be missing.
func trim(rbsp []byte) []byte {
	for i := len(rbsp) - 1; i >= 0; i-- {
		switch rbsp[i] {
		case 0:
		case 0x80:
			return rbsp[:i]
		default:
			return rbsp[:i+1]
		}
	}
	return nil
}

// next reads one sei_message (H.264 §7.3.2.3.1, H.265 §7.3.5). ok reports
// whether it is complete.
func next(b []byte) (m Message, rest []byte, ok bool) {
	m.Type, b, ok = readFFCoded(b)
	if !ok {
		return m, nil, false
	}
	size, b, ok := readFFCoded(b)
	if !ok || size > len(b) {
		return m, nil, false
	}
	m.Payload, rest = b[:size:size], b[size:]
	if m.Type == userDataUnregistered && size >= uuidSize {
		m.UUID, m.Payload = formatUUID(m.Payload[:uuidSize]), m.Payload[uuidSize:]
	}
	return m, rest, true
}

// readFFCoded reads a payloadType or payloadSize: the sum of any number of bytes
// 0xff and one other byte. ok reports whether it is complete.
func readFFCoded(b []byte) (n int, rest []byte, ok bool) {
	for i, c := range b {
		n += int(c)
		if c != 0xff {
			return n, b[i+1:], true
		}
	}
	return 0, nil, false
}
