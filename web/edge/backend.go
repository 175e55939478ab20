package edge

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"slices"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/signaltest"
)

// The edge's own errcodes; the protocol's documents name only 100010 and 100011.
const (
	CodeBadOffer     signal.Code = 400001 // localsdp is unreadable, wants nothing, or has no codec in common
	CodeUnknownFault signal.Code = 400002 // the app "fault" has no stream of this name: a misspelt test fails
	CodeClosing      signal.Code = 500001 // the edge is shutting down
)

// pull starts a session that the given faults befall, and those that its stream is due.
func (e *Edge) pull(ctx context.Context, req signal.PullStreamRequest, faults []fault) (signal.PullStreamReply, error) {
	refuse := func(code signal.Code, err error) (signal.PullStreamReply, error) {
		return signal.PullStreamReply{}, &signal.APIError{Code: code, Message: err.Error()}
	}
	named, isNamed, err := namedFault(req.StreamURL)
	if err != nil {
		return refuse(CodeUnknownFault, err)
	}
	if isNamed {
		faults = append(faults, named)
	}
	chosen, offer, err := choose(req.LocalSDP.SDP, e.library)
	if err != nil {
		return refuse(CodeBadOffer, err)
	}
	s, err := e.newSession(req, chosen)
	if err != nil {
		return signal.PullStreamReply{}, err
	}
	answer, err := s.answer(ctx, offer)
	if err != nil {
		_ = s.pc.Close() // nothing has been sent yet
		return refuse(CodeBadOffer, err)
	}
	if !e.start(s, faults) {
		_ = s.pc.Close()
		return refuse(CodeClosing, errClosing)
	}
	return signal.PullStreamReply{
		RemoteSDP: signal.SessionDescription{Type: "answer", SDP: answer},
		SvrSig:    s.svrsig,
	}, nil
}

// stop ends a session. When it returns, nothing more is sent. A session that ended by itself is fine.
func (e *Edge) stop(ctx context.Context, ticket signal.Ticket) error {
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
		ufrag:   rand.Text(),
		started: time.Now(),
		state:   stateConnecting,
		srtp:    make(chan struct{}),
		failed:  make(chan struct{}),
		done:    make(chan struct{}),
		pump:    newPump(e.started),
	}
	s.sei.inBand = req.SEIPass == 1
	for _, one := range chosen {
		t, err := newTrack(one)
		if err != nil {
			return nil, err
		}
		if one.clip.codec == codecH264 {
			t.sei = &s.sei
		}
		s.pump.tracks = append(s.pump.tracks, t)
	}
	var err error
	s.pc, err = e.transport.newPeer(req.LocalSDP.SDP, s.ufrag, chosen)
	return s, err
}

// start runs a session in the background, unless the edge is closing. No fault that is set meanwhile passes it by.
func (e *Edge) start(s *session, faults []fault) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return false
	}
	ctx, end := context.WithCancelCause(context.Background())
	s.end = end
	s.beginWith(slices.Concat(e.faults, faults, e.book.take(s.stream)))
	e.transport.paths.add(s.ufrag, &s.path)
	s.watch()
	e.sessions = append(dropEnded(e.sessions), s)
	e.log.Info("session start", "stream", s.stream, "sessionid", s.id)
	e.running.Go(func() {
		s.run(ctx, e.closing.Done())
		e.transport.paths.remove(s.ufrag)
	})
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
