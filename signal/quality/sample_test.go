package quality

import (
	"reflect"
	"testing"
	"time"
)

func TestRead(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, stats string
		want        Sample
	}{
		{name: "nothing", stats: `[]`},
		{
			name:  "entries and members nobody asked for, in any order and of any shape",
			stats: ` [ {"type":"odd","x":{"type":["inbound-rtp"]}}, null, {}, {"b":1,"kind":"audio","a":[{}],"type":"inbound-rtp","packetsReceived":null} ] `,
			want:  Sample{Audio: &Inbound{}},
		},
		{
			name: "every number, fractions and exponents too",
			stats: `[{"type":"inbound-rtp","id":"i","kind":"video","ssrc":4294967295,"timestamp":1000.5,"codecId":"c",
				"packetsReceived":1e3,"packetsLost":-2,"bytesReceived":9.9e5,"jitter":0.25,"frameWidth":1920,"frameHeight":1080,
				"framesReceived":12,"framesDecoded":11,"framesDropped":3,"nackCount":4,"pliCount":5,"firCount":6,"freezeCount":7,
				"totalFreezesDuration":1.5,"jitterBufferDelay":2.5,"jitterBufferMinimumDelay":2.25,"jitterBufferEmittedCount":8.5,
				"totalDecodeTime":0.5},
				{"type":"inbound-rtp","kind":"audio","concealedSamples":9,"totalSamplesReceived":10},
				{"type":"codec","id":"c","mimeType":"video/VP8"}]`,
			want: Sample{Time: time.UnixMicro(1_000_500).UTC(), Audio: &Inbound{ConcealedSamples: 9, TotalSamplesReceived: 10}, Video: &Inbound{
				SSRC: 4294967295, Codec: "vp8", PacketsReceived: 1000, PacketsLost: -2, BytesReceived: 990000,
				Jitter: 250 * time.Millisecond, FrameWidth: 1920, FrameHeight: 1080,
				FramesReceived: 12, FramesDecoded: 11, FramesDropped: 3,
				NACKCount: 4, PLICount: 5, FIRCount: 6, FreezeCount: 7, TotalFreezesDuration: 1500 * time.Millisecond,
				JitterBufferDelay: 2500 * time.Millisecond, JitterBufferMinimumDelay: 2250 * time.Millisecond,
				JitterBufferEmittedCount: 8, TotalDecodeTime: 500 * time.Millisecond,
			}},
		},
		{
			name: "a codec that is not there, or has the id of another entry",
			stats: `[{"type":"inbound-rtp","kind":"audio","codecId":"c"},{"type":"inbound-rtp","kind":"video"},
				{"type":"transport","id":"c","mimeType":"audio/opus"}]`,
			want: Sample{Audio: &Inbound{}, Video: &Inbound{}},
		},
		{
			name: "the SSRC changed: the stream with the newest packet, wherever it stands",
			stats: `[{"type":"inbound-rtp","kind":"audio","ssrc":1,"lastPacketReceivedTimestamp":2000,"packetsReceived":5},
				{"type":"inbound-rtp","kind":"audio","ssrc":2,"lastPacketReceivedTimestamp":1000,"packetsReceived":900},
				{"type":"inbound-rtp","kind":"video","ssrc":3,"lastPacketReceivedTimestamp":1000,"packetsReceived":900},
				{"type":"inbound-rtp","kind":"video","ssrc":4,"lastPacketReceivedTimestamp":2000,"packetsReceived":5},
				{"type":"inbound-rtp","kind":"video","ssrc":5}]`,
			want: Sample{Audio: &Inbound{SSRC: 1, PacketsReceived: 5}, Video: &Inbound{SSRC: 4, PacketsReceived: 5}},
		},
		{
			name: "no browser tells when the last packet came: the stream with more of them",
			stats: `[{"type":"inbound-rtp","kind":"video","ssrc":1,"packetsReceived":900},
				{"type":"inbound-rtp","kind":"video","ssrc":2,"packetsReceived":5}]`,
			want: Sample{Video: &Inbound{SSRC: 1, PacketsReceived: 900}},
		},
		{
			name: "the time is that of what is received",
			stats: `[{"type":"inbound-rtp","kind":"audio","timestamp":1000},{"type":"inbound-rtp","kind":"video","timestamp":1001},
				{"type":"peer-connection","timestamp":3000}]`,
			want: Sample{Time: time.UnixMilli(1001).UTC(), Audio: &Inbound{}, Video: &Inbound{}},
		},
		{
			name:  "nothing received: the newest time there is",
			stats: `[{"type":"transport","timestamp":3000},{"type":"peer-connection","timestamp":2000}]`,
			want:  Sample{Time: time.UnixMilli(3000).UTC()},
		},
		{
			name: "the transport names its candidate pair",
			stats: `[{"type":"candidate-pair","id":"a","nominated":true,"state":"succeeded","currentRoundTripTime":0.9},
				{"type":"candidate-pair","id":"b","nominated":true,"state":"succeeded","currentRoundTripTime":0.04},
				{"type":"transport","selectedCandidatePairId":"b"}]`,
			want: Sample{RoundTripTime: 40 * time.Millisecond, Pair: &CandidatePair{}},
		},
		{
			name: "the candidate pair says so itself",
			stats: `[{"type":"candidate-pair","nominated":true,"state":"succeeded","currentRoundTripTime":0.9},
				{"type":"candidate-pair","selected":true,"currentRoundTripTime":0.04}]`,
			want: Sample{RoundTripTime: 40 * time.Millisecond, Pair: &CandidatePair{}},
		},
		{
			name: "neither says: the nominated pair that succeeded and is in use",
			stats: `[{"type":"candidate-pair","nominated":true,"state":"failed","currentRoundTripTime":0.9,"lastPacketReceivedTimestamp":9},
				{"type":"candidate-pair","state":"succeeded","currentRoundTripTime":0.8,"lastPacketReceivedTimestamp":9},
				{"type":"candidate-pair","nominated":true,"state":"succeeded","currentRoundTripTime":0.04,"lastPacketReceivedTimestamp":8},
				{"type":"candidate-pair","nominated":true,"state":"succeeded","currentRoundTripTime":0.7,"lastPacketReceivedTimestamp":7}]`,
			want: Sample{RoundTripTime: 40 * time.Millisecond, Pair: &CandidatePair{}},
		},
		{
			name: "numbers past all sense stop at a limit",
			stats: `[{"type":"inbound-rtp","kind":"audio","timestamp":1e300,"packetsReceived":1e300,"packetsLost":-1e300,"jitter":1e300},
				{"type":"candidate-pair","selected":true,"currentRoundTripTime":1e300}]`,
			want: Sample{
				Time:          time.UnixMilli(8.64e15).UTC(),
				Audio:         &Inbound{PacketsReceived: 1 << 53, PacketsLost: -1 << 53, Jitter: 9e9 * time.Second},
				RoundTripTime: 9e9 * time.Second,
				Pair:          &CandidatePair{},
			},
		},
		{
			name: "the path, without its addresses",
			stats: `[{"type":"transport","selectedCandidatePairId":"p"},
				{"type":"candidate-pair","id":"p","localCandidateId":"l","remoteCandidateId":"r"},
				{"type":"local-candidate","id":"r","candidateType":"host","protocol":"udp"},
				{"type":"remote-candidate","id":"r","candidateType":"srflx","address":"192.0.2.1","protocol":"udp"},
				{"type":"local-candidate","id":"l","candidateType":"relay","address":"192.0.2.2","protocol":"tcp"}]`,
			want: Sample{Pair: &CandidatePair{Local: "relay", Remote: "srflx", Protocol: "tcp"}},
		},
		{
			// At 1500 ms the browser plays video that the sender's clock stamped 1000 ms. The sender's clock is 300 ms behind:
			// 320 ms, less half of the round trip. So the video is 200 ms old. Audio plays 20 ms behind video.
			name: "the age of the media that play, though the clocks differ",
			stats: `[{"type":"inbound-rtp","kind":"video","remoteId":"o","timestamp":1500,"estimatedPlayoutTimestamp":2208988801000},
				{"type":"inbound-rtp","kind":"audio","remoteId":"o","timestamp":1500,"estimatedPlayoutTimestamp":2208988800980},
				{"type":"remote-outbound-rtp","id":"o","timestamp":1420,"remoteTimestamp":1100},
				{"type":"candidate-pair","selected":true,"currentRoundTripTime":0.04}]`,
			want: Sample{Time: time.UnixMilli(1500).UTC(),
				Audio:         &Inbound{Playout: 2208988800980 * time.Millisecond, Latency: 220 * time.Millisecond},
				Video:         &Inbound{Playout: 2208988801000 * time.Millisecond, Latency: 200 * time.Millisecond},
				RoundTripTime: 40 * time.Millisecond, Pair: &CandidatePair{}},
		},
		{
			name: "video alone has a playout time",
			stats: `[{"type":"inbound-rtp","kind":"video","remoteId":"o","timestamp":1500,"estimatedPlayoutTimestamp":2208988801000},
				{"type":"inbound-rtp","kind":"audio","timestamp":1500},
				{"type":"remote-outbound-rtp","id":"o","timestamp":1420,"remoteTimestamp":1100}]`,
			want: Sample{Time: time.UnixMilli(1500).UTC(), Audio: &Inbound{}, Video: &Inbound{}},
		},
		{
			name: "an age that makes no sense",
			stats: `[{"type":"inbound-rtp","kind":"video","remoteId":"o","timestamp":1500,"estimatedPlayoutTimestamp":1000},
				{"type":"inbound-rtp","kind":"audio","remoteId":"o","timestamp":1500,"estimatedPlayoutTimestamp":2208988801500},
				{"type":"remote-outbound-rtp","id":"o","timestamp":1420,"remoteTimestamp":1100}]`,
			want: Sample{Time: time.UnixMilli(1500).UTC(),
				Audio: &Inbound{Playout: 2208988801500 * time.Millisecond}, Video: &Inbound{Playout: time.Second}},
		},
		{
			name:  "the audio level",
			stats: `[{"type":"inbound-rtp","kind":"audio","timestamp":1000,"audioLevel":0.25}]`,
			want:  Sample{Time: time.UnixMilli(1000).UTC(), Audio: &Inbound{AudioLevel: 0.25}},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := readSample(t, []byte(test.stats)); !reflect.DeepEqual(got, test.want) {
				t.Errorf("sample is %+v, want %+v\naudio %+v, want %+v\nvideo %+v, want %+v",
					got, test.want, got.Audio, test.want.Audio, got.Video, test.want.Video)
			}
		})
	}
}

// FuzzRead looks for stats that make the Reader panic, or that make a Delta without the properties of checkDelta.
func FuzzRead(f *testing.F) {
	for _, browser := range browsers {
		f.Add(readFile(f, browser+"-1.json"), readFile(f, browser+"-2.json"))
	}
	f.Add([]byte(`[{"type":"inbound-rtp","kind":"video","timestamp":-1e300,"packetsLost":-5,"framesDecoded":-1}]`),
		[]byte(`[{"type":"inbound-rtp","kind":"video","timestamp":1,"ssrc":1e20,"bytesReceived":1e99,"framesDecoded":1e99}]`))
	f.Fuzz(func(t *testing.T, first, second []byte) {
		var r Reader
		var samples [2]Sample
		for i, data := range [][]byte{first, second} {
			report, err := parseReport(data)
			if err != nil {
				t.Skip("no report")
			}
			samples[i] = r.Read(report)
		}
		prev, cur := samples[0], samples[1]
		for _, d := range []*Delta{Between(prev, cur), Between(cur, prev), Between(cur, cur)} {
			checkDelta(t, d)
		}
	})
}
