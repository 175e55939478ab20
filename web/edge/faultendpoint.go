package edge

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

// Values of the parameter scope of POST /edge/fault, for faults other than pull faults.
const (
	scopeLive = "live" // the live sessions of the stream
	scopeAll  = "all"  // the live sessions and, from their beginning, all later ones
)

var (
	errTooManyFaults = errors.New("too many faults: delete those of streams that are not needed any more, or begin a new session")
	errNotPullFault  = errors.New("not a pull fault")
	errBadScope      = errors.New("scope: want live or all")
	errBadPulls      = errors.New("pulls: want a number above 0, and a pull fault")
	errNoSession     = errors.New("the stream has no live session; scope=all would also apply to later ones")
)

// faultRequest is the content of a POST /edge/fault.
type faultRequest struct {
	stream string // redacted stream URL
	fault  fault
	scope  string
	pulls  int // number of pulls that a pull fault applies to, or endless
}

// postFault serves
//
//	POST /edge/fault?stream={stream URL}&fault={name}[&scope=live|all][&pulls=N]
//
// A pull fault applies to the next N pulls of the stream or, without pulls, to all until it is deleted or another one is
// requested. Pull faults apply in the order of their requests. Any other fault applies to the sessions in scope, which is live by
// default. The status is 204 on success, 400 for an invalid request and 409 if there is no live session in scope or there are too
// many faults; the body then contains the reason. The request has no body.
func (e *Edge) postFault(w http.ResponseWriter, r *http.Request) {
	req, err := parseFaultRequest(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if err := e.injectFault(req); err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// deleteFaults serves
//
//	DELETE /edge/fault?stream={stream URL}
//
// It ends all faults of the stream. The status is 204 on success and 400 for an invalid stream URL.
func (e *Edge) deleteFaults(w http.ResponseWriter, r *http.Request) {
	stream, err := streamKey(r.URL.Query().Get("stream"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	e.clearFaults(stream)
	w.WriteHeader(http.StatusNoContent)
}

func parseFaultRequest(r *http.Request) (req faultRequest, err error) {
	query := r.URL.Query()
	if req.stream, err = streamKey(query.Get("stream")); err != nil {
		return req, fmt.Errorf("stream: %w", err)
	}
	if req.fault, err = parseFault(query.Get("fault")); err != nil {
		return req, fmt.Errorf("fault: %w", err)
	}
	switch req.scope = query.Get("scope"); req.scope {
	case "":
		req.scope = scopeLive
	case scopeLive, scopeAll:
	default:
		return req, errBadScope
	}
	req.pulls = endless
	if pulls := query.Get("pulls"); pulls != "" {
		if req.pulls, err = strconv.Atoi(pulls); err != nil || req.pulls < 1 || req.fault.class() != pullFault {
			return req, errBadPulls
		}
	}
	return req, nil
}

func (e *Edge) injectFault(req faultRequest) error {
	e.log.Info("fault", "stream", req.stream, "fault", req.fault.String(), "scope", req.scope)
	if req.fault.class() == pullFault {
		return e.injectPullFault(req.stream, req.fault, req.pulls)
	}
	return e.injectSessionFault(req.stream, req.fault, req.scope)
}
