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
// A PullStream that fails leaves no stream running on any server. Requests that
// are under way when the race or ctx ends are left to complete in the
// background, and what they bring is stopped there, as is the svrsig of a reply
// that was refused: nobody else would know it, and the server would go on
// sending, and billing. [Hosts.Wait] waits for all this. A ctx that has ended
// already makes no request.
//
// The request is made on a goroutine of its own, which is started before
// PullStream first waits.
func (h *Hosts) PullStream(ctx context.Context, req PullStreamRequest) (*Stream, error) {
	if err := ctx.Err(); err != nil {
		return nil, &CallError{Endpoint: EndpointPullStream, Err: err}
	}
	r := &race{hosts: h, req: req, ctx: context.WithoutCancel(ctx), left: h.order()}
	r.answers = make(chan answer, len(r.left))
	winner, err := r.run(ctx)
	r.cleanUp(winner)
	return winner, err
}

// race is one PullStream.
type race struct {
	hosts    *Hosts
	req      PullStreamRequest
	ctx      context.Context // of the requests; outlives the caller's
	left     []*Host         // not asked yet
	asked    int             // how many hosts were asked
	answers  chan answer     // has room for all
	failures []error         // by the order in which the hosts were asked; nil: no answer yet
	pending  int             // how many hosts have yet to answer
	unwanted []*Stream       // streams of replies that were refused
}

// answer is a host's answer to pullstream.
type answer struct {
	number int // of the host, in the order in which they were asked, from 0
	host   *Host
	stream *Stream // may be there in spite of err, and has to be stopped then
	err    error
}

// run returns the winner, or the error that ended the race.
func (r *race) run(ctx context.Context) (*Stream, error) {
	next := r.ask()
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
		next = r.ask()
	}
	return nil, mostHopeful(r.failures)
}

// ask sends pullstream to the next host, if one is left. What it returns fires
// when the one after that is due; it is nil when that was the last.
func (r *race) ask() <-chan time.Time {
	if len(r.left) == 0 {
		return nil
	}
	host, number := r.left[0], r.asked
	r.left = r.left[1:]
	r.asked++
	r.pending++
	r.failures = append(r.failures, nil)
	req := r.req
	if number > 0 {
		req.SessionID += "." + strconv.Itoa(number+1)
	}
	r.hosts.run(func() {
		ctx, cancel := context.WithTimeout(r.ctx, callTimeout)
		defer cancel()
		stream, err := host.pullStream(ctx, req)
		r.answers <- answer{number, host, stream, err}
	})
	if len(r.left) == 0 {
		return nil
	}
	return time.After(HostStagger)
}

// mostHopeful returns the error of a race that all hosts have lost. failures
// are theirs, in the order in which they were asked.
func mostHopeful(failures []error) error {
	for _, err := range failures {
		if Temporary(err) {
			return err
		}
	}
	return failures[0]
}

// cleanUp stops all streams that the race has brought and will yet bring, but
// for the winner's. winner may be nil. It compares svrsigs, since a service
// might give the same one to all who ask.
func (r *race) cleanUp(winner *Stream) {
	stop := func(s *Stream) {
		if s != nil && (winner == nil || s.ticket.SvrSig != winner.ticket.SvrSig) {
			r.hosts.stop(s)
		}
	}
	for _, s := range r.unwanted {
		stop(s)
	}
	if r.pending == 0 {
		return
	}
	r.hosts.run(func() {
		for range r.pending {
			stop((<-r.answers).stream)
		}
	})
}
