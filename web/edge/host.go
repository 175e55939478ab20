package edge

import (
	"context"
	"net/http"
	"slices"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/signaltest"
)

// host is one signalling server of the edge. Hosts share streams and sessions, but each accepts only the svrsigs that it has
// issued itself. It implements signaltest.Backend.
type host struct {
	edge   *Edge
	faults []fault // of this host alone
}

func (e *Edge) newHost(faults []fault) http.Handler {
	h := &host{edge: e, faults: faults}
	return e.limitHold(&signaltest.Handler{Backend: h, Fault: h.onCall, OnCall: e.logCall, Log: &e.calls})
}

// maxRemoteHold is the time for which other machines can keep a signalling call open.
const maxRemoteHold = 30 * time.Second

// limitHold returns a handler that aborts calls after maxHold.
func (e *Edge) limitHold(next http.Handler) http.Handler {
	if e.maxHold == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), e.maxHold)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// Pull implements signaltest.Backend.
func (h *host) Pull(ctx context.Context, req signal.PullStreamRequest) (signal.PullStreamReply, error) {
	return h.edge.pull(ctx, req, h.faults)
}

// Stop implements signaltest.Backend.
func (h *host) Stop(ctx context.Context, ticket signal.Ticket) error { return h.edge.stop(ctx, ticket) }

// onCall implements the hook signaltest.Handler.Fault: it returns the effect of the first fault that applies to the call.
func (h *host) onCall(endpoint, streamURL string) *signaltest.Fault {
	faults := slices.Concat(h.faults, h.edge.faults)
	if named, found, _ := faultOfStream(streamURL); found { // pull refuses unknown names
		faults = append(faults, named)
	}
	for _, f := range faults {
		if out := f.onCall(endpoint); out != nil {
			return out
		}
	}
	h.edge.mu.Lock()
	defer h.edge.mu.Unlock()
	return h.edge.scheduled.onCall(endpoint, signaltest.HideSignature(streamURL))
}

// maxHosts is the number of hosts with a fault in their path.
const maxHosts = 64

// serveHost serves the signalling host with the pull fault that the path names.
func (e *Edge) serveHost(w http.ResponseWriter, r *http.Request) {
	f, err := parseFault(r.PathValue("fault"))
	if err == nil && f.class() != pullFault {
		err = errNotPullFault
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	handler := e.hostWith(f)
	if handler == nil {
		http.Error(w, "too many hosts: restart the edge for others", http.StatusServiceUnavailable)
		return
	}
	http.StripPrefix("/edge/host/"+f.String(), handler).ServeHTTP(w, r)
}

// hostWith returns the host with a fault, or nil if there are too many others.
func (e *Edge) hostWith(f fault) http.Handler {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.hosts[f] == nil && len(e.hosts) < maxHosts {
		e.hosts[f] = e.newHost([]fault{f})
	}
	return e.hosts[f]
}
