package signal

import (
	"context"
	"errors"
	"strconv"
	"time"
)

// HostStagger is how long a host may take to answer before the next one is
// asked too: the Connection Attempt Delay of RFC 8305 section 5.
const HostStagger = 250 * time.Millisecond

// PullStream asks for a stream and returns it when the server has answered. It
// asks one host after the other, [HostStagger] apart, and the next one at once
// when one fails. The first good answer wins. An errcode ends the race too,
// since the service refuses and not the host. The host that ended a race is
// asked first in the next one. A host that has not answered after 10 seconds
// has failed.
//
// When all hosts fail, the error is the one that gives most hope: the first
// host's of those that may pass with time ([Temporary]), else the first host's.
// Every error is a [*CallError].
//
// PullStream returns when ctx ends, and leaves no stream running but the one it
// returns. Requests that are under way when it returns complete in the
// background, and the streams they bring are stopped there, as are those that
// came with a refused reply: nobody else would know their svrsig, and the server
// would go on sending, and billing. [Hosts.Wait] waits for all this. If ctx has
// ended before, there is no request.
//
// A request is sent from a goroutine that PullStream starts before it first
// waits. Where there is one thread, a caller's goroutine that yields once runs
// after it.
func (h *Hosts) PullStream(ctx context.Context, req PullStreamRequest) (*Stream, error) {
	if err := ctx.Err(); err != nil {
		return nil, &CallError{Endpoint: EndpointPullStream, Err: err}
	}
	r := &race{hosts: h, req: req, waiting: h.order()}
	r.answers = make(chan answer, len(r.waiting))
	winner, err := r.run(ctx)
	r.cleanUp(winner)
	return winner, err
}

// race is one PullStream.
type race struct {
	hosts    *Hosts
	req      PullStreamRequest
	waiting  []*Host     // the hosts that have not been asked, next one first
	pending  int         // the number of hosts that were asked and have not answered
	answers  chan answer // has room for every host's
	failures []error     // of the hosts that were asked, in that order; nil while pending
	unwanted []*Stream   // streams that came with refused replies
}

// answer is a host's answer to pullstream.
type answer struct {
	host   *Host
	number int     // the host's index in failures
	stream *Stream // to be stopped if err is not nil; nil if there is nothing to stop
	err    error
}

// run returns the winner, or the error that ended the race.
func (r *race) run(ctx context.Context) (*Stream, error) {
	next := r.ask(ctx)
	for r.pending > 0 {
		select {
		case <-ctx.Done():
		case <-next:
		case a := <-r.answers:
			r.pending--
			if a.err == nil {
				r.hosts.preferred.Store(a.host)
				return a.stream, nil
			}
			if a.stream != nil {
				r.unwanted = append(r.unwanted, a.stream)
			}
			if _, refused := errors.AsType[*APIError](a.err); refused {
				r.hosts.preferred.Store(a.host)
				return nil, a.err
			}
			r.failures[a.number] = a.err
		}
		if err := ctx.Err(); err != nil {
			return nil, &CallError{Endpoint: EndpointPullStream, Err: err}
		}
		next = r.ask(ctx)
	}
	return nil, mostHopeful(r.failures)
}

// ask sends pullstream to the next host, if one is left. It returns a channel
// that fires when the one after that is due, nil if there is none.
func (r *race) ask(ctx context.Context) <-chan time.Time {
	if len(r.waiting) == 0 {
		return nil
	}
	host, number := r.waiting[0], len(r.failures)
	r.waiting = r.waiting[1:]
	r.pending++
	r.failures = append(r.failures, nil)
	req := r.req
	if number > 0 {
		req.SessionID += "." + strconv.Itoa(number+1)
	}
	r.hosts.working.Go(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTimeout)
		defer cancel()
		stream, err := host.pullStream(ctx, req)
		r.answers <- answer{host, number, stream, err}
	})
	if len(r.waiting) == 0 {
		return nil // and no timer where there is one host
	}
	return time.After(HostStagger)
}

// mostHopeful returns the error of a race in which all hosts have failed, from
// their failures in the order in which they were asked.
func mostHopeful(failures []error) error {
	for _, err := range failures {
		if Temporary(err) {
			return err
		}
	}
	return failures[0]
}

// cleanUp stops every stream that the race has brought or is yet to bring, but
// for the winner. winner is nil if the race has failed.
func (r *race) cleanUp(winner *Stream) {
	discard := func(s *Stream) {
		// Should the service give all hosts one svrsig, it is the winner's.
		if s != nil && (winner == nil || s.ticket.SvrSig != winner.ticket.SvrSig) {
			r.hosts.discard(s)
		}
	}
	for _, s := range r.unwanted {
		discard(s)
	}
	if r.pending == 0 {
		return
	}
	r.hosts.working.Go(func() {
		for range r.pending {
			discard((<-r.answers).stream)
		}
	})
}
