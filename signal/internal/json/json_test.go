package json_test

import (
	stdjson "encoding/json"
	"errors"
	"io"
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"lebplayer/signal/internal/json"
)

// plain is a Value as encoding/json would have decoded it.
func plain(v json.Value) any {
	switch v.Kind {
	case json.False, json.True:
		return v.Kind == json.True
	case json.Number:
		return v.Number
	case json.String:
		return v.String
	case json.Array:
		items := make([]any, len(v.Items))
		for i, item := range v.Items {
			items[i] = plain(item)
		}
		return items
	case json.Object:
		members := map[string]any{}
		for i, name := range v.Names {
			members[name] = plain(v.Items[i])
		}
		return members
	default:
		return nil
	}
}

var texts = []string{
	`{}`, `[]`, ` [ 1 , -2.5e3 , 0.1 , 1E-7 , 1763795605123.456 , 9007199254740991 , 0 , -0.0 ] `, `null`, `true`, `false`, `"x"`,
	`{"a":{"b":[{"c":null}]},"a":2}`, `"\"\\\/\b\f\n\r\té中😀\ud800\udc00\ud800x\udc00"`, `"快直播"`, `1e400`, `5e-324`, `3e-524`, `1e99999999999`,
	"", " ", "{", "}", "[1,]", `{"a":}`, `{"a" 1}`, `{a:1}`, `[1 2]`, `01`, `-`, `1.`, `.5`, `1e`, `+1`, `nul`, `tru`, `"`, `"\x"`, `"\u12"`, "\"\n\"",
	`{}x`, `[[[[]]]]`, `"\`, "\xff", "\"\xff\"", `{"a":1,}`, `1 1`, `"\ud800\u"`,
	`"\ud83d\ud83d\ude00"`, `"\ude00\ud83d"`, `"\ud83d\ud83d"`, `"\ud83d\u0041"`, `"\ud83d\n\ude00"`, `"\ud83d\u12"`,
}

// check compares with encoding/json: what one reads the other reads, as the
// same value. This package alone refuses what is not UTF-8, and does not read
// what is nested deeper than any reply.
func check(t *testing.T, text string) {
	t.Helper()
	v, err := json.Read(text)
	want, wantErr := decode(text)
	if strings.Count(text, "[")+strings.Count(text, "{") >= 16 || strings.Count(text, ",") >= 900 || !utf8.ValidString(text) {
		return
	}
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("Read(%q) gives %v, encoding/json %v", text, err, wantErr)
	}
	if got := plain(v); err == nil && !same(got, want) {
		t.Errorf("Read(%q) = %#v, want %#v", text, got, want)
	}
}

// decode is json.Unmarshal, but that numbers are left as texts.
func decode(text string) (v any, err error) {
	decoder := stdjson.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, errors.New("text after the value")
	}
	return v, nil
}

// same allows numbers to differ in the last bits.
func same(a, b any) bool {
	switch a := a.(type) {
	case float64:
		number, ok := b.(stdjson.Number)
		want, _ := strconv.ParseFloat(string(number), 64) // beyond a float64 it is infinite
		return ok && (a == want || math.Abs(a-want) <= 1e-14*math.Abs(want)+5e-308 || math.Abs(want) > 1e290)
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for i := range a {
			if !same(a[i], b[i]) {
				return false
			}
		}
		return true
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for name := range a {
			if !same(a[name], b[name]) {
				return false
			}
		}
		return true
	default:
		return reflect.DeepEqual(a, b)
	}
}

func TestRead(t *testing.T) {
	for _, text := range texts {
		check(t, text)
	}
}

func TestReadRefuses(t *testing.T) {
	for _, text := range []string{"\"\xff\"", nested(100, `"`), nested(100, "\"\n\""), nested(100, "")[:150]} {
		if v, err := json.Read(text); err == nil {
			t.Errorf("Read(%q) = %+v", text, v)
		}
	}
}

// nested is a text within many arrays and objects.
func nested(depth int, text string) string {
	return strings.Repeat(`[{"a":`, depth) + text + strings.Repeat("}]", depth)
}

