package edge

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"
)

// maxSentFrames is the number of frames that are kept for a session.
const maxSentFrames = 2000

// SessionSent lists the video frames sent in a session, in the reply to GET /edge/sent.
type SessionSent struct {
	SessionID string      `json:"sessionid"` // sessionid of the pullstream
	Frames    []SentFrame `json:"frames"`    // oldest first; the latest 2000
}

// SentFrame is a video frame that has been sent. All delay after At, including that of emulated networks, counts as latency.
type SentFrame struct {
	Number int       // index within the clip
	At     time.Time // time just before the first packet was sent
}

// MarshalJSON implements json.Marshaler. The form is [number, time], with the time in ms since 1970 to three decimals, comparable
// with performance.timeOrigin + performance.now().
func (p SentFrame) MarshalJSON() ([]byte, error) {
	micros := p.At.UnixMicro()
	return fmt.Appendf(nil, "[%d,%d.%03d]", p.Number, micros/1000, micros%1000), nil
}

// sentLog keeps the latest frames that a track has sent. It is safe for concurrent use.
type sentLog struct {
	mu     sync.Mutex
	frames []SentFrame
}

func (l *sentLog) add(number int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.frames) == maxSentFrames {
		l.frames = l.frames[1:]
	}
	l.frames = append(l.frames, SentFrame{Number: number, At: time.Now()})
}

func (l *sentLog) list() []SentFrame {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.frames)
}

// sent returns the frames of all sessions of a stream, oldest session first, including ended ones.
func (e *Edge) sent(stream string) []SessionSent {
	e.mu.Lock()
	defer e.mu.Unlock()
	all := []SessionSent{} // [] in JSON, not null
	for _, s := range e.sessions {
		if s.stream != stream {
			continue
		}
		one := SessionSent{SessionID: s.id, Frames: []SentFrame{}}
		for _, t := range s.pump.tracks {
			one.Frames = append(one.Frames, t.sentFrames.list()...)
		}
		all = append(all, one)
	}
	return all
}

// serveSent serves GET /edge/sent?stream={stream URL} with a SessionSent for each session. Since the frames of the sample show their
// numbers (see sample/make.sh), a page can compute the age of the frame that it shows.
func (e *Edge) serveSent(w http.ResponseWriter, r *http.Request) {
	stream, err := streamKey(r.URL.Query().Get("stream"))
	if err != nil {
		http.Error(w, "stream: "+err.Error(), http.StatusBadRequest)
		return
	}
	writeJSON(w, e.sent(stream))
}
