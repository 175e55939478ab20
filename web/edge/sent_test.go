package edge

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// sentFrames is a session in the reply to GET /edge/sent.
type sentFrames struct {
	SessionID string
	Frames    [][2]float64 // number, and time in ms since 1970
}

// sentOf returns the reply to GET /edge/sent.
func sentOf(t *testing.T, e testEdge, stream string) (sessions []sentFrames) {
	t.Helper()
	status, text := e.request(t, http.MethodGet, "/edge/sent", url.Values{"stream": {stream}})
	if status != http.StatusOK || !strings.HasPrefix(text, "[") {
		t.Fatalf("status %d, %s", status, text)
	}
	if err := json.Unmarshal([]byte(text), &sessions); err != nil {
		t.Fatal(err)
	}
	return sessions
}

func TestSentListsFramesBySession(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	began := time.Now()
	v := startViewer(t, e, "first")
	if err := v.stop(); err != nil {
		t.Fatal(err)
	}
	startViewer(t, e, "second")
	if err := newViewer(t, bothKinds).requestPull(e, "webrtc://127.0.0.1/live/other", "other"); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "some frames of the second session", func() bool { return len(sentOf(t, e, clock)[1].Frames) >= 3 })

	sessions := sentOf(t, e, clock)
	if len(sessions) != 2 || sessions[0].SessionID != "first" || sessions[1].SessionID != "second" {
		t.Fatalf("sessions %+v, want first and second", sessions)
	}
	from, to := float64(began.UnixMilli()), float64(time.Now().UnixMilli()+1)
	for _, s := range sessions {
		for i, frame := range s.Frames {
			number, at := frame[0], frame[1]
			if i == 0 && int(number)%25 != 0 {
				t.Errorf("%s begins with frame %v, want a key frame", s.SessionID, number)
			}
			if i > 0 && int(number) != int(s.Frames[i-1][0]+1)%250 {
				t.Errorf("%s: frame %v follows frame %v", s.SessionID, number, s.Frames[i-1][0])
			}
			if at < from || at > to {
				t.Errorf("%s: frame %v was sent at %f, want a time between %f and %f", s.SessionID, number, at, from, to)
			}
			from = at
		}
	}
	if other := sentOf(t, e, "webrtc://127.0.0.1/live/other"); len(other) != 1 || len(other[0].Frames) != 0 {
		t.Errorf("a session that never connected: %+v", other)
	}
	if none := sentOf(t, e, "webrtc://127.0.0.1/live/none"); len(none) != 0 {
		t.Errorf("a stream nobody pulled: %+v", none)
	}
}

func TestSentNeedsAStream(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	for _, query := range []url.Values{nil, {"stream": {"clock"}}} {
		if status, text := e.request(t, http.MethodGet, "/edge/sent", query); status != http.StatusBadRequest || !strings.HasPrefix(text, "stream: ") {
			t.Errorf("%v: status %d, %s", query, status, text)
		}
	}
	if status, _ := e.request(t, http.MethodPost, "/edge/sent", nil); status != http.StatusMethodNotAllowed {
		t.Errorf("POST: status %d", status)
	}
}

func TestSentKeepsTheLatest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _, _ := newRecordedPump(t, sampleLibrary().video[0])
		runFor(p, 100*time.Second-time.Millisecond) // 2500 frames, ten rounds
		ended := time.Now()
		audio, video := p.tracks[0].sentFrames.list(), p.tracks[1].sentFrames.list()
		if len(audio) != 0 || len(video) != maxSentFrames {
			t.Fatalf("%d audio and %d video frames, want 0 and %d", len(audio), len(video), maxSentFrames)
		}
		for i, frame := range video {
			before := time.Duration(maxSentFrames-i)*40*time.Millisecond - time.Millisecond
			if frame.Number != i%250 || ended.Sub(frame.At) != before {
				t.Fatalf("frame %d has number %d, sent %v before the end; want number %d, %v", i, frame.Number, ended.Sub(frame.At), i%250, before)
			}
		}
	})
}

func TestSentOmitsDroppedFrames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _, _ := newRecordedPump(t, sampleLibrary().video[0])
		runFor(p, 30*time.Millisecond) // frame 0
		p.applyFault(fault{kind: faultNoKeyFrame})
		runFor(p, 10*40*time.Millisecond)
		p.applyFault(fault{kind: faultStop})
		runFor(p, time.Second)
		var numbers []int
		for _, frame := range p.tracks[1].sentFrames.list() {
			numbers = append(numbers, frame.Number)
		}
		if len(numbers) < 3 || numbers[0] != 0 || numbers[1] != 1+initialDrop || numbers[len(numbers)-1] > 11 {
			t.Errorf("frames %v, want 0, and about 6 to 10", numbers)
		}
	})
}

func TestClearFaultsWithoutMediaFaultsDoesNotSeek(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _, _ := newRecordedPump(t, sampleLibrary().video[0])
		ctx, cancel := context.WithCancel(t.Context())
		go p.run(ctx)
		time.Sleep(500 * time.Millisecond)
		p.do(p.clearFaults)
		time.Sleep(500 * time.Millisecond)
		cancel()
		synctest.Wait()
		for i, frame := range p.tracks[1].sentFrames.list() {
			if frame.Number != i {
				t.Fatalf("frame %d has number %d", i, frame.Number)
			}
		}
	})
}
