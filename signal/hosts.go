package signal

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// callTimeout ends a pullstream that no host answers, and a stopstream that is
// sent in the background. It outlasts the slowest reply worth having: even a
// late one has a svrsig that must be stopped.
const callTimeout = 10 * time.Second

// Hosts pulls streams from one or several hosts of one service: see
// [Hosts.PullStream]. It is safe for concurrent use.
type Hosts struct {
	// StopFailed is called with the [*CallError] of each stopstream that
	// failed in the background. It may be nil, and runs on a goroutine of its
	// own.
	StopFailed func(error)

	hosts      []*Host
	preferred  atomic.Pointer[Host] // asked first
	background sync.WaitGroup       // calls that no PullStream waits for
}

// NewHosts returns a Hosts of at least one host, the best one first.
func NewHosts(hosts ...*Host) *Hosts {
	h := &Hosts{hosts: hosts}
	h.preferred.Store(hosts[0])
	return h
}

// Wait returns when every call is over that a PullStream has left running in
// the background: after twice 10 seconds at most. No PullStream may begin while
// it waits.
func (h *Hosts) Wait() { h.background.Wait() }

// order returns the hosts in the order in which they are to be asked.
func (h *Hosts) order() []*Host {
	preferred := h.preferred.Load()
	order := append(make([]*Host, 0, len(h.hosts)), preferred)
	for _, host := range h.hosts {
		if host != preferred {
			order = append(order, host)
		}
	}
	return order
}

// stop stops a stream that nobody wants, in the background.
func (h *Hosts) stop(s *Stream) {
	h.run(func() {
		ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
		defer cancel()
		if err := s.Stop(ctx); err != nil && h.StopFailed != nil {
			h.StopFailed(err)
		}
	})
}

// run runs work in the background, where only Wait waits for it.
func (h *Hosts) run(work func()) {
	h.background.Add(1)
	go func() {
		defer h.background.Done()
		work()
	}()
}
