package edge

import (
	"context"
	"net/http"
	"slices"

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
	return &signaltest.Handler{Backend: h, Fault: h.onCall, OnCall: e.logCall, Log: &e.calls}
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
	return h.edge.scheduled.onCall(endpoint, signal.Redact(streamURL))
}

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
	e.mu.Lock()
	if e.hosts[f] == nil {
		e.hosts[f] = e.newHost([]fault{f})
	}
	handler := e.hosts[f]
	e.mu.Unlock()
	http.StripPrefix("/edge/host/"+f.String(), handler).ServeHTTP(w, r)
}
