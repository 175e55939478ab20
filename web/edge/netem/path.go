package netem

import (
	"math/rand/v2"
	"sync"
	"time"
)

// Path is the route of one client's datagrams. It can be impaired at any time, in both directions alike. The zero Path is
// unimpaired. Its methods are safe for concurrent use.
type Path struct {
	mu        sync.Mutex
	loss      float64 // probability, from 0 to 1
	delay     time.Duration
	jitter    time.Duration
	dropping  bool // without an end
	dropUntil time.Time
	holdUntil time.Time
	up, down  queue
}

// SetLoss sets the fraction of datagrams that are lost at random, from 0 to 1.
func (p *Path) SetLoss(fraction float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.loss = fraction
}

// SetDelay sets the additional delay in each direction.
func (p *Path) SetDelay(delay time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.delay = delay
}

// SetJitter delays each datagram by a random time of its own between 0 and jitter. Datagrams are not reordered: one that would
// overtake another waits for it.
func (p *Path) SetJitter(jitter time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.jitter = jitter
}

// Drop loses all datagrams for the given time, or until Reset if it is 0. Neither end is notified.
func (p *Path) Drop(duration time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.dropping = duration == 0
	p.dropUntil = time.Now().Add(duration)
}

// Hold keeps back all datagrams for the given time, then delivers them at once. None is lost.
func (p *Path) Hold(duration time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.holdUntil = time.Now().Add(duration)
}

// Reset removes all impairments. Datagrams in transit still arrive when they are due.
func (p *Path) Reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.loss, p.delay, p.jitter = 0, 0, 0
	p.dropping, p.dropUntil, p.holdUntil = false, time.Time{}, time.Time{}
}

// fate reports whether a datagram that sets out now arrives, and after what delay.
func (p *Path) fate() (delay time.Duration, arrives bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.dropping || time.Now().Before(p.dropUntil) || rand.Float64() < p.loss {
		return 0, false
	}
	delay = p.delay
	if p.jitter > 0 {
		delay += rand.N(p.jitter)
	}
	return max(delay, time.Until(p.holdUntil)), true
}

func (p *Path) uplink() *queue   { return &p.up }
func (p *Path) downlink() *queue { return &p.down }

// queue keeps the datagrams of one direction in order. Its goroutine runs only while datagrams are in transit.
type queue struct {
	mu      sync.Mutex
	waiting []delivery
	running bool
}

// delivery is the arrival of a datagram.
type delivery struct {
	due     time.Time
	deliver func()
}

// deliverAfter calls deliver after delay and after all earlier deliveries. It does so before it returns if delay is 0 and
// nothing is in transit. A full queue drops the datagram.
func (q *queue) deliverAfter(delay time.Duration, deliver func()) {
	q.mu.Lock()
	if delay == 0 && !q.running {
		q.mu.Unlock()
		deliver()
		return
	}
	defer q.mu.Unlock()
	if len(q.waiting) == queueLength {
		return
	}
	q.waiting = append(q.waiting, delivery{due: time.Now().Add(delay), deliver: deliver})
	if !q.running {
		q.running = true
		go q.run()
	}
}

func (q *queue) run() {
	for {
		q.mu.Lock()
		if len(q.waiting) == 0 {
			q.running = false
			q.mu.Unlock()
			return
		}
		next := q.waiting[0]
		q.waiting = q.waiting[1:]
		q.mu.Unlock()
		time.Sleep(time.Until(next.due))
		next.deliver()
	}
}
