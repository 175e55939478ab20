package signaltest

import (
	"errors"
	"sync"

	"lebplayer/signal"
)

// maxTickets is how many tickets are remembered; the oldest is forgotten first.
const maxTickets = 10_000

// ticketBook knows which svrsig was given for which stream, and which of them
// have been stopped.
type ticketBook struct {
	mu    sync.Mutex
	given map[string]*given // by svrsig
	order []string          // the svrsigs, oldest first
}

type given struct {
	streamURL string
	stopped   bool
}

func (b *ticketBook) issue(t signal.Ticket) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.given == nil {
		b.given = map[string]*given{}
	}
	if b.given[t.SvrSig] == nil {
		b.order = append(b.order, t.SvrSig)
	}
	b.given[t.SvrSig] = &given{streamURL: t.StreamURL}
	if len(b.order) > maxTickets {
		delete(b.given, b.order[0])
		b.order = b.order[1:]
	}
}

// check tells what is wrong with the ticket of a request that has one.
func (b *ticketBook) check(req any) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if ticket, ok := b.ticketOf(req); ok {
		return b.problem(ticket)
	}
	return nil
}

// streamURL gives that for which a svrsig was given, or "".
func (b *ticketBook) streamURL(svrSig string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if given := b.given[svrSig]; given != nil {
		return given.streamURL
	}
	return ""
}

// stop closes a ticket, or tells why it can't be closed.
func (b *ticketBook) stop(t signal.Ticket) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.problem(t); err != nil {
		return err
	}
	b.given[t.SvrSig].stopped = true
	return nil
}

func (b *ticketBook) problem(t signal.Ticket) error {
	switch given := b.given[t.SvrSig]; {
	case given == nil:
		return errors.New("svrsig was never given")
	case given.streamURL != t.StreamURL:
		return errors.New("svrsig was given for another streamurl")
	case given.stopped:
		return errors.New("svrsig is already stopped")
	}
	return nil
}

// ticketOf is for those who hold mu.
func (b *ticketBook) ticketOf(req any) (signal.Ticket, bool) {
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
		if given := b.given[req.SvrSig]; given != nil {
			ticket.StreamURL = given.streamURL // its requests name none
		}
		return ticket, true
	}
	return signal.Ticket{}, false
}
