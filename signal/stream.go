package signal

import (
	"context"
	"errors"
	"sync/atomic"

	"lebplayer/signal/internal/json"
)

// Stream is a stream that a server has agreed to send: what a successful
// pullstream brings. The server sends, and bills, until Stop has succeeded or the
// media connection has timed out. All calls go to the host that has answered.
//
// A Stream is safe for concurrent use. Its calls fail with a [*CallError].
type Stream struct {
	host      *Host
	ticket    Ticket
	sessionID string
	answer    string
	withdraw  func() bool   // withdraws the stopstream of the program's end; nil if there is none
	running   chan struct{} // has a token that a Stop takes, and puts back if it fails; closed once stopped
	switches  atomic.Int64  // the number of tabrctl requests
}

func newStream(host *Host, req PullStreamRequest, reply PullStreamReply) *Stream {
	s := &Stream{
		host:      host,
		ticket:    Ticket{StreamURL: req.StreamURL, SvrSig: reply.SvrSig},
		sessionID: req.SessionID,
		answer:    reply.RemoteSDP.SDP,
		running:   make(chan struct{}, 1),
	}
	s.running <- struct{}{}
	if farewell, ok := host.Transport.(Farewell); ok {
		s.withdraw = farewell.AtEnd(host.request(EndpointStopStream, s.ticket, true))
	}
	return s
}

// Answer returns the server's SDP answer.
func (s *Stream) Answer() string { return s.answer }

// SessionID returns the sessionid of the request that the server has answered.
func (s *Stream) SessionID() string { return s.sessionID }

// Stop tells the server to stop sending (【必选】stopstream). The request
// outlives the page that makes it: stopping is what pages do as they go. A
// [Farewell] makes it even for a program that ends before it can Stop.
//
// Stop may be repeated after a failure. After it has succeeded it makes no more
// requests and returns nil. It makes one request at a time: a concurrent Stop
// waits for the one under way.
func (s *Stream) Stop(ctx context.Context) error {
	select {
	case _, running := <-s.running:
		if !running {
			return nil
		}
	case <-ctx.Done():
		return &CallError{Endpoint: EndpointStopStream, Err: ctx.Err()}
	}
	if s.withdraw != nil && s.withdraw() {
		close(s.running)
		return nil
	}
	if err := s.call(ctx, EndpointStopStream, s.ticket, true); err != nil {
		s.running <- struct{}{}
		return err
	}
	close(s.running)
	return nil
}

// ReportQuality reports an interval of playing (【可选】reportquality). The
// specification asks for one report every two seconds.
func (s *Stream) ReportQuality(ctx context.Context, report QualityReport) error {
	return s.report(ctx, EndpointReportQuality, report)
}

// ReportICEState reports a change of the ICE states (【可选】reporticestate).
func (s *Stream) ReportICEState(ctx context.Context, report ICEStateReport) error {
	return s.report(ctx, EndpointReportICEState, report)
}

// ReportFirstFrame reports the first rendered frame (【可选】firstframeusetime),
// once for each stream.
func (s *Stream) ReportFirstFrame(ctx context.Context, report FirstFrameReport) error {
	return s.report(ctx, EndpointFirstFrame, report)
}

// SwitchBitrate has the server send another bitrate in the same tracks (tabrctl;
// not in the specification). name is one of [StreamURL.Bitrates]. A server that
// does not let this stream switch refuses with [CodeNotAllowed]; a new pull of a
// URL that starts with the bitrate does the same at greater cost.
func (s *Stream) SwitchBitrate(ctx context.Context, name string) error {
	req := SwitchBitrateRequest{SvrSig: s.ticket.SvrSig, Seq: s.switches.Add(1), BitrateName: name}
	return s.call(ctx, EndpointSwitchBitrate, req, false)
}

func (s *Stream) report(ctx context.Context, endpoint string, report json.Message) error {
	return s.call(ctx, endpoint, ticketed{s.ticket, report}, false)
}

// call makes a call about the stream, whose svrsig a refusal may echo.
func (s *Stream) call(ctx context.Context, endpoint string, req json.Message, keepAlive bool) error {
	err := s.host.call(ctx, endpoint, req, nil, keepAlive)
	if refusal, ok := errors.AsType[*APIError](err); ok {
		refusal.svrsig = s.ticket.SvrSig
	}
	return err
}

// ticketed is a report as it is sent, with the ticket in front.
type ticketed struct {
	ticket Ticket
	report json.Message
}

// Write implements json.Message.
func (t ticketed) Write(w *json.Writer) {
	t.ticket.Write(w)
	t.report.Write(w)
}
