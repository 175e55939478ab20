package sei_test

import (
	"bytes"
	"encoding/hex"
	"reflect"
	"strings"
	"testing"

	"lebplayer/signal/sei"
)

// encode returns the body of an SEI NAL unit (H.264 §7.3.1, §7.3.2.3.1).
func encode(messages ...sei.Message) []byte {
	var rbsp []byte
	for _, m := range messages {
		body := append(unhyphen(m.UUID), m.Payload...)
		rbsp = append(appendFFCoded(appendFFCoded(rbsp, m.Type), len(body)), body...)
	}
	return escape(append(rbsp, 0x80))
}

func unhyphen(uuid string) []byte {
	b, _ := hex.DecodeString(strings.ReplaceAll(uuid, "-", ""))
	return b
}

// appendFFCoded appends a payloadType or payloadSize.
func appendFFCoded(b []byte, n int) []byte {
	for ; n >= 255; n -= 255 {
		b = append(b, 0xff)
	}
	return append(b, byte(n))
}

// escape inserts emulation prevention bytes (H.264 §7.4.1.1).
func escape(rbsp []byte) []byte {
	var out []byte
	for _, c := range rbsp {
		if n := len(out); c <= 3 && n >= 2 && out[n-1] == 0 && out[n-2] == 0 {
			out = append(out, 3)
		}
		out = append(out, c)
	}
	return out
}

// FuzzParse checks that the messages of arbitrary bytes are no longer than the
// bytes, and that encoding and parsing the messages preserves them.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"05180011223344556677889900aabbccddee00000301000003000003 8080",
		"05 13 " + clockHex + " 6b6579 05 18 " + clockHex + " 00000300000301980011 80",
		"05 18 " + clockHex + " 1122", "ffff", "05 ff", "80", "",
		"ff00 ff01 " + strings.Repeat("cd", 256) + " 80",
		"0000030000030000030000 01 80",
	} {
		f.Add(unhex(f, seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		messages := sei.Parse(body)
		size := 0
		for _, m := range messages {
			if (m.UUID != "") != (m.Type == 5 && len(unhyphen(m.UUID)) == 16) {
				t.Fatalf("type %d has UUID %q", m.Type, m.UUID)
			}
			size += 2 + len(unhyphen(m.UUID)) + len(m.Payload)
		}
		if size > len(body) {
			t.Fatalf("%d bytes of messages in %d bytes", size, len(body))
		}
		if again := sei.Parse(encode(messages...)); !reflect.DeepEqual(again, messages) {
			t.Fatalf("%+v became %+v", messages, again)
		}
	})
}

// FuzzRoundTrip checks that Parse returns all messages of an encoded unit, and
// no others for a truncated one.
func FuzzRoundTrip(f *testing.F) {
	f.Add(5, []byte("\x00\x00\x00\x00\x00\x00\x01\x00 a UUID and a payload"), 4, []byte{0x80}, uint(9))
	f.Add(255, bytes.Repeat([]byte{0}, 600), 510, []byte{}, uint(300))
	f.Add(5, []byte("short"), 0, []byte{}, uint(2))
	f.Fuzz(func(t *testing.T, type1 int, payload1 []byte, type2 int, payload2 []byte, cut uint) {
		if type1 < 0 || type2 < 0 || type1 > 1<<16 || type2 > 1<<16 {
			t.Skip()
		}
		want := []sei.Message{{Type: type1, Payload: payload1}, {Type: type2, Payload: payload2}}
		body := encode(want...)
		got := sei.Parse(append(bytes.Clone(body), 0, 0)) // with the zeros of a start code
		if !sameBytes(got, want) {
			t.Fatalf("%x: %+v became %+v", body, want, got)
		}
		if part := sei.Parse(body[:cut%uint(len(body))]); len(part) > len(want) {
			t.Fatalf("%d messages in a prefix of %x", len(part), body)
		}
	})
}

// sameBytes reports whether two lists of messages are equal, where a UUID counts
// as the beginning of the payload.
func sameBytes(a, b []sei.Message) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Type != b[i].Type || !bytes.Equal(append(unhyphen(a[i].UUID), a[i].Payload...), append(unhyphen(b[i].UUID), b[i].Payload...)) {
			return false
		}
	}
	return true
}

// FuzzReadSync checks that arbitrary text does not panic or yield more bytes
// than it has digits, and that digits of either case are decoded.
func FuzzReadSync(f *testing.F) {
	for _, seed := range []string{
		`{"type":"sync_sei","rtp_time":3163457726,"data":"05a080"}`, `[{"type":"sync_sei","rtp_time":1,"data":"80"},{}]`, `{"type":"sync_sei","rtp_time":1e3,"data":""}`,
		`{"type":"sync_sei","rtp_time":-0,"data":"0"}`, `{"type":"sync_sei"}`, `[]`, ``,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		size := 0
		for _, sync := range sei.ReadSync(text) {
			size += 2 * len(sync.Body)
		}
		if size > len(text) {
			t.Fatalf("%d digits in %q", size, text)
		}
		data := hex.EncodeToString([]byte(text))
		for _, digits := range []string{data, strings.ToUpper(data)} {
			got := sei.ReadSync(`{"type":"sync_sei","rtp_time":1,"data":"` + digits + `"}`)
			if text != "" && (len(got) != 1 || string(got[0].Body) != text) {
				t.Fatalf("%q became %+v", text, got)
			}
		}
	})
}
