// Package sei reads Supplemental Enhancement Information: messages that a
// publisher puts between the pictures of an H.264 or H.265 stream, such as a
// clock or a word of the application's own (ITU-T H.264 Annex D, H.265 Annex
// D). It reads what comes out of a browser's frames ([Parse]) and what an LEB
// server sends on a data channel ([ReadSync]).
package sei

// userDataUnregistered is the payloadType of messages that anybody may define,
// told apart by a UUID (H.264 §D.1.7, H.265 §D.2.7).
const userDataUnregistered = 5

// uuidSize is the length of uuid_iso_iec_11578 in bytes.
const uuidSize = 16

// Message is one SEI message.
type Message struct {
	// Type is payloadType: H.264 Annex D, H.265 Annex D.
	Type int
	// UUID is uuid_iso_iec_11578 of user_data_unregistered, type 5, in lower
	// case as RFC 9562 §4 writes it. Other messages have none: "".
	UUID string
	// Payload is the rest, without emulation prevention.
	Payload []byte
}

// Parse gives the messages of a SEI NAL unit, without its start code and its
// header: in H.264 that is one byte, of type 6 (§7.3.1), in H.265 two, of type 39
// or 40 (§7.3.1.2), and what follows is the same. A message that is cut off ends
// the unit, and those before it are given.
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

// unescape gives a copy without emulation_prevention_three_byte (H.264 §7.3.1,
// §7.4.1.1; H.265 §7.3.1.1).
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

// trim cuts off rbsp_trailing_bits (H.264 §7.3.2.11, H.265 §7.3.2.11), a byte
// here since messages are whole bytes, and zeros that belong to the next start
// code (H.264 §B.1.1). A unit that lacks the bits is taken as it is.
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

// next reads one sei_message (H.264 §7.3.2.3.1, H.265 §7.3.5).
func next(b []byte) (m Message, rest []byte, ok bool) {
	m.Type, b, ok = number(b)
	if !ok {
		return m, nil, false
	}
	size, b, ok := number(b)
	if !ok || size > len(b) {
		return m, nil, false
	}
	m.Payload, rest = b[:size:size], b[size:]
	if m.Type == userDataUnregistered && size >= uuidSize {
		m.UUID, m.Payload = formatUUID(m.Payload[:uuidSize]), m.Payload[uuidSize:]
	}
	return m, rest, true
}

// number reads payloadType or payloadSize: a byte, and 255 for each ff_byte in
// front of it.
func number(b []byte) (n int, rest []byte, ok bool) {
	for i, c := range b {
		n += int(c)
		if c != 0xff {
			return n, b[i+1:], true
		}
	}
	return 0, nil, false
}
