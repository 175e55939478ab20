package session_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/quality"
	"lebplayer/signal/sei"
	"lebplayer/signal/session"
)

const ms = time.Millisecond

// details holds the JSON that the page receives for each event. Names, order and units
// are part of the interface.
var details = []struct {
	event session.Event
	want  string
}{
	{session.StateChange{From: session.StateIdle, To: session.StateOffering, Reason: "play"}, `{"from":"idle","to":"offering","reason":"play"}`},
	{session.ICEState{Connection: "checking", Gathering: "complete"}, `{"iceConnectionState":"checking","iceGatheringState":"complete"}`},
	{session.FirstFrame{SessionID: "id", Elapsed: 301 * ms, Video: true, Waterfall: session.Waterfall{Offer: ms, Signalling: 2500 * time.Microsecond,
		Answer: 3 * ms, ICE: 4 * ms, DTLS: 5 * ms, FirstPacket: 6 * ms, FirstDecoded: 7 * ms, FirstFrame: 8 * ms}},
		`{"sessionId":"id","elapsed":301,"video":true,"waterfall":{"offer":1,"signalling":2.500,"answer":3,"ice":4,"dtls":5,"firstPacket":6,"firstDecoded":7,"firstFrame":8}}`},
	{session.AutoplayBlocked{Muted: true}, `{"muted":true}`},
	{session.Resize{Width: 1280, Height: 720}, `{"width":1280,"height":720}`},
	{session.SEI{Message: sei.Message{Type: 5, UUID: "u", Payload: []byte("x")}, RTPTimestamp: 4294967295}, `{"type":5,"uuid":"u","rtpTimestamp":4294967295}`},
	{session.SEI{Message: sei.Message{Type: 242}}, `{"type":242,"rtpTimestamp":0}`},
	{session.Stall{}, `{}`},
	{session.Tracks{Audio: true}, `{"audio":true,"video":false}`},
	{session.Reconnecting{Attempt: 2, Delay: 250 * ms, Reason: &session.Error{Code: session.CodeClosed, Message: "closed"}},
		`{"attempt":2,"delay":250,"reason":"closed","message":"closed"}`},
	{session.Recovered{Duration: 2 * time.Second, Attempts: 1}, `{"duration":2000,"attempts":1}`},
	{session.Exchange{Reason: "switch"}, `{"reason":"switch"}`},
	{session.Warning{Err: session.AsError(&signal.CallError{Endpoint: "stopstream", Err: &signal.HTTPError{Status: 503}})},
		`{"code":"http-status","message":"stopstream: HTTP status 503","retryable":true,"endpoint":"stopstream","status":503}`},
	{session.Failure{Err: session.AsError(&signal.CallError{Endpoint: "pullstream", Err: &signal.APIError{Code: 10000000001, Message: "no"}})},
		`{"code":"refused","message":"pullstream: errcode 10000000001: no","retryable":false,"endpoint":"pullstream","errcode":10000000001,"errmsg":"no"}`},
	{session.Failure{Err: session.AsError(errors.New("x"))}, `{"code":"internal","message":"x","retryable":false}`},
}

func TestDetails(t *testing.T) {
	for _, test := range details {
		if got := session.JSON(test.event); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.event.Name(), got, test.want)
		}
	}
}

// TestDetailsAreDocumented: each event has its detail in this file, and its members in
// the documentation.
func TestDetailsAreDocumented(t *testing.T) {
	documentation := read(t, "../../web/docs/api.md")
	tested := []string{"stats"} // below
	for _, test := range details {
		tested = append(tested, test.event.Name())
		if test.event.Name() != "warning" && test.event.Name() != "error" { // an LEBError, with words of its own
			checkDocumented(t, documentation, test.want)
		}
	}
	checkDocumented(t, documentation, session.JSON(fullStats))
	for _, name := range session.EventNames() {
		if !slices.Contains(tested, name) {
			t.Errorf("the detail of %s is not tested", name)
		}
	}
}

// checkDocumented looks for each member of an object in the documentation.
func checkDocumented(t *testing.T, documentation, object string) {
	t.Helper()
	for _, part := range strings.Split(object, `":`) {
		name := part[strings.LastIndexByte(part, '"')+1:]
		if !strings.HasSuffix(part, "}") && !strings.Contains(documentation, "`"+name+"`") {
			t.Errorf("web/docs/api.md does not mention `%s` of %s", name, object)
		}
	}
}

