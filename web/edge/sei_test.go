package edge

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"testing"
	"time"
)

// seiMessage is a message of an SEI NAL unit, parsed independently of package signal/sei.
type seiMessage struct {
	payloadType int
	payload     []byte
}

var errBadSEI = errors.New("not an SEI NAL unit")

// readSEI parses the messages of an SEI NAL unit (H.264 §7.3.1, §7.3.2.3).
func readSEI(nal []byte) (messages []seiMessage, err error) {
	if len(nal) == 0 || nal[0] != nalSEI { // nal_ref_idc is 0
		return nil, errBadSEI
	}
	for _, forbidden := range []string{"\x00\x00\x00", "\x00\x00\x01", "\x00\x00\x02"} {
		if bytes.Contains(nal, []byte(forbidden)) {
			return nil, errBadSEI
		}
	}
	rbsp := bytes.ReplaceAll(nal[1:], []byte{0, 0, 3}, []byte{0, 0})
	number := func() (n int) {
		for len(rbsp) > 0 && rbsp[0] == 0xff {
			n, rbsp = n+0xff, rbsp[1:]
		}
		if len(rbsp) > 0 {
			n, rbsp = n+int(rbsp[0]), rbsp[1:]
		}
		return n
	}
	for len(rbsp) > 1 {
		payloadType, size := number(), number()
		if size > len(rbsp) {
			return nil, errBadSEI
		}
		messages, rbsp = append(messages, seiMessage{payloadType, rbsp[:size]}), rbsp[size:]
	}
	if !bytes.Equal(rbsp, []byte{0x80}) {
		return nil, errBadSEI
	}
	return messages, nil
}

// readClock parses an SEI NAL unit of the edge. It returns the sending time of its frame and reports whether the frame is a key
// frame.
func readClock(t *testing.T, nal []byte) (at time.Time, key bool) {
	t.Helper()
	messages, err := readSEI(nal)
	if err != nil || len(messages) == 0 || len(messages) > 2 {
		t.Fatalf("% x: %d messages, %v", nal, len(messages), err)
	}
	for i, message := range messages {
		text, ours := bytes.CutPrefix(message.payload, []byte("leb player clock"))
		switch {
		case message.payloadType != 5 || !ours:
			t.Fatalf("message %d is %v", i, message)
		case i == 0 && len(text) == 8:
			at = time.UnixMilli(int64(binary.BigEndian.Uint64(text)))
		case i == 1 && string(text) == "key":
			key = true
		default:
			t.Fatalf("message %d has % x", i, text)
		}
	}
	return at, key
}

func TestClockSEI(t *testing.T) {
	t.Parallel()
	const uuid = "\x6c\x65\x62\x20\x70\x6c\x61\x79\x65\x72\x20\x63\x6c\x6f\x63\x6b"
	for name, test := range map[string]struct {
		ms   int64
		key  bool
		want string
	}{
		"a current time":   {0x0196_1234_5678, false, "\x06\x05\x18" + uuid + "\x00\x00\x03\x01\x96\x12\x34\x56\x78\x80"},
		"a key frame":      {0x0196_1234_5678, true, "\x06\x05\x18" + uuid + "\x00\x00\x03\x01\x96\x12\x34\x56\x78\x05\x13" + uuid + "key\x80"},
		"zeros throughout": {0, false, "\x06\x05\x18" + uuid + "\x00\x00\x03\x00\x00\x03\x00\x00\x03\x00\x00\x80"},
		"zeros at the end": {0x0196_0000_0000, false, "\x06\x05\x18" + uuid + "\x00\x00\x03\x01\x96\x00\x00\x03\x00\x00\x80"},
		"zeros before key": {0x0196_0100_0000, true, "\x06\x05\x18" + uuid + "\x00\x00\x03\x01\x96\x01\x00\x00\x03\x00\x05\x13" + uuid + "key\x80"},
		"a 3 after zeros":  {0x0196_0000_0300, false, "\x06\x05\x18" + uuid + "\x00\x00\x03\x01\x96\x00\x00\x03\x03\x00\x80"},
	} {
		unit := clockSEI(time.UnixMilli(test.ms), test.key)
		if string(unit) != test.want {
			t.Errorf("%s: % x\nwant % x", name, unit, test.want)
		}
		if at, key := readClock(t, unit); at.UnixMilli() != test.ms || key != test.key {
			t.Errorf("%s: parsed as %v, key %v", name, at.UnixMilli(), key)
		}
	}
}

func TestSEIMessageHeader(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		payloadType, size int
		want              string
	}{
		{5, 0, "\x05\x00"},
		{5, 254, "\x05\xfe"},
		{5, 255, "\x05\xff\x00"},
		{256, 600, "\xff\x01\xff\xff\x5a"},
	} {
		payload := bytes.Repeat([]byte{7}, test.size)
		if got := appendSEIMessage([]byte("before"), test.payloadType, payload); string(got) != "before"+test.want+string(payload) {
			t.Errorf("type %d, %d bytes: begins % x, want % x", test.payloadType, test.size, got[6:min(len(got), 12)], test.want)
		}
	}
}

func TestSEIPrecedesSlices(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ frame, want []byte }{ // NAL unit types
		"P-frame":     {[]byte{nalSlice}, []byte{nalSEI, nalSlice}},
		"key frame":   {[]byte{nalSPS, nalPPS, nalIDR}, []byte{nalSPS, nalPPS, nalSEI, nalIDR}},
		"many slices": {[]byte{nalAUD, nalSPS, nalPPS, nalIDR, nalIDR}, []byte{nalAUD, nalSPS, nalPPS, nalSEI, nalIDR, nalIDR}},
		"prefix":      {[]byte{nalAUD, nalPrefix, nalSlice}, []byte{nalAUD, nalSEI, nalPrefix, nalSlice}},
	} {
		var nals [][]byte
		for _, kind := range test.frame {
			nals = append(nals, []byte{kind, 0xaa})
		}
		frame := joinNALs(nals)
		before := slices.Clone(frame)
		var got []byte
		for _, nal := range splitNALs(insertSEI(frame, clockSEI(time.Now(), true))) {
			got = append(got, nalType(nal))
		}
		if !bytes.Equal(got, test.want) {
			t.Errorf("%s: NAL units %v, want %v", name, got, test.want)
		}
		if !bytes.Equal(frame, before) {
			t.Errorf("%s: the original frame has changed", name)
		}
	}
}
