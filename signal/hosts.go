package signal

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// callTimeout limits a pullstream, and a stopstream in the background. Even a
// late reply to pullstream has a svrsig that must be stopped.
const callTimeout = 10 * time.Second

// Hosts pulls streams from one or several hosts of one service: see
// [Hosts.PullStream]. It is safe for concurrent use.
type Hosts struct {
	// StopFailed, if not nil, is called with the [*CallError] of each
	// stopstream that fails in the background. It runs on a goroutine of its
	// own.
	StopFailed func(error)

	hosts     []*Host
	preferred atomic.Pointer[Host] // the one to ask first
	working   sync.WaitGroup       // counts what runs in the background
}

// NewHosts returns a Hosts of at least one host, the best one first.
func NewHosts(hosts ...*Host) *Hosts {
	h := &Hosts{hosts: hosts}
	h.preferred.Store(hosts[0])
	return h
}

// Wait returns when nothing that a PullStream has begun runs in the background
// any more: after 20 seconds at most. No PullStream may begin while it waits.
func (h *Hosts) Wait() { h.working.Wait() }

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

// discard stops a stream in the background.
func (h *Hosts) discard(s *Stream) {
	h.working.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
		defer cancel()
		if err := s.Stop(ctx); err != nil && h.StopFailed != nil {
			h.StopFailed(err)
		}
	})
}
