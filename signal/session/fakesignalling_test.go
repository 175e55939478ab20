package session_test

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

// fakeSignalling is a server that answers at once, unless a hook says otherwise, and
// records every call. A pull that fails leaves no stream to stop.
type fakeSignalling struct {
	pull    func(context.Context) (signal.PullStreamReply, error)
	stop    func(context.Context) error
	report  func(ctx context.Context, endpoint string) error
	bitrate func() error

	mu    sync.Mutex
	calls []call
}

type call struct {
	endpoint string
	at       time.Time
	request  any
}

func (f *fakeSignalling) record(endpoint string, request any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, call{endpoint, time.Now(), request})
}

// of returns the calls of one endpoint.
func (f *fakeSignalling) of(endpoint string) []call {
	f.mu.Lock()
	defer f.mu.Unlock()
	var calls []call
	for _, c := range f.calls {
		if c.endpoint == endpoint {
			calls = append(calls, c)
		}
	}
	return calls
}

func (f *fakeSignalling) endpoints() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var names []string
	for _, c := range f.calls {
		names = append(names, c.endpoint)
	}
	return strings.Join(names, " ")
}

// pulls changes the result of the next pulls; nil: a good answer.
func (f *fakeSignalling) pulls(pull func(context.Context) (signal.PullStreamReply, error)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pull = pull
}

func (f *fakeSignalling) PullStream(ctx context.Context, r signal.PullStreamRequest) (session.Stream, error) {
	if err := ctx.Err(); err != nil {
		return nil, failed(signal.EndpointPullStream, err)
	}
	f.record(signal.EndpointPullStream, r)
	f.mu.Lock()
	pull := f.pull
	f.mu.Unlock()
	reply := pulled
	reply.SvrSig = "sig-" + strconv.Itoa(len(f.of(signal.EndpointPullStream)))
	if pull != nil {
		var err error
		if reply, err = pull(ctx); err != nil {
			return nil, failed(signal.EndpointPullStream, err)
		}
	}
	return &fakeStream{fakeSignalling: f, request: r, reply: reply}, nil
}

// failed returns the error of a failed call of package signal, or nil.
func failed(endpoint string, err error) error {
	if err == nil {
		return nil
	}
	return &signal.CallError{Endpoint: endpoint, Err: err}
}

// fakeStream records its calls as they would be on the wire.
type fakeStream struct {
	*fakeSignalling
	request  signal.PullStreamRequest
	reply    signal.PullStreamReply
	switches int64
	stopped  atomic.Bool
}

// The reports as they are on the wire.
type (
	qualityReport struct {
		signal.Ticket
		signal.QualityReport
	}
	iceStateReport struct {
		signal.Ticket
		signal.ICEStateReport
	}
	firstFrameReport struct {
		signal.Ticket
		signal.FirstFrameReport
	}
)

func (s *fakeStream) Answer() string    { return s.reply.RemoteSDP.SDP }
func (s *fakeStream) SessionID() string { return s.request.SessionID }

func (s *fakeStream) ticket() signal.Ticket {
	return signal.Ticket{StreamURL: s.request.StreamURL, SvrSig: s.reply.SvrSig}
}

func (s *fakeStream) Stop(ctx context.Context) error {
	if s.stopped.Load() {
		return nil
	}
	s.record(signal.EndpointStopStream, s.ticket())
	if s.stop != nil {
		if err := s.stop(ctx); err != nil {
			return failed(signal.EndpointStopStream, err)
		}
	}
	s.stopped.Store(true)
	return nil
}

func (s *fakeStream) ReportQuality(ctx context.Context, r signal.QualityReport) error {
	return s.reported(ctx, signal.EndpointReportQuality, qualityReport{s.ticket(), r})
}

func (s *fakeStream) ReportICEState(ctx context.Context, r signal.ICEStateReport) error {
	return s.reported(ctx, signal.EndpointReportICEState, iceStateReport{s.ticket(), r})
}

func (s *fakeStream) ReportFirstFrame(ctx context.Context, r signal.FirstFrameReport) error {
	return s.reported(ctx, signal.EndpointFirstFrame, firstFrameReport{s.ticket(), r})
}

func (s *fakeStream) SwitchBitrate(_ context.Context, name string) error {
	s.switches++
	s.record(signal.EndpointSwitchBitrate, signal.SwitchBitrateRequest{SvrSig: s.reply.SvrSig, Seq: s.switches, BitrateName: name})
	if s.bitrate != nil {
		return failed(signal.EndpointSwitchBitrate, s.bitrate())
	}
	return nil
}

func (s *fakeStream) reported(ctx context.Context, endpoint string, request any) error {
	s.record(endpoint, request)
	if s.report != nil {
		return failed(endpoint, s.report(ctx, endpoint))
	}
	return nil
}

var pulled = signal.PullStreamReply{
	RemoteSDP: signal.SessionDescription{Type: "answer", SDP: answerSDP},
	SvrSig:    "sig-1",
}
