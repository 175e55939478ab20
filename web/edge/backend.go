package edge

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/signaltest"
)

// The edge's own errcodes; the protocol's documents name only 100010 and 100011.
const (
	CodeBadOffer     signal.Code = 400001 // localsdp is unreadable, wants nothing, or has no codec in common
	CodeUnknownFault signal.Code = 400002 // the app "fault" has no stream of this name
	CodeClosing      signal.Code = 500001 // the edge is shutting down
)

// Pull implements signaltest.Backend: it starts a session.
func (e *Edge) Pull(ctx context.Context, req signal.PullStreamRequest) (signal.PullStreamReply, error) {
	refuse := func(code signal.Code, err error) (signal.PullStreamReply, error) {
		return signal.PullStreamReply{}, &signal.APIError{Endpoint: signal.EndpointPullStream, Code: code, Message: err.Error()}
	}
	chosen, err := choose(req.LocalSDP.SDP, e.library)
	if err != nil {
		return refuse(CodeBadOffer, err)
	}
	s, err := e.newSession(req, chosen)
	if err != nil {
		return signal.PullStreamReply{}, err
	}
	answer, err := s.answer(ctx, req.LocalSDP.SDP)
	if err != nil {
		_ = s.pc.Close() // nothing has been sent yet
		return refuse(CodeBadOffer, err)
	}
	if !e.start(s) {
		_ = s.pc.Close()
		return refuse(CodeClosing, errClosing)
	}
	return signal.PullStreamReply{
		RemoteSDP: signal.SessionDescription{Type: "answer", SDP: answer},
		SvrSig:    s.svrsig,
	}, nil
}

// Stop implements signaltest.Backend. When it returns, nothing more is sent. A session that ended by itself is fine.
func (e *Edge) Stop(ctx context.Context, ticket signal.Ticket) error {
	for _, s := range e.live() {
		if s.svrsig == ticket.SvrSig {
			s.end(errStopped)
			select {
			case <-s.done:
			case <-ctx.Done():
			}
		}
	}
	return nil
}

func (e *Edge) newSession(req signal.PullStreamRequest, chosen []selection) (*session, error) {
	s := &session{
		id:      req.SessionID,
		stream:  signal.Redact(req.StreamURL),
		svrsig:  rand.Text(),
		fault:   parseFault(req.StreamURL),
		began:   e.started,
		started: time.Now(),
		state:   stateConnecting,
		srtp:    make(chan struct{}),
		failed:  make(chan struct{}),
		done:    make(chan struct{}),
	}
	s.pump = &pump{noKeyFrames: s.fault.noKeyFrames}
	for _, one := range chosen {
		t, err := newTrack(one)
		if err != nil {
			return nil, err
		}
		s.pump.tracks = append(s.pump.tracks, t)
	}
	var err error
	s.pc, err = e.transport.newPeer(req.LocalSDP.SDP, chosen)
	return s, err
}

// start runs a session in the background, unless the edge is closing.
func (e *Edge) start(s *session) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return false
	}
	ctx, end := context.WithCancelCause(context.Background())
	s.end = end
	s.watch()
	e.sessions = append(dropEnded(e.sessions), s)
	e.log.Info("session start", "stream", s.stream, "sessionid", s.id)
	e.running.Go(func() { s.run(ctx, e.closing.Done()) })
	e.running.Go(func() {
		<-s.done
		state := s.snapshot()
		e.log.Info("session end", "stream", s.stream, "sessionid", s.id, "reason", state.Reason,
			"audiopkt", state.AudioPktSent, "videopkt", state.VideoPktSent, "s", state.Ended.Sub(state.Started).Seconds())
	})
	return true
}

// dropEnded forgets the oldest ended sessions above maxEnded.
func dropEnded(sessions []*session) []*session {
	ended := 0
	for _, s := range sessions {
		if s.hasEnded() {
			ended++
		}
	}
	kept := make([]*session, 0, len(sessions)+1)
	for _, s := range sessions {
		if ended > maxEnded && s.hasEnded() {
			ended--
			continue
		}
		kept = append(kept, s)
	}
	return kept
}

// record keeps a signalling call for /edge/state and logs it.
func (e *Edge) record(call signaltest.Call) {
	e.mu.Lock()
	id := e.sessionIDOf(call.Body)
	e.calls = append(e.calls, CallState{Call: call, SessionID: id})
	if len(e.calls) > maxCalls {
		e.calls = append([]CallState(nil), e.calls[len(e.calls)-maxCalls:]...)
	}
	e.mu.Unlock()
	e.log.Info("call", "endpoint", call.Endpoint, "stream", call.Stream, "sessionid", id,
		"status", call.Status, "errcode", call.ErrCode, "ms", call.Took.Milliseconds())
}

// sessionIDOf finds a call's session: pullstream names it, the others bring its svrsig.
func (e *Edge) sessionIDOf(body []byte) string {
	var names struct{ SessionID, SvrSig string }
	if json.Unmarshal(body, &names) != nil { // bodies that are no JSON are recorded too
		return ""
	}
	if names.SessionID != "" {
		return names.SessionID
	}
	for _, s := range e.sessions {
		if s.svrsig == names.SvrSig {
			return s.id
		}
	}
	return ""
}
