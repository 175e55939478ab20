package signaltest

import (
	"context"
	"net/http"
	"time"

	"lebplayer/signal"
)

// Fault is a scripted failure of a call. The zero value changes nothing.
//
// ErrCode, Status, Body and Hang replace the reply, and the Backend is not
// called. ErrCode makes a JSON reply with that errcode; without it, Status and
// Body make a raw one. With Delay and NoCORS only, the Backend is called and its
// reply is used: a slow pull has a real svrsig, even if the client does not wait
// for it.
type Fault struct {
	Status  int           // HTTP status of the replacement; 0 means 200
	Body    string        // complete body of the replacement
	ErrCode int           // errcode of the replacement; 0 means none
	ErrMsg  string        // errmsg next to ErrCode
	Delay   time.Duration // additional time before the reply is sent
	NoCORS  bool          // omit Access-Control-Allow-Origin, so that browsers withhold the reply from pages
	Hang    bool          // send no reply; the call ends when the client leaves
}

// reply returns the replacement of the reply. ok is false if the fault replaces
// nothing.
func (f Fault) reply() (out reply, ok bool) {
	status := f.Status
	if status == 0 {
		status = http.StatusOK
	}
	switch {
	case f.Hang:
		return reply{}, true
	case f.ErrCode != 0:
		return statusReply(status, signal.Code(f.ErrCode), f.ErrMsg), true
	case f.Status != 0 || f.Body != "":
		return reply{status: status, body: []byte(f.Body)}, true
	}
	return reply{}, false
}

// wait waits for the delay of the fault. It reports whether a reply is due: not
// if the fault hangs, and not if the client has left.
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
