package signaltest

import (
	"context"
	"net/http"
	"time"

	"lebplayer/signal"
)

// Fault is something that goes wrong with a call.
//
// With an ErrCode the reply is JSON with that errcode; else with a Status or a
// Body it is that body, raw; with Hang there is none. These keep the call from
// the Backend. With Delay and NoCORS alone the Backend runs first: a slow pull
// has a real svrsig, even if its client does not wait for it.
type Fault struct {
	Status  int    // HTTP status; 0 is 200
	Body    string // the whole reply
	ErrCode int
	ErrMsg  string
	Delay   time.Duration // from the answer being ready to its being sent
	NoCORS  bool          // no Access-Control-Allow-Origin: browsers withhold the reply
	Hang    bool          // no reply until the client goes away
}

// reply gives the reply that the fault puts in the answer's place, if any.
func (f Fault) reply() (out reply, ok bool) {
	status := f.Status
	if status == 0 {
		status = http.StatusOK
	}
	switch {
	case f.Hang:
		return reply{}, true
	case f.ErrCode != 0:
		return refusal(status, signal.Code(f.ErrCode), f.ErrMsg), true
	case f.Status != 0 || f.Body != "":
		return reply{status: status, body: []byte(f.Body)}, true
	}
	return reply{}, false
}

// wait tells whether the client is still there to be answered.
func (f Fault) wait(ctx context.Context) bool {
	if f.Hang {
		<-ctx.Done()
		return false
	}
	if f.Delay <= 0 {
		return true
	}
	timer := time.NewTimer(f.Delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
