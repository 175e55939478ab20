package signaltest

import (
	"encoding/json"
	"sync"
	"time"
)

// Call is a recorded call.
type Call struct {
	Time     time.Time       `json:"time"`     // time of arrival
	Endpoint string          `json:"endpoint"` // last element of the path, such as "pullstream"
	Stream   string          `json:"stream"`   // stream URL without secrets, or "" if it is unknown
	Body     json.RawMessage `json:"body"`     // request body with secrets; a JSON string if the body was not JSON
	Status   int             `json:"status"`   // HTTP status of the reply, or 0 if the client left before it
	ErrCode  int64           `json:"errcode"`  // errcode of the reply, or 0 if it has none
	Problem  string          `json:"problem"`  // reason why the request is invalid, or "" for a valid one
	Took     time.Duration   `json:"took"`     // time from arrival to reply, in ns
}

// maxCalls is the number of calls that are kept.
const maxCalls = 1000

// recorder keeps the latest calls. It is safe for concurrent use.
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
