package edge

import "lebplayer/signal"

// beginWith gives a session the faults it has from its beginning: those of the network at once, the others when it can send.
func (s *session) beginWith(faults []fault) {
	for _, f := range faults {
		switch {
		case f.class() == networkFault:
			s.befall(f)
		case f.befallsSession():
			s.first = append(s.first, f)
		}
	}
}

// befall has a fault happen to a session that has started. Safe to call from any goroutine.
func (s *session) befall(f fault) {
	s.mu.Lock()
	s.suffered = append(s.suffered, f)
	s.mu.Unlock()
	switch f.kind {
	case faultLoss:
		s.path.SetLoss(float64(f.n) / 100)
	case faultDelay:
		s.path.SetDelay(f.milliseconds())
	case faultJitter:
		s.path.SetJitter(f.milliseconds())
	case faultDrop:
		s.path.Cut(f.milliseconds())
	case faultHold:
		s.path.Hold(f.milliseconds())
	case faultClose, faultRestart:
		s.end(errFaultClose)
	case faultSSRC:
		s.pump.do(s.changeSSRC)
	default:
		s.pump.do(func() { s.pump.suffer(f) })
	}
}

// heal ends the faults of a session that last. What has happened (close, ssrc, resize) stays.
func (s *session) heal() {
	s.path.Mend()
	s.pump.do(s.pump.heal)
}

// changeSSRC has every track go on as a new RTP stream. The answer does not tell of it, and nothing is negotiated anew: as
// after the restart of what feeds the edge. Chromium decodes such a stream and does not show it: the picture stands, and
// the counters of another inbound-rtp grow. It is for run's goroutine.
func (s *session) changeSSRC() {
	for i, t := range s.pump.tracks {
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
		_ = s.pc.RemoveTrack(s.senders[i]) // ends its sender reports too
		s.senders[i] = sender
		s.parts.Go(func() { s.readRTCP(sender, t.isVideo()) })
	}
	s.pump.resume(0)
}

// inject has a fault happen to the live sessions of a stream, and if scope is scopeAll to those that begin later too. It
// tells how many are live.
func (e *Edge) inject(stream string, f fault, scope string) (live int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, s := range e.sessions {
		if s.stream == stream && !s.hasEnded() {
			s.befall(f)
			live++
		}
	}
	switch {
	case f.kind == faultRestart && (live > 0 || scope == scopeAll):
		e.book.addSessions(stream, fault{kind: faultResize})
	case scope == scopeAll:
		e.book.addSessions(stream, f)
	}
	return live
}

// clearFaults ends what befalls a stream, and its live sessions.
func (e *Edge) clearFaults(stream string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.book.clear(stream)
	for _, s := range e.sessions {
		if s.stream == stream && !s.hasEnded() {
			s.heal()
		}
	}
}

// injectPulls has a pull fault befall the next pulls of a stream.
func (e *Edge) injectPulls(stream string, f fault, pulls int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.book.addPulls(stream, f, pulls)
}

// streamKey is how sessions and faults name a stream.
func streamKey(streamURL string) (string, error) {
	if _, err := signal.ParseStreamURL(streamURL); err != nil {
		return "", err
	}
	return signal.Redact(streamURL), nil
}
