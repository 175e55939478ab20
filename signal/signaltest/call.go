package signaltest

import (
	"encoding/json"
	"sync"
	"time"
)

// Call is a recorded call.
type Call struct {
	Time      time.Time       `json:"time"`      // time of arrival
	Endpoint  string          `json:"endpoint"`  // last element of the path, such as "pullstream"
	SessionID string          `json:"sessionid"` // sessionid of the request or of its svrsig's pull, or "" if it is unknown
	Stream    string          `json:"stream"`    // stream URL without secrets, or "" if it is unknown
	Body      json.RawMessage `json:"body"`      // request body without secrets; a JSON string if the body was not JSON
	Status    int             `json:"status"`    // HTTP status of the reply, or 0 if the client left before it
	ErrCode   int64           `json:"errcode"`   // errcode of the reply, or 0 if it has none
	Problem   string          `json:"problem"`   // reason why the request is invalid, or "" for a valid one
	Took      time.Duration   `json:"took"`      // time from arrival to reply, in ns
}

// size returns the number of bytes of what the client has chosen.
func (c Call) size() int {
	return len(c.Endpoint) + len(c.SessionID) + len(c.Stream) + len(c.Body) + len(c.Problem)
}

const (
	maxCalls     = 1000    // number of calls that are kept
	maxCallBytes = 8 << 20 // size of all calls that are kept
)

// CallLog keeps the latest calls: at most 1000, of at most 8 MiB together. The
// zero value is empty. It is safe for concurrent use.
type CallLog struct {
	mu    sync.Mutex
	calls []Call
	bytes int
}

func (l *CallLog) add(c Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.calls = append(l.calls, c)
	l.bytes += c.size()
	for len(l.calls) > maxCalls || l.bytes > maxCallBytes {
		l.bytes -= l.calls[0].size()
		l.calls[0] = Call{} // releases the body, which the array would keep
		l.calls = l.calls[1:]
	}
}

// List returns the calls in the order in which they ended.
func (l *CallLog) List() []Call {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]Call(nil), l.calls...)
}

// Clear removes all calls.
func (l *CallLog) Clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.calls, l.bytes = nil, 0
}