// fullStats has every member.
var fullStats = func() session.Stats {
	inbound := quality.Inbound{SSRC: 4294967295, Codec: "opus", PacketsReceived: 100, BytesReceived: 8000, PacketsLost: -1,
		FrameWidth: 640, FrameHeight: 360, FramesReceived: 50, FramesDecoded: 50, TotalDecodeTime: 100 * ms,
		JitterBufferDelay: time.Second, JitterBufferEmittedCount: 50, ConcealedSamples: 5, TotalSamplesReceived: 1000}
	end := time.UnixMilli(1_800_000_002_000)
	now := quality.Sample{Time: end, RoundTripTime: 40 * ms, Audio: &inbound, Video: &inbound,
		Pair: &quality.CandidatePair{Local: "host", Remote: "srflx", Protocol: "udp"}}
	before := quality.Sample{Time: end.Add(-2 * time.Second)}
	return session.Stats{At: end, Sample: now, Delta: quality.Between(before, now), Freezes: quality.Freezes{Count: 1, Total: 2 * time.Second, Longest: time.Second}}
}()

func TestStatsDetail(t *testing.T) {
	got := session.JSON(fullStats)
	for _, part := range []string{
		`{"timestamp":1800000002000,"score":`,
		`"audio":{"codec":"opus","ssrc":4294967295,"bitrate":32000,"packetsReceived":100,"packetsLost":-1,"bytesReceived":8000,`,
		`"freezeCount":1,"totalFreezesDuration":2000,"longestFreeze":1000}`,
		`"roundTripTime":40,"candidatePair":{"local":"host","remote":"srflx","protocol":"udp"}}`,
	} {
		if !strings.Contains(got, part) {
			t.Errorf("no %s\nin %s", part, got)
		}
	}
	none := session.Stats{At: fullStats.At, Delta: quality.Between(quality.Sample{}, quality.Sample{})}
	if got := session.JSON(none); strings.Count(got, ":") != 2 {
		t.Errorf("without counters: %s", got)
	}
}

// TestStatsLack: a member is absent where the browser does not report what it is made
// of, and all others stay.
func TestStatsLack(t *testing.T) {
	whole := members(t, session.JSON(fullStats))
	for _, test := range []struct {
		lack   func(*quality.Inbound)
		absent []string
	}{
		{func(in *quality.Inbound) { in.JitterBufferEmittedCount, in.JitterBufferDelay = 0, 0 }, []string{"jitterBufferDelay", "latency"}},
		{func(in *quality.Inbound) { in.TotalSamplesReceived, in.ConcealedSamples = 0, 0 }, []string{"concealed"}},
		{func(in *quality.Inbound) { in.FramesReceived = 0 }, []string{"framesReceivedPerSecond"}},
		{func(in *quality.Inbound) { in.FrameWidth, in.FrameHeight = 0, 0 }, []string{"width", "height"}},
		{func(in *quality.Inbound) { in.TotalDecodeTime = 0 }, []string{"decodeTime"}},
	} {
		stats, track := fullStats, *fullStats.Sample.Video
		test.lack(&track)
		stats.Sample.Audio, stats.Sample.Video = &track, &track
		stats.Delta = quality.Between(quality.Sample{Time: stats.Sample.Time.Add(-2 * time.Second)}, stats.Sample)
		want := slices.DeleteFunc(slices.Clone(whole), func(name string) bool {
			return slices.Contains(test.absent, name[strings.IndexByte(name, '.')+1:])
		})
		if got := members(t, session.JSON(stats)); !slices.Equal(got, want) {
			t.Errorf("lacking %q: %q, want %q", test.absent, got, want)
		}
	}
}

// members returns the names of the members of a stats event, sorted.
func members(t *testing.T, text string) []string {
	t.Helper()
	var detail map[string]any
	if err := json.Unmarshal([]byte(text), &detail); err != nil {
		t.Fatal(err)
	}
	var names []string
	for name, value := range detail {
		track, _ := value.(map[string]any)
		for member := range track {
			names = append(names, name+"."+member)
		}
	}
	slices.Sort(names)
	return names
}
