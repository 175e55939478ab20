// Package signaltest is the server's half of LEB signalling as an
// [http.Handler], for tests and local servers. It is stricter than any real
// server: what the specification does not allow is answered with HTTP 400 and
// recorded as a problem, so that a client's mistakes show. Faults can be
// scripted, and every call is recorded.
package signaltest

import (
	"context"
	"net/http"
	"slices"
	"time"

	"lebplayer/signal"
)

// The errcodes that Handler makes up, next to those of the specification.
const (
	CodeBadRequest signal.Code = 400000 // the call breaks the protocol
	CodeInternal   signal.Code = 500000 // the Backend failed
)

// Backend starts and stops streams. An error that is a [*signal.APIError]
// becomes that errcode and errmsg, any other becomes [CodeInternal].
type Backend interface {
	Pull(ctx context.Context, req signal.PullStreamRequest) (signal.PullStreamReply, error)
	Stop(ctx context.Context, ticket signal.Ticket) error
}

// BitrateSwitcher is a [Backend] whose streams have several bitrates. bitrate
// is one of those that the ticket's stream URL names. Errors are as Backend's;
// of a Backend that is no BitrateSwitcher each switch is a success.
type BitrateSwitcher interface {
	SwitchBitrate(ctx context.Context, ticket signal.Ticket, bitrate string) error
}

// Handler answers POST /webrtc/v1/{endpoint}; use http.StripPrefix for a server
// with a base path. The zero value is ready to use. Set its fields before the
// first request; it is safe for concurrent use.
type Handler struct {
	// Backend starts and stops streams; nil answers every pull with a canned
	// SDP and a fresh svrsig.
	Backend Backend
	// Fault chooses what goes wrong with a call, nil for nothing. The stream
	// URL is the call's own or, if that has none (tabrctl), that of its svrsig;
	// "" when neither is known.
	Fault func(endpoint, streamURL string) *Fault
	// OnCall gets every call when it is over, from the call's goroutine.
	OnCall func(Call)

	calls   recorder
	tickets ticketBook
}

// Calls gives the latest calls, at most a thousand, in the order they ended.
func (h *Handler) Calls() []Call { return h.calls.list() }

// ServeHTTP answers one call. When the client leaves before the reply, it
// panics with http.ErrAbortHandler, which http.Server takes quietly.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodOptions {
		preflight(w)
		return
	}
	call := Call{Time: time.Now()}
	in := read(r)
	if in.streamURL == "" {
		in.streamURL = h.tickets.streamURL(in.svrSig)
	}
	call.Endpoint, call.Stream, call.Body = in.endpoint, signal.Redact(in.streamURL), in.recordable()

	fault := h.fault(in)
	out, problem := h.answer(r.Context(), in, fault)
	call.Problem = problem
	answered := fault.wait(r.Context())
	if answered {
		call.Status, call.ErrCode = out.status, out.errCode
	}
	h.record(call) // before the reply: who has that finds the call recorded
	if !answered {
		panic(http.ErrAbortHandler) // a return would send an empty 200
	}
	out.write(w, fault.NoCORS)
}

func (h *Handler) record(call Call) {
	call.Took = time.Since(call.Time)
	h.calls.add(call)
	if h.OnCall != nil {
		h.OnCall(call)
	}
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

// answer decides on the reply. A fault with a reply of its own keeps the call
// from the backend, but not from being checked.
func (h *Handler) answer(ctx context.Context, in incoming, fault Fault) (out reply, problem string) {
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
		return refusal(status, CodeBadRequest, signal.Redact(problem)), problem
	}
	switch req := req.(type) {
	case *signal.PullStreamRequest:
		return h.pull(ctx, *req), ""
	case *signal.Ticket:
		return h.stop(ctx, *req)
	case *signal.SwitchBitrateRequest:
		return h.switchBitrate(ctx, in.streamURL, *req), ""
	default:
		return done(), ""
	}
}

func (h *Handler) pull(ctx context.Context, req signal.PullStreamRequest) reply {
	if !validClientIP(req.ClientIP) {
		return refusal(http.StatusOK, signal.CodeInvalidClientIP, "invalid clientip")
	}
	answer, err := h.backend().Pull(ctx, req)
	if err != nil {
		return failure(err)
	}
	h.tickets.issue(signal.Ticket{StreamURL: req.StreamURL, SvrSig: answer.SvrSig})
	return pulled(answer)
}

func (h *Handler) stop(ctx context.Context, ticket signal.Ticket) (out reply, problem string) {
	// Two stops may race to here; the book lets one of them through.
	if err := h.tickets.stop(ticket); err != nil {
		return refusal(http.StatusBadRequest, CodeBadRequest, err.Error()), err.Error()
	}
	if err := h.backend().Stop(ctx, ticket); err != nil {
		return failure(err), ""
	}
	return done(), ""
}

// switchBitrate leaves the bitrates to the Backend, but for those that the
// stream URL does not name: there is an errcode for them.
func (h *Handler) switchBitrate(ctx context.Context, streamURL string, req signal.SwitchBitrateRequest) reply {
	u, err := signal.ParseStreamURL(streamURL)
	if err != nil || !slices.Contains(u.Bitrates(), req.BitrateName) {
		return refusal(http.StatusOK, signal.CodeNotAllowed, "the stream URL has no such bitrate")
	}
	if backend, ok := h.backend().(BitrateSwitcher); ok {
		ticket := signal.Ticket{StreamURL: streamURL, SvrSig: req.SvrSig}
		if err := backend.SwitchBitrate(ctx, ticket, req.BitrateName); err != nil {
			return failure(err)
		}
	}
	return switched(req.Seq)
}

func (h *Handler) backend() Backend {
	if h.Backend == nil {
		return canned{}
	}
	return h.Backend
}
