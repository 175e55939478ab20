package signaltest

import (
	"encoding/json"
	"sync"
	"time"
)

// Call is one recorded call.
type Call struct {
	Time     time.Time       `json:"time"` // when it arrived
	Endpoint string          `json:"endpoint"`
	Stream   string          `json:"stream"`  // streamurl, without secrets
	Body     json.RawMessage `json:"body"`    // as sent, with secrets; a JSON string when it was no JSON
	Status   int             `json:"status"`  // HTTP status; 0: the client left before the reply
	ErrCode  int             `json:"errcode"` // of the reply
	Problem  string          `json:"problem"` // what was wrong with the request, or ""
	Took     time.Duration   `json:"took"`    // nanoseconds from arrival to reply
}

// maxCalls is how many calls are kept.
const maxCalls = 1000

// recorder keeps the latest calls.
type recorder struct {
	mu    sync.Mutex
	calls []Call
}

func (r *recorder) add(c Call) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.calls) == maxCalls {
		r.calls = append(r.calls[:0], r.calls[1:]...)
	}
	r.calls = append(r.calls, c)
}

func (r *recorder) list() []Call {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Call(nil), r.calls...)
}
