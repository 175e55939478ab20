package edge

import (
	"context"
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/pion/webrtc/v3"

	"lebplayer/signal"
	"lebplayer/signal/signaltest"
)

// Errcodes of the edge itself, next to those of the LEB specification and of package signaltest.
const (
	CodeBadOffer     signal.Code = 400001 // localsdp is unreadable, asks for no media, or has no codec in common with the clip
	CodeUnknownFault signal.Code = 400002 // the stream name in the app "fault" is not a fault
	CodeClosing      signal.Code = 500001 // the edge has been closed
)

// pull starts a session with the given faults, the fault in its stream name, and the faults scheduled for its stream.
func (e *Edge) pull(ctx context.Context, req signal.PullStreamRequest, faults []fault) (signal.PullStreamReply, error) {
	var none signal.PullStreamReply
	named, isNamed, err := faultOfStream(req.StreamURL)
	if err != nil {
		return none, refusal(CodeUnknownFault, err)
	}
	if isNamed {
		faults = append(faults, named)
	}
	s, answer, err := e.open(ctx, req, slices.Concat(e.faults, faults))
	if err != nil {
		return none, err
	}
	if !e.start(s, faults) {
		e.discard(s)
		return none, refusal(CodeClosing, errClosing)
	}
	return signal.PullStreamReply{
		RemoteSDP: signal.SessionDescription{Type: "answer", SDP: s.editAnswer(answer)},
		SvrSig:    s.svrsig,
	}, nil
}

func refusal(code signal.Code, err error) error {
	return &signal.APIError{Code: code, Message: err.Error()}
}

// open returns a new session with the given faults, and its answer to the offer. The session must be started or discarded.
func (e *Edge) open(ctx context.Context, req signal.PullStreamRequest, faults []fault) (s *session, answer string, err error) {
	select {
	case e.slots <- struct{}{}:
	default:
		return nil, "", &signal.HTTPError{Status: http.StatusServiceUnavailable}
	}
	defer func() {
		if err != nil {
			e.discard(s)
		}
	}()
	chosen, offer, err := selectTracks(req.LocalSDP.SDP, e.library)
	if err != nil {
		return nil, "", refusal(CodeBadOffer, err)
	}
	if s, err = e.newSession(req, chosen, faults); err != nil {
		return nil, "", err
	}
	if answer, err = s.negotiate(ctx, offer); err != nil {
		return s, "", refusal(CodeBadOffer, err)
	}
	for _, one := range chosen {
		if refused(one.kind, faults) {
			answer = makeInactive(answer, one.kind)
		}
	}
	return s, answer, nil
}

// refused reports whether one of the faults has the answer refuse a kind of media.
func refused(kind webrtc.RTPCodecType, faults []fault) bool {
	return slices.ContainsFunc(faults, func(f fault) bool { return f.refuses(kind) })
}

// makeInactive returns an answer that refuses a kind of media. Without a track for it, pion still agrees to send it.
func makeInactive(answer string, kind webrtc.RTPCodecType) string {
	before, section, _ := strings.Cut(answer, "m="+kind.String())
	return before + "m=" + kind.String() + strings.Replace(section, "a=sendonly", "a=inactive", 1)
}

// discard closes a session that has not been started. It accepts nil for one that has not even been made.
func (e *Edge) discard(s *session) {
	if s != nil {
		_ = s.pc.Close() // nothing has been sent yet
	}
	<-e.slots
}

// stop ends the session of a ticket and returns when it sends nothing more. It succeeds if the session has already ended.
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

func (e *Edge) newSession(req signal.PullStreamRequest, chosen []selection, faults []fault) (*session, error) {
	s := &session{
		id:              req.SessionID,
		stream:          signaltest.HideSignature(req.StreamURL),
		svrsig:          rand.Text(),
		ufrag:           rand.Text(),
		icePassword:     rand.Text(),
		started:         time.Now(),
		state:           stateConnecting,
		srtpReady:       make(chan struct{}),
		transportFailed: make(chan struct{}),
		done:            make(chan struct{}),
		pump:            newPump(e.started),
	}
	s.sei.inBand = req.SEIPass == 1
	for _, one := range chosen {
		if refused(one.kind, faults) {
			continue
		}
		t, err := newTrack(one)
		if err != nil {
			return nil, err
		}
		if one.clip.codec == codecH264 {
			t.sei = &s.sei
		}
		s.pump.tracks = append(s.pump.tracks, t)
	}
	if len(s.pump.tracks) == 0 {
		return nil, refusal(CodeBadOffer, errNothingToSend)
	}
	var err error
	if s.pc, err = e.transport.newPeer(req.LocalSDP.SDP, s.ufrag, s.icePassword, chosen); err != nil {
		return nil, err
	}
	return s, nil
}

// start runs a session in the background, unless the edge has been closed. It takes the scheduled faults and publishes the
// session under one lock, so that a fault requested at the same time is either among them or applied to the live session.
func (e *Edge) start(s *session, faults []fault) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return false
	}
	ctx, end := context.WithCancelCause(context.Background())
	s.end = end
	s.setInitialFaults(slices.Concat(e.faults, faults, e.scheduled.takeForSession(s.stream)))
	e.transport.paths.add(s.ufrag, s.icePassword, &s.path)
	s.watchConnection()
	e.sessions = append(dropEnded(e.sessions), s)
	e.log.Info("session start", "stream", s.stream, "sessionid", s.id)
	e.running.Go(func() {
		s.run(ctx, e.closing.Done())
		e.transport.paths.remove(s.ufrag)
		<-e.slots
	})
	e.running.Go(func() {
		<-s.done
		state := s.snapshot()
		e.log.Info("session end", "stream", s.stream, "sessionid", s.id, "reason", state.Reason,
			"audiopkt", state.AudioPktSent, "videopkt", state.VideoPktSent, "s", state.Ended.Sub(state.Started).Seconds())
	})
	return true
}

// dropEnded returns the sessions without the oldest ended ones in excess of maxEndedSessions.
func dropEnded(sessions []*session) []*session {
	ended := 0
	for _, s := range sessions {
		if s.hasEnded() {
			ended++
		}
	}
	kept := make([]*session, 0, len(sessions)+1)
	for _, s := range sessions {
		if ended > maxEndedSessions && s.hasEnded() {
			ended--
			continue
		}
		kept = append(kept, s)
	}
	return kept
}

// logCall writes a signalling call to the log.
func (e *Edge) logCall(call signaltest.Call) {
	e.log.Info("call", "endpoint", call.Endpoint, "stream", call.Stream, "sessionid", call.SessionID,
		"status", call.Status, "errcode", call.ErrCode, "ms", call.Took.Milliseconds())
}
