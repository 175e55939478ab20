package netem

import (
	"math/rand/v2"
	"sync"
	"time"
)

// Path is the way of one client's datagrams, on which things can go wrong at any time, in both directions alike. The zero
// Path does nothing to them. Its methods are safe for concurrent use.
type Path struct {
	mu        sync.Mutex
	loss      float64
	delay     time.Duration
	jitter    time.Duration
	cut       bool
	cutUntil  time.Time
	heldUntil time.Time
	up, down  lane
}

// SetLoss has a fraction of the datagrams lost, from 0 to 1, each by chance.
func (p *Path) SetLoss(fraction float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.loss = fraction
}

// SetDelay makes each way longer.
func (p *Path) SetDelay(delay time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.delay = delay
}

// SetJitter delays each datagram by a random time of its own up to jitter. The order stays: what would overtake waits.
func (p *Path) SetJitter(jitter time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.jitter = jitter
}

// Cut loses all datagrams for a time; 0 is for good. Nobody is told.
func (p *Path) Cut(duration time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cut = duration == 0
	p.cutUntil = time.Now().Add(duration)
}

// Hold keeps all datagrams back for a time; then those that have set out meanwhile arrive together, and none is lost.
func (p *Path) Hold(duration time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.heldUntil = time.Now().Add(duration)
}

// Mend makes the path as it was at first.
func (p *Path) Mend() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.loss, p.delay, p.jitter = 0, 0, 0
	p.cut, p.cutUntil, p.heldUntil = false, time.Time{}, time.Time{}
}

// take decides on a datagram that sets out now: whether it arrives, and after how long.
func (p *Path) take() (delay time.Duration, arrives bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cut || time.Now().Before(p.cutUntil) || rand.Float64() < p.loss {
		return 0, false
	}
	delay = p.delay
	if p.jitter > 0 {
		delay += rand.N(p.jitter)
	}
	return max(delay, time.Until(p.heldUntil)), true
}

func (p *Path) upward() *lane   { return &p.up }
func (p *Path) downward() *lane { return &p.down }

// lane keeps what goes in one direction in order. Its goroutine lives only while something is under way.
type lane struct {
	mu      sync.Mutex
	waiting []func()
	due     []time.Time
	busy    bool
}

// after calls arrive once the delay is over and everything before has arrived: at once if that is now.
func (l *lane) after(delay time.Duration, arrive func()) {
	l.mu.Lock()
	if delay == 0 && !l.busy {
		l.mu.Unlock()
		arrive()
		return
	}
	defer l.mu.Unlock()
	if len(l.waiting) == queueLength {
		return // a full queue drops
	}
	l.waiting, l.due = append(l.waiting, arrive), append(l.due, time.Now().Add(delay))
	if !l.busy {
		l.busy = true
		go l.run()
	}
}

func (l *lane) run() {
	for {
		l.mu.Lock()
		if len(l.waiting) == 0 {
			l.busy = false
			l.mu.Unlock()
			return
		}
		arrive, due := l.waiting[0], l.due[0]
		l.waiting, l.due = l.waiting[1:], l.due[1:]
		l.mu.Unlock()
		time.Sleep(time.Until(due))
		arrive()
	}
}
