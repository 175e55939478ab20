// Package signaltest implements the server side of LEB signalling as an
// [http.Handler], for tests and local servers. It is stricter than real servers:
// it answers a request that violates the specification with an HTTP error and
// records a problem, so that mistakes of a client show. It records all calls,
// and faults can be scripted.
package signaltest

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"lebplayer/signal"
)

// Errcodes of Handler, in addition to those of the specification.
const (
	CodeBadRequest signal.Code = 400000 // the request violates the specification
	CodeInternal   signal.Code = 500000 // the Backend returned an error without an errcode
)

// Backend starts and stops streams. The Handler calls it with valid requests
// only. It replies to an error that is a [*signal.APIError] with its errcode and
// errmsg, to a [*signal.HTTPError] with its status, and to any other with
// [CodeInternal]. A Backend must be safe for concurrent use.
type Backend interface {
	// Pull starts a stream and returns the answer and a new svrsig (pullstream).
	Pull(ctx context.Context, req signal.PullStreamRequest) (signal.PullStreamReply, error)
	// Stop ends the stream of a ticket (stopstream). It is called at most once
	// for each ticket.
	Stop(ctx context.Context, ticket signal.Ticket) error
}

// BitrateSwitcher is implemented by a [Backend] whose streams have several
// bitrates. If the Backend does not implement it, every switch succeeds without
// effect.
type BitrateSwitcher interface {
	// SwitchBitrate changes the bitrate of a stream (tabrctl). bitrate is one of
	// those in the stream URL of the ticket. Errors are handled like those of a
	// Backend.
	SwitchBitrate(ctx context.Context, ticket signal.Ticket, bitrate string) error
}

// Handler serves POST /webrtc/v1/{endpoint}, with the endpoints of package
// signal. Use http.StripPrefix for a server with a base path. The zero value is
// ready to use. The fields must not change after the first request. A Handler is
// safe for concurrent use.
type Handler struct {
	// Backend starts and stops streams. If it is nil, every pull gets a canned
	// SDP and a random svrsig.
	Backend Backend
	// Fault returns the fault of a call, and nil for none. streamURL is that of
	// the request or, for a request without one (tabrctl), that of its svrsig.
	// It is "" if both are unknown. A nil Fault means no faults.
	Fault func(endpoint, streamURL string) *Fault
	// OnCall is called at the end of every call, before the reply is sent, in
	// the goroutine of the call. It may be nil.
	OnCall func(Call)
	// Log keeps the calls. Handlers may share one. If it is nil, the handler has
	// one of its own.
	Log *CallLog

	ownLog  CallLog
	tickets ticketTable
}

// Calls returns the latest calls, those that the handler's [CallLog] keeps.
func (h *Handler) Calls() []Call { return h.log().List() }

// ServeHTTP implements http.Handler. If the client leaves before the reply it
// panics with http.ErrAbortHandler, which http.Server does not log.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodOptions {
		preflight(w)
		return
	}
	call := Call{Time: time.Now()}
	in := readRequest(r)
	ticket := h.tickets.of(in.svrSig)
	in.streamURL = cmp.Or(in.streamURL, ticket.streamURL)
	call.Endpoint, call.Stream, call.Body = in.endpoint, HideSignature(in.streamURL), in.recordable()
	call.SessionID = cmp.Or(in.sessionID, ticket.sessionID)

	fault := h.fault(in)
	out, problem := h.handle(r.Context(), in, fault)
	call.Problem = signal.Redact(problem)
	replying := fault.wait(r.Context())
	if replying {
		call.Status, call.ErrCode = out.status, out.errCode
	}
	h.record(call) // before the reply, so that a client that has the reply finds the call
	if !replying {
		panic(http.ErrAbortHandler) // returning would send an empty 200
	}
	out.write(w, fault.NoCORS)
}

func (h *Handler) record(call Call) {
	call.Took = time.Since(call.Time)
	h.log().add(call)
	if h.OnCall != nil {
		h.OnCall(call)
	}
}

func (h *Handler) log() *CallLog {
	if h.Log == nil {
		return &h.ownLog
	}
	return h.Log
}

func (h *Handler) fault(in incoming) Fault {
	if h.Fault == nil {
		return Fault{}
	}
	if fault := h.Fault(in.endpoint, in.streamURL); fault != nil {
		return *fault
	}
	return Fault{}
}

// handle returns the reply to a request and the problem of the request. The
// request is checked even if the fault replaces the reply.
func (h *Handler) handle(ctx context.Context, in incoming, fault Fault) (out reply, problem string) {
	req, status, err := in.decode()
	if err == nil {
		status, err = http.StatusBadRequest, h.tickets.check(req)
	}
	if err != nil {
		problem = err.Error()
	}
	if out, ok := fault.reply(); ok {
		return out, problem
	}
	if err != nil {
		return statusReply(status, CodeBadRequest, signal.Redact(problem)), problem
	}
	switch req := req.(type) {
	case *signal.PullStreamRequest:
		return h.pull(ctx, *req), ""
	case *signal.Ticket:
		return h.stop(ctx, *req)
	case *signal.SwitchBitrateRequest:
		return h.switchBitrate(ctx, in.streamURL, *req), ""
	default:
		return success(), ""
	}
}

func (h *Handler) pull(ctx context.Context, req signal.PullStreamRequest) reply {
	if !validClientIP(req.ClientIP) {
		return statusReply(http.StatusOK, signal.CodeInvalidClientIP, "invalid clientip")
	}
	pulled, err := h.backend().Pull(ctx, req)
	if err != nil {
		return backendError(err)
	}
	h.tickets.issue(pulled.SvrSig, ticketState{streamURL: req.StreamURL, sessionID: req.SessionID})
	return pullReply(pulled)
}

func (h *Handler) stop(ctx context.Context, ticket signal.Ticket) (out reply, problem string) {
	// Of concurrent stops of the same ticket, only one passes.
	if err := h.tickets.stop(ticket); err != nil {
		return statusReply(http.StatusBadRequest, CodeBadRequest, err.Error()), err.Error()
	}
	if err := h.backend().Stop(ctx, ticket); err != nil {
		return backendError(err), ""
	}
	return success(), ""
}

// switchBitrate passes the bitrates in the stream URL to the Backend and refuses
// others with the errcode of the specification.
func (h *Handler) switchBitrate(ctx context.Context, streamURL string, req signal.SwitchBitrateRequest) reply {
	u, err := signal.ParseStreamURL(streamURL)
	if err != nil || !slices.Contains(u.Bitrates(), req.BitrateName) {
		return statusReply(http.StatusOK, signal.CodeNotAllowed, "the stream URL has no such bitrate")
	}
	if backend, ok := h.backend().(BitrateSwitcher); ok {
		ticket := signal.Ticket{StreamURL: streamURL, SvrSig: req.SvrSig}
		if err := backend.SwitchBitrate(ctx, ticket, req.BitrateName); err != nil {
			return backendError(err)
		}
	}
	return switchReply(req.Seq)
}

func (h *Handler) backend() Backend {
	if h.Backend == nil {
		return canned{}
	}
	return h.Backend
}
