package edge

import (
	"lebplayer/signal"
	"lebplayer/signal/signaltest"
)

// maxSessionFaults is the number of faults that a session takes. Some of them leave something behind, such as the senders of "ssrc".
const maxSessionFaults = 100

// setInitialFaults sets the faults that a session has from its beginning. Network faults apply at once, the others as soon as the
// session can send.
func (s *session) setInitialFaults(faults []fault) {
	for _, f := range faults {
		switch {
		case f.class() == networkFault:
			_ = s.applyFault(f) // those in excess are left out
		case f.affectsSession():
			s.initialFaults = append(s.initialFaults, f)
		}
	}
}

// applyFault applies a fault to a session that has been started, or returns errTooManyFaults. It is safe to call from any goroutine.
func (s *session) applyFault(f fault) error {
	s.mu.Lock()
	full := len(s.faults) == maxSessionFaults
	if !full {
		s.faults = append(s.faults, f)
	}
	s.mu.Unlock()
	if full {
		return errTooManyFaults
	}
	switch f.kind {
	case faultLoss:
		s.path.SetLoss(float64(f.n) / 100)
	case faultDelay:
		s.path.SetDelay(f.duration())
	case faultJitter:
		s.path.SetJitter(f.duration())
	case faultDrop:
		s.path.Drop(f.duration())
	case faultHold:
		s.path.Hold(f.duration())
	case faultClose, faultRestart:
		s.end(errFaultClose)
	case faultSSRC:
		s.pump.do(func() { s.changeSSRC(true) })
	case faultAudioSSRC:
		s.pump.do(func() { s.changeSSRC(false) })
	default:
		s.pump.do(func() { s.pump.applyFault(f) })
	}
	return nil
}

// clearFaults ends the lasting faults of a session. The effects of close, ssrc and resize are permanent.
func (s *session) clearFaults() {
	s.path.Reset()
	s.pump.do(s.pump.clearFaults)
}

// changeSSRC continues the audio, and the video too if video is set, as a new RTP stream without negotiation, as after a restart of the edge's own source. Chromium
// decodes such a stream without showing it (browsers.md, "decoded but not shown"). Only run's goroutine may call
// it.
func (s *session) changeSSRC(video bool) {
	for i, t := range s.pump.tracks {
		if t.isVideo() && !video {
			continue
		}
		if t.renew() != nil {
			return
		}
		sender, err := s.pc.AddTrack(t.local)
		if err != nil {
			return // the session is closing
		}
		if sender.Send(sender.GetParameters()) != nil {
			return
		}
		_ = s.pc.RemoveTrack(s.senders[i]) // also ends its RTCP sender reports
		s.senders[i] = sender
		s.goroutines.Go(func() { s.readRTCP(sender, t.isVideo()) })
	}
	if video {
		s.pump.resume(0)
	}
}

// injectSessionFault applies a fault to the live sessions of a stream. If scope is scopeAll it also schedules the fault for later
// sessions; otherwise it returns errNoSession if there is no live one.
func (e *Edge) injectSessionFault(stream string, f fault, scope string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	later := f // for the sessions that begin later
	if f.kind == faultRestart {
		later = fault{kind: faultResize}
	}
	schedules := scope == scopeAll || f.kind == faultRestart
	if err := e.scheduled.check(); err != nil && schedules {
		return err
	}
	live := 0
	for _, s := range e.sessions {
		if s.stream != stream || s.hasEnded() {
			continue
		}
		if err := s.applyFault(f); err != nil {
			return err
		}
		live++
	}
	if live == 0 && scope == scopeLive {
		return errNoSession
	}
	if schedules {
		e.scheduled.addSessions(stream, later)
	}
	return nil
}

// clearFaults ends the faults of a stream: those of its live sessions and the scheduled ones.
func (e *Edge) clearFaults(stream string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.scheduled.clear(stream)
	for _, s := range e.sessions {
		if s.stream == stream && !s.hasEnded() {
			s.clearFaults()
		}
	}
}

// injectPullFault schedules a pull fault for the next pulls of a stream.
func (e *Edge) injectPullFault(stream string, f fault, pulls int) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.scheduled.check(); err != nil {
		return err
	}
	e.scheduled.addPulls(stream, f, pulls)
	return nil
}

// streamKey returns the key by which sessions and faults are assigned to a stream: its URL without secrets. It returns the error
// of signal.ParseStreamURL for an invalid URL.
func streamKey(streamURL string) (string, error) {
	if _, err := signal.ParseStreamURL(streamURL); err != nil {
		return "", err
	}
	return signaltest.HideSignature(streamURL), nil
}
