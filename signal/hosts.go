package signal

import (
	"context"
	"sync"
	"time"
)

// behindTimeout ends a call that nobody waits for any more. It outlasts the
// slowest answer worth having: that holds a svrsig to stop.
const behindTimeout = 10 * time.Second

// Hosts makes the calls of a [Client] to several hosts of one service, for one
// play: see [Hosts.PullStream]. Each later call goes to the host whose svrsig
// it carries. With one host it is that host's Client and costs no more.
//
// It is safe for concurrent use, and fails as a Client does.
type Hosts struct {
	// StopFailed is told why a stopstream failed that a PullStream has left
	// behind. It may be nil, and is called from a goroutine of its own.
	StopFailed func(error)

	clients []*Client
	behind  sync.WaitGroup

	mu    sync.Mutex
	first *Client // the host to ask first
	given []given // the svrsigs not yet stopped
}

// given is a svrsig and the host it is from.
type given struct {
	svrsig string
	host   *Client
}

// NewHosts makes a Hosts of at least one client, the best host first.
func NewHosts(clients ...*Client) *Hosts {
	return &Hosts{clients: clients, first: clients[0]}
}

// Wait returns when all is done that PullStream has left behind, some seconds
// at most. No PullStream may begin meanwhile.
func (h *Hosts) Wait() { h.behind.Wait() }

// StopStream is [Client.StopStream] at the host of the svrsig.
func (h *Hosts) StopStream(ctx context.Context, req StopStreamRequest) error {
	err := h.host(req.SvrSig).StopStream(ctx, req)
	if err == nil {
		h.forget(req.SvrSig)
	}
	return err
}

// ReportQuality is [Client.ReportQuality] at the host of the svrsig.
func (h *Hosts) ReportQuality(ctx context.Context, report QualityReport) error {
	return h.host(report.SvrSig).ReportQuality(ctx, report)
}

// ReportICEState is [Client.ReportICEState] at the host of the svrsig.
func (h *Hosts) ReportICEState(ctx context.Context, report ICEStateReport) error {
	return h.host(report.SvrSig).ReportICEState(ctx, report)
}

// ReportFirstFrame is [Client.ReportFirstFrame] at the host of the svrsig.
func (h *Hosts) ReportFirstFrame(ctx context.Context, report FirstFrameReport) error {
	return h.host(report.SvrSig).ReportFirstFrame(ctx, report)
}

// SwitchBitrate is [Client.SwitchBitrate] at the host of the svrsig.
func (h *Hosts) SwitchBitrate(ctx context.Context, req SwitchBitrateRequest) (SwitchBitrateReply, error) {
	return h.host(req.SvrSig).SwitchBitrate(ctx, req)
}

// order gives the hosts as they are to be asked.
func (h *Hosts) order() []*Client {
	h.mu.Lock()
	defer h.mu.Unlock()
	order := append(make([]*Client, 0, len(h.clients)), h.first)
	for _, client := range h.clients {
		if client != h.first {
			order = append(order, client)
		}
	}
	return order
}

// host gives the host of a svrsig. All share one service, so that any may be
// asked about a svrsig that none has given.
func (h *Hosts) host(svrsig string) *Client {
	h.mu.Lock()
	defer h.mu.Unlock()
	if i := h.find(svrsig); i >= 0 {
		return h.given[i].host
	}
	return h.first
}

// keep remembers whose svrsig it is. A host that has answered is a good one to
// ask first the next time.
func (h *Hosts) keep(a answer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.first = a.host
	if a.reply.SvrSig != "" && h.find(a.reply.SvrSig) < 0 {
		h.given = append(h.given, given{a.reply.SvrSig, a.host})
	}
}

func (h *Hosts) forget(svrsig string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if i := h.find(svrsig); i >= 0 {
		h.given = append(h.given[:i], h.given[i+1:]...)
	}
}

// kept tells whether a svrsig is in use.
func (h *Hosts) kept(svrsig string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.find(svrsig) >= 0
}

// find is for those who hold mu. There are one or two.
func (h *Hosts) find(svrsig string) int {
	for i := range h.given {
		if h.given[i].svrsig == svrsig {
			return i
		}
	}
	return -1
}

// leave has something done that nobody waits for, but Wait.
func (h *Hosts) leave(call func()) {
	h.behind.Add(1)
	go func() {
		defer h.behind.Done()
		call()
	}()
}
