package sei_test

import (
	"encoding/hex"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lebplayer/signal/sei"
)

const (
	clockUUID = "6c656220-706c-6179-6572-20636c6f636b"
	clockHex  = "6c656220706c6179657220636c6f636b"
)

func unhex(t testing.TB, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func clock(t testing.TB, payload string) sei.Message {
	return sei.Message{Type: 5, UUID: clockUUID, Payload: unhex(t, payload)}
}

func TestParse(t *testing.T) {
	many := strings.Repeat("ab", 300)
	tests := []struct {
		name, body string
		want       []sei.Message
	}{
		{"one message", "05 18 " + clockHex + " 1122334455667788 80", []sei.Message{clock(t, "1122334455667788")}},
		{"no UUID", "89 01 ff 80", []sei.Message{{Type: 0x89, Payload: unhex(t, "ff")}}},
		{"emulation prevention", "05 18 " + clockHex + " 00000301 000003 00 00 0312 80", []sei.Message{clock(t, "0000010000000012")}},
		{"emulation prevention at the end of a payload", "04 03 010000 03 80", []sei.Message{{Type: 4, Payload: unhex(t, "010000")}}},
		{"bytes 3 that are not emulation prevention", "04 04 00030303 80", []sei.Message{{Type: 4, Payload: unhex(t, "00030303")}}},
		{"several messages", "05 13 " + clockHex + " 6b6579 01 02 0a0b 05 18 " + clockHex + " 1122334455667788 80",
			[]sei.Message{clock(t, "6b6579"), {Type: 1, Payload: unhex(t, "0a0b")}, clock(t, "1122334455667788")}},
		{"types and sizes of 255 and more", "ff00 ff2d " + many + " ff0a 00 80",
			[]sei.Message{{Type: 255, Payload: unhex(t, many)}, {Type: 265, Payload: []byte{}}}},
		{"payloads that end like trailing bits", "04 02 8000 04 01 80 80", []sei.Message{{Type: 4, Payload: unhex(t, "8000")}, {Type: 4, Payload: unhex(t, "80")}}},
		{"zeros of the next start code", "04 01 aa 80 0000", []sei.Message{{Type: 4, Payload: unhex(t, "aa")}}},
		{"no trailing bits", "04 01 aa", []sei.Message{{Type: 4, Payload: unhex(t, "aa")}}},
		{"user data too short for a UUID", "05 0f " + clockHex[:30] + " 80", []sei.Message{{Type: 5, Payload: unhex(t, clockHex[:30])}}},
		{"user data of a UUID only", "05 10 " + clockHex + " 80", []sei.Message{{Type: 5, UUID: clockUUID, Payload: []byte{}}}},
		{"second message incomplete", "04 01 aa 05 18 " + clockHex + " 11 80", []sei.Message{{Type: 4, Payload: unhex(t, "aa")}}},
		{"no size", "04 01 aa 05", []sei.Message{{Type: 4, Payload: unhex(t, "aa")}}},
		{"incomplete type", "04 01 aa ffff", []sei.Message{{Type: 4, Payload: unhex(t, "aa")}}},
		{"incomplete size", "04 ffff", nil},
		{"trailing bits only", "80", nil},
		{"zeros only", "00000300000300", nil},
		{"empty", "", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := sei.Parse(unhex(t, test.body)); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestReadSync(t *testing.T) {
	body := unhex(t, "0402 0a0b 80")
	tests := []struct {
		name, text string
		want       []sei.Sync
	}{
		{"a message", `{"type":"sync_sei","rtp_time":3163457726,"data":"04020a0B80"}`, []sei.Sync{{Body: body, RTPTimestamp: 3163457726}}},
		{"unknown members", `{"data":"04020a0b80","rtp_time":0,"v":{"a":[1]},"type":"sync_sei"}`, []sei.Sync{{Body: body}}},
		{"an array with invalid items", `[{"type":"sync_sei","rtp_time":1,"data":"04020a0b80"},7,{},{"type":"sync_sei","rtp_time":2,"data":"80"}]`,
			[]sei.Sync{{Body: body, RTPTimestamp: 1}, {Body: []byte{0x80}, RTPTimestamp: 2}}},
		{"a flood", "[" + strings.Repeat(`{"type":"sync_sei","rtp_time":0,"data":"04020a0b80"},`, 200) + "{}]", slices.Repeat([]sei.Sync{{Body: body}}, 32)},
		{"an empty array", `[]`, nil},
		{"another type", `{"type":"ping","rtp_time":1,"data":"80"}`, nil},
		{"not JSON", `sync_sei`, nil},
		{"not an object", `"sync_sei"`, nil},
		{"no time", `{"type":"sync_sei","data":"80"}`, nil},
		{"a time that is not a number", `{"type":"sync_sei","rtp_time":"1","data":"80"}`, nil},
		{"a time out of range", `{"type":"sync_sei","rtp_time":4294967296,"data":"80"}`, nil},
		{"a negative time", `{"type":"sync_sei","rtp_time":-1,"data":"80"}`, nil},
		{"no data", `{"type":"sync_sei","rtp_time":1}`, nil},
		{"an odd number of digits", `{"type":"sync_sei","rtp_time":1,"data":"060"}`, nil},
		{"not hexadecimal", `{"type":"sync_sei","rtp_time":1,"data":"0g"}`, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := sei.ReadSync(test.text); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}
