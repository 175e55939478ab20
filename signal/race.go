package signal

import (
	"context"
	"errors"
	"time"
)

// HostStagger is how long a host may take to answer until the next one is asked
// too: the Connection Attempt Delay of RFC 8305 section 5.
const HostStagger = 250 * time.Millisecond

// PullStream asks one host after the other, [HostStagger] apart, and the next
// one at once when one fails. The first good answer wins, and an errcode is
// final, since it is the service that refuses and not the host. Whoever has
// decided is asked first the next time. When all hosts fail, the error is that
// of the one asked first.
//
// What another host has been asked is left to complete when the race is over,
// or ctx is; what it yields is stopped there: else nobody would know its
// svrsig, and the server would go on sending, and billing. [Hosts.Wait] waits
// for this. A failed PullStream of several hosts returns no svrsig.
func (h *Hosts) PullStream(ctx context.Context, req PullStreamRequest) (PullStreamReply, error) {
	if len(h.clients) == 1 {
		return h.clients[0].PullStream(ctx, req)
	}
	if ctx.Err() != nil {
		return PullStreamReply{}, &callError{EndpointPullStream, ctx.Err()}
	}
	r := &race{hosts: h, req: req, waiting: h.order(), answers: make(chan answer)}
	r.ctx, r.cancel = context.WithCancel(context.WithoutCancel(ctx))
	defer r.leave()
	return r.run(ctx)
}

// race is one PullStream of several hosts.
type race struct {
	hosts   *Hosts
	req     PullStreamRequest
	ctx     context.Context // of the calls
	cancel  context.CancelFunc
	waiting []*Client // not yet asked
	asked   int       // and not yet answered
	answers chan answer
}

// answer is what came of asking a host.
type answer struct {
	host  *Client
	reply PullStreamReply
	err   error
}

func (r *race) run(ctx context.Context) (PullStreamReply, error) {
	first := r.waiting[0]
	var failure error
	next := time.NewTimer(HostStagger)
	defer next.Stop()
	r.ask()
	for r.asked > 0 && ctx.Err() == nil {
		select {
		case <-ctx.Done():
			continue
		case <-next.C:
		case a := <-r.answers:
			r.asked--
			if _, refused := errors.AsType[*APIError](a.err); a.err == nil || refused {
				r.hosts.keep(a)
				return a.reply, a.err
			}
			r.stop(a)
			if a.host == first {
				failure = a.err
			}
		}
		if r.ask() {
			next.Reset(HostStagger)
		}
	}
	if ctx.Err() != nil {
		failure = &callError{EndpointPullStream, ctx.Err()}
	}
	return PullStreamReply{}, failure
}

// ask calls the next host, if one is left.
func (r *race) ask() bool {
	if len(r.waiting) == 0 {
		return false
	}
	host := r.waiting[0]
	r.waiting = r.waiting[1:]
	r.asked++
	go func() {
		reply, err := host.PullStream(r.ctx, r.req)
		r.answers <- answer{host, reply, err}
	}()
	return true
}

// leave ends the race. Who has not answered yet is given time to.
func (r *race) leave() {
	if r.asked == 0 {
		r.cancel()
		return
	}
	r.hosts.leave(func() {
		defer r.cancel()
		limit := time.AfterFunc(behindTimeout, r.cancel)
		defer limit.Stop()
		for range r.asked {
			r.stop(<-r.answers)
		}
	})
}

// stop gives back what nobody wants. Even a bad reply may hold a svrsig; and
// should the service give all hosts the same one, it is wanted.
func (r *race) stop(a answer) {
	ticket := Ticket{StreamURL: r.req.StreamURL, SvrSig: a.reply.SvrSig}
	if ticket.SvrSig == "" || r.hosts.kept(ticket.SvrSig) {
		return
	}
	r.hosts.leave(func() {
		ctx, cancel := context.WithTimeout(context.Background(), behindTimeout)
		defer cancel()
		err := a.host.StopStream(ctx, StopStreamRequest{Ticket: ticket})
		if err != nil && r.hosts.StopFailed != nil {
			r.hosts.StopFailed(err)
		}
	})
}
