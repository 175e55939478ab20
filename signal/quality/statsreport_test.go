package quality

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"testing"
)

// testReport is a StatsReport made of JSON.
type testReport struct {
	order []string // of the ids
	byID  map[string]testEntry
	whole int // calls of Entries
}

type testEntry map[string]any

func (e testEntry) Text(name string) string    { text, _ := e[name].(string); return text }
func (e testEntry) Is(name, text string) bool  { return e.Text(name) == text }
func (e testEntry) Number(name string) float64 { n, _ := e[name].(float64); return n }
func (e testEntry) Flag(name string) bool      { flag, _ := e[name].(bool); return flag }

func (r *testReport) Size() int { return len(r.order) }

func (r *testReport) Entries() []Entry {
	r.whole++
	var list []Entry
	for _, id := range r.order {
		list = append(list, r.byID[id])
	}
	return list
}

func (r *testReport) Entry(id string) Entry {
	if e, ok := r.byID[id]; ok {
		return e
	}
	return nil
}

// parseReport reads a JSON array of entries. An entry without an id gets one, as every entry of a browser has an id.
func parseReport(data []byte) (*testReport, error) {
	var list []testEntry
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, err
	}
	r := &testReport{byID: map[string]testEntry{}}
	for i, e := range list {
		if e == nil {
			e = testEntry{}
		}
		if e.Text("id") == "" {
			e["id"] = "entry " + strconv.Itoa(i)
		}
		id := e.Text("id")
		if _, double := r.byID[id]; !double {
			r.order = append(r.order, id)
		}
		r.byID[id] = e
	}
	return r, nil
}

func newReport(t testing.TB, data []byte) *testReport {
	t.Helper()
	r, err := parseReport(data)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// readSample returns the first Sample of a connection.
func readSample(t testing.TB, data []byte) Sample {
	t.Helper()
	var r Reader
	return r.Read(newReport(t, data))
}

const connection = `[
	{"type":"inbound-rtp","id":"a","kind":"audio","ssrc":1,"packetsReceived":10,"codecId":"opus",
		"timestamp":1500,"estimatedPlayoutTimestamp":2208988800980},
	{"type":"inbound-rtp","id":"v","kind":"video","ssrc":2,"packetsReceived":20,"codecId":"h264","remoteId":"old",
		"timestamp":1500,"estimatedPlayoutTimestamp":2208988801000},
	{"type":"codec","id":"opus","mimeType":"audio/opus"},
	{"type":"codec","id":"h264","mimeType":"video/H264"},
	{"type":"transport","id":"t","selectedCandidatePairId":"p"},
	{"type":"candidate-pair","id":"p","localCandidateId":"l","currentRoundTripTime":0.01},
	{"type":"candidate-pair","id":"q","localCandidateId":"m","currentRoundTripTime":0.02},
	{"type":"local-candidate","id":"l","candidateType":"host","protocol":"udp"},
	{"type":"local-candidate","id":"m","candidateType":"relay","protocol":"tcp"}]`

// TestReadAgain: after any change from one report to the next, a Reader that knows the first report reads the same Sample
// as a new Reader.
func TestReadAgain(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*testReport)
		found  bool // without another call of Entries
	}{
		{"nothing", func(*testReport) {}, true},
		{"counters", func(r *testReport) { r.byID["a"]["packetsReceived"] = 11.0; r.byID["p"]["currentRoundTripTime"] = 0.03 }, true},
		{"another codec", func(r *testReport) {
			r.replace("h264", testEntry{"type": "codec", "id": "h265", "mimeType": "video/H265"})
			r.byID["v"]["codecId"] = "h265"
		}, false},
		{"the sender's first report", func(r *testReport) {
			r.add(testEntry{"type": "remote-outbound-rtp", "id": "ra", "timestamp": 1420.0, "remoteTimestamp": 1100.0})
			r.byID["a"]["remoteId"] = "ra"
		}, false},
		{"reports of another sender", func(r *testReport) {
			r.replace("m", testEntry{"type": "remote-outbound-rtp", "id": "new", "timestamp": 1420.0, "remoteTimestamp": 1100.0})
			r.byID["v"]["remoteId"] = "new"
		}, false},
		{"another path", func(r *testReport) { r.byID["t"]["selectedCandidatePairId"] = "q" }, false},
		{"another SSRC beside the old one", func(r *testReport) {
			r.add(testEntry{"type": "inbound-rtp", "id": "w", "kind": "video", "ssrc": 3.0, "lastPacketReceivedTimestamp": 9.0})
		}, false},
		{"another SSRC in place of the old one", func(r *testReport) {
			r.replace("v", testEntry{"type": "inbound-rtp", "id": "w", "kind": "video", "ssrc": 3.0})
		}, false},
		{"no audio any more", func(r *testReport) { r.replace("a", testEntry{"type": "media-playout", "id": "x"}) }, false},
		{"no path any more", func(r *testReport) { r.replace("p", testEntry{"type": "certificate", "id": "x"}) }, false},
		{"no transport any more", func(r *testReport) { r.replace("t", testEntry{"type": "certificate", "id": "x"}) }, false},
		{"nothing left", func(r *testReport) { *r = testReport{} }, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			report := newReport(t, []byte(connection))
			var again, first Reader
			again.Read(report)
			report.whole = 0
			test.change(report)
			got := again.Read(report)
			if found := report.whole == 0; found != test.found {
				t.Errorf("the report was read as a whole %d times, want it found without: %t", report.whole, test.found)
			}
			if want := first.Read(report); !reflect.DeepEqual(got, want) {
				t.Errorf("sample is %+v, want %+v\naudio %+v, want %+v\nvideo %+v, want %+v", got, want, got.Audio, want.Audio, got.Video, want.Video)
			}
		})
	}
}

// TestReadOfTwoStreamsOfAKind: the one of two streams that is being received may change while all else stays the same.
func TestReadOfTwoStreamsOfAKind(t *testing.T) {
	t.Parallel()
	report := newReport(t, []byte(connection))
	report.add(testEntry{"type": "inbound-rtp", "id": "w", "kind": "video", "ssrc": 3.0})
	var r Reader
	if got := r.Read(report); got.Video.SSRC != 2 {
		t.Errorf("SSRC %d before packets of the new one have come, want 2", got.Video.SSRC)
	}
	report.byID["w"]["packetsReceived"] = 21.0
	if got := r.Read(report); got.Video.SSRC != 3 {
		t.Errorf("SSRC %d after packets of the new one have come, want 3", got.Video.SSRC)
	}
}

// TestReadOfAPathWithoutATransport: if no transport entry names the selected candidate pair, the pair may change at any
// time.
func TestReadOfAPathWithoutATransport(t *testing.T) {
	t.Parallel()
	report := newReport(t, []byte(`[{"type":"candidate-pair","id":"p","selected":true,"currentRoundTripTime":0.01},
		{"type":"candidate-pair","id":"q","currentRoundTripTime":0.02}]`))
	var r Reader
	r.Read(report)
	report.byID["p"]["selected"], report.byID["q"]["selected"] = false, true
	if got := r.Read(report); got.RoundTripTime != 20_000_000 {
		t.Errorf("round-trip time %v, want that of the pair selected now", got.RoundTripTime)
	}
}

func (r *testReport) add(e testEntry) {
	r.order = append(r.order, e.Text("id"))
	r.byID[e.Text("id")] = e
}

func (r *testReport) replace(id string, by testEntry) {
	delete(r.byID, id)
	r.order = slices.DeleteFunc(r.order, func(other string) bool { return other == id })
	r.add(by)
}