// TestDeepNesting: what is too deep to be read does not matter to the rest.
func TestDeepNesting(t *testing.T) {
	for _, inner := range []string{"1", `"]}\"]"`, "{}", "[]"} {
		v, err := json.Read(`{"foreign":` + nested(50_000, inner) + `,"own":7}`)
		if err != nil || v.Get("own").Number != 7 {
			t.Errorf("%s: %v, %+v", inner, err, v.Get("own"))
		}
	}
	for depth := range 40 { // round the limit
		text := strings.Repeat("[", depth) + "1" + strings.Repeat("]", depth)
		if _, err := json.Read(text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if _, err := json.Read(text + "]"); err == nil {
			t.Errorf("%s] is read", text)
		}
	}
}

func TestErrorTellsWhere(t *testing.T) {
	_, err := json.Read(`{"a":1,"b":oops}`)
	if err == nil || err.Error() != "bad JSON near byte 11" {
		t.Errorf("got %v", err)
	}
}

// TestExact: what browsers write comes out to the last bit.
func TestExact(t *testing.T) {
	for _, text := range []string{"1763795605123.456", "0.033", "0.000333", "123456.789012", "4294967295", "1e-3", "12.5"} {
		v, err := json.Read(text)
		var want float64
		if err != nil || stdjson.Unmarshal([]byte(text), &want) != nil || v.Number != want {
			t.Errorf("Read(%s) = %v, %v; want %v", text, v.Number, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range texts {
		f.Add(text)
	}
	f.Fuzz(check)
}

// FuzzEscapes makes strings of what there is to get wrong: halves of surrogate
// pairs, other escapes and plain text, in any order.
func FuzzEscapes(f *testing.F) {
	units := []string{`\ud83d`, `\ude00`, `\uD83D`, `\uDE00`, `\u0041`, `\n`, `\\`, `\"`, "x", "😀", `\u`, `\ud8`, `"`}
	f.Add([]byte{0, 0, 1})
	f.Add([]byte{1, 0, 8, 0, 4, 0, 5, 0, 6, 1})
	f.Fuzz(func(t *testing.T, choice []byte) {
		text := `"`
		for _, b := range choice {
			text += units[int(b)%len(units)]
		}
		check(t, text+`"`)
	})
}

// message is written as encoding/json would write its map.
type message struct {
	Text  string   `json:"text"`
	Count int64    `json:"count"`
	Inner *message `json:"inner,omitempty"`
}

func (m message) Write(w *json.Writer) {
	w.String("text", m.Text)
	w.Int("count", m.Count)
	if m.Inner != nil {
		w.Object("inner", *m.Inner)
	}
}

func FuzzMarshal(f *testing.F) {
	f.Add("plain", int64(0))
	f.Add("快直播 \"quoted\" \\ \x00\x1f\n & < > \u2028 😀 \xff", int64(math.MinInt64))
	f.Fuzz(func(t *testing.T, text string, count int64) {
		m := message{text, count, &message{Text: text}}
		want, err := stdjson.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		var got, reference any
		if err := stdjson.Unmarshal(json.Marshal(m), &got); err != nil {
			t.Fatalf("%s: %v", json.Marshal(m), err)
		}
		if err := stdjson.Unmarshal(want, &reference); err != nil || !reflect.DeepEqual(got, reference) {
			t.Errorf("got %s, want %s", json.Marshal(m), want)
		}
	})
}

type decimal float64

func (d decimal) Write(w *json.Writer) {
	w.Decimal("d", float64(d))
	w.Bool("yes", true)
	w.Milliseconds("ms", 1500*time.Microsecond)
}

func TestDecimal(t *testing.T) {
	for value, want := range map[float64]string{
		0: "0", 12: "12", -1.5: "-1.500", 0.0004: "0", 0.0005: "0.001", 24.9996: "25", 283_456.789: "283456.789", 99.05: "99.050",
		-0.0001: "0", math.NaN(): "null", math.Inf(1): "null", 1e300: "null",
	} {
		if got := string(json.Marshal(decimal(value))); got != `{"d":`+want+`,"yes":true,"ms":1.500}` {
			t.Errorf("%v is written %s, want %s", value, got, want)
		}
	}
}
