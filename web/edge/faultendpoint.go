package edge

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

// The values of POST /edge/fault's scope, for faults that are none of pulls.
const (
	scopeLive = "live" // the sessions that live now
	scopeAll  = "all"  // those that begin later too, from their beginning
)

var (
	errNoPullFault = errors.New("no fault of pulls")
	errBadScope    = errors.New("scope: want live or all")
	errBadPulls    = errors.New("pulls: want a number above 0, and a fault of pulls")
	errNoSession   = errors.New("the stream has no live session; scope=all would wait for one")
)

// order is a POST /edge/fault, read.
type order struct {
	stream string // redacted
	fault  fault
	scope  string
	pulls  int
}

// serveFault answers for test pages of any origin:
//
//	POST /edge/fault?stream={stream URL}&fault={name}[&scope=live|all][&pulls=N]
//	DELETE /edge/fault?stream={stream URL}
//
// POST has a fault happen; DELETE ends all faults of the stream. Faults of pulls befall the next N pulls, or all until
// cleared; what comes first was asked for first. The status is 204 if it worked, 400 for a request that makes no sense
// and 409 if there is no session for the fault; then a text says why.
func (e *Edge) serveFault(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Access-Control-Allow-Methods", "POST, DELETE")
	w.Header().Set("Cache-Control", "no-store")
	err, status := error(nil), http.StatusBadRequest
	switch r.Method {
	case http.MethodOptions:
	case http.MethodPost:
		var asked order
		if asked, err = readOrder(r); err == nil {
			err, status = e.carryOut(asked), http.StatusConflict
		}
	case http.MethodDelete:
		var stream string
		if stream, err = streamKey(r.FormValue("stream")); err == nil {
			e.clearFaults(stream)
		}
	default:
		w.Header().Set("Allow", "POST, DELETE, OPTIONS")
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	if err != nil {
		http.Error(w, err.Error(), status)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func readOrder(r *http.Request) (asked order, err error) {
	if asked.stream, err = streamKey(r.FormValue("stream")); err != nil {
		return asked, fmt.Errorf("stream: %w", err)
	}
	if asked.fault, err = parseFault(r.FormValue("fault")); err != nil {
		return asked, fmt.Errorf("fault: %w", err)
	}
	switch asked.scope = r.FormValue("scope"); asked.scope {
	case "":
		asked.scope = scopeLive
	case scopeLive, scopeAll:
	default:
		return asked, errBadScope
	}
	asked.pulls = endless
	if pulls := r.FormValue("pulls"); pulls != "" {
		if asked.pulls, err = strconv.Atoi(pulls); err != nil || asked.pulls < 1 || asked.fault.class() != pullFault {
			return asked, errBadPulls
		}
	}
	return asked, nil
}

func (e *Edge) carryOut(asked order) error {
	e.log.Info("fault", "stream", asked.stream, "fault", asked.fault.String(), "scope", asked.scope)
	if asked.fault.class() == pullFault {
		e.injectPulls(asked.stream, asked.fault, asked.pulls)
		return nil
	}
	if e.inject(asked.stream, asked.fault, asked.scope) == 0 && asked.scope == scopeLive {
		return errNoSession
	}
	return nil
}
