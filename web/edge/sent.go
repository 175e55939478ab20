package edge

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"
)

// maxSent is how many pictures of a session are kept.
const maxSent = 2000

// SessionSent is what /edge/sent tells about a session.
type SessionSent struct {
	SessionID string        `json:"sessionid"`
	Frames    []SentPicture `json:"frames"` // the latest maxSent, oldest first
}

// SentPicture is a picture that went out. Whatever holds it up behind that moment, emulated networks included, is latency.
type SentPicture struct {
	Number int       // within the clip, from 0
	At     time.Time // just before its first packet
}

// MarshalJSON writes [number, time], the time in ms since 1970 with a resolution of one µs, as web pages count it.
func (p SentPicture) MarshalJSON() ([]byte, error) {
	micros := p.At.UnixMicro()
	return fmt.Appendf(nil, "[%d,%d.%03d]", p.Number, micros/1000, micros%1000), nil
}

// sentLog is safe for concurrent use: a pump writes it and requests read it.
type sentLog struct {
	mu       sync.Mutex
	pictures []SentPicture
}

func (l *sentLog) add(number int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.pictures) == maxSent {
		l.pictures = l.pictures[1:]
	}
	l.pictures = append(l.pictures, SentPicture{Number: number, At: time.Now()})
}

func (l *sentLog) list() []SentPicture {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.pictures)
}

// sent lists the pictures of a stream's sessions, oldest first, ended ones included.
func (e *Edge) sent(stream string) []SessionSent {
	e.mu.Lock()
	defer e.mu.Unlock()
	all := []SessionSent{} // [] in JSON, not null
	for _, s := range e.sessions {
		if s.stream != stream {
			continue
		}
		one := SessionSent{SessionID: s.id, Frames: []SentPicture{}}
		for _, t := range s.pump.tracks {
			one.Frames = append(one.Frames, t.pictures.list()...)
		}
		all = append(all, one)
	}
	return all
}

// serveSent answers GET /edge/sent?stream={stream URL} for test pages of any origin with a SessionSent for each session. The
// sample's pictures show their number (see sample/make.sh), so a page can tell how old what it shows is.
func (e *Edge) serveSent(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Cache-Control", "no-store")
	switch r.Method {
	case http.MethodOptions:
		w.WriteHeader(http.StatusNoContent)
	case http.MethodGet:
		stream, err := streamKey(r.FormValue("stream"))
		if err != nil {
			http.Error(w, "stream: "+err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(e.sent(stream)) // a reader that left needs no answer
	default:
		w.Header().Set("Allow", "GET, OPTIONS")
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}
