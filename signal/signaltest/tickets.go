package signaltest

import (
	"errors"
	"sync"

	"lebplayer/signal"
)

// maxTickets is the number of tickets that are kept.
const maxTickets = 10_000

// ticketTable holds the issued tickets and their states. It is safe for
// concurrent use.
type ticketTable struct {
	mu      sync.Mutex
	tickets map[string]*ticketState // by svrsig
	order   []string                // the svrsigs, oldest first
}

type ticketState struct {
	streamURL string
	sessionID string
	stopped   bool
}

// issue adds the ticket of a svrsig. It removes the oldest one if there are too
// many.
func (t *ticketTable) issue(svrSig string, state ticketState) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.tickets == nil {
		t.tickets = map[string]*ticketState{}
	}
	if t.tickets[svrSig] == nil {
		t.order = append(t.order, svrSig)
	}
	t.tickets[svrSig] = &state
	if len(t.order) > maxTickets {
		delete(t.tickets, t.order[0])
		t.order = t.order[1:]
	}
}

// check returns an error if the ticket of a request is invalid. A request
// without a ticket is valid.
func (t *ticketTable) check(req any) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if ticket, ok := t.ticketOf(req); ok {
		return t.problem(ticket)
	}
	return nil
}

// of returns the state of a svrsig, or the zero value if it was not issued.
func (t *ticketTable) of(svrSig string) ticketState {
	t.mu.Lock()
	defer t.mu.Unlock()
	if state := t.tickets[svrSig]; state != nil {
		return *state
	}
	return ticketState{}
}

// stop marks a ticket as stopped. It returns an error if the ticket is invalid
// or already stopped.
func (t *ticketTable) stop(ticket signal.Ticket) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.problem(ticket); err != nil {
		return err
	}
	t.tickets[ticket.SvrSig].stopped = true
	return nil
}

// problem returns an error if a ticket is invalid or already stopped. The caller
// holds mu.
func (t *ticketTable) problem(ticket signal.Ticket) error {
	switch state := t.tickets[ticket.SvrSig]; {
	case state == nil:
		return errors.New("svrsig was never issued")
	case state.streamURL != ticket.StreamURL:
		return errors.New("svrsig was issued for another streamurl")
	case state.stopped:
		return errors.New("svrsig is already stopped")
	}
	return nil
}

// ticketOf returns the ticket of a request, if it has one. The caller holds mu.
func (t *ticketTable) ticketOf(req any) (signal.Ticket, bool) {
	switch req := req.(type) {
	case *signal.Ticket:
		return *req, true
	case *qualityReport:
		return req.Ticket, true
	case *iceStateReport:
		return req.Ticket, true
	case *firstFrameReport:
		return req.Ticket, true
	case *signal.SwitchBitrateRequest:
		ticket := signal.Ticket{SvrSig: req.SvrSig}
		if state := t.tickets[req.SvrSig]; state != nil {
			ticket.StreamURL = state.streamURL // the request does not contain it
		}
		return ticket, true
	}
	return signal.Ticket{}, false
}
