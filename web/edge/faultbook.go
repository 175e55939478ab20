package edge

import (
	"lebplayer/signal"
	"lebplayer/signal/signaltest"
)

// faultBook holds what is to befall calls and sessions that have not begun yet, by their redacted stream URL.
type faultBook map[string]*streamFaults

type streamFaults struct {
	pulls    []pullFaults // in the order they are due
	sessions []fault      // for each session
}

// pullFaults is one pull fault for so many pulls; endless is until cleared or followed by another one.
type pullFaults struct {
	fault fault
	pulls int
}

const endless = -1

func (b faultBook) of(stream string) *streamFaults {
	if b[stream] == nil {
		b[stream] = &streamFaults{}
	}
	return b[stream]
}

// addPulls has a pull fault befall the next pulls, after those that others befall.
func (b faultBook) addPulls(stream string, f fault, pulls int) {
	s := b.of(stream)
	if n := len(s.pulls); n > 0 && s.pulls[n-1].pulls == endless {
		s.pulls = s.pulls[:n-1]
	}
	s.pulls = append(s.pulls, pullFaults{f, pulls})
}

// addSessions has a fault befall all sessions from their beginning.
func (b faultBook) addSessions(stream string, f fault) {
	s := b.of(stream)
	s.sessions = append(s.sessions, f)
}

func (b faultBook) clear(stream string) { delete(b, stream) }

// onCall is what befalls a call. A pull uses its fault up, but for those that befall the session: take does.
func (b faultBook) onCall(endpoint, stream string) *signaltest.Fault {
	s := b[stream]
	if s == nil || len(s.pulls) == 0 {
		return nil
	}
	f := s.pulls[0].fault
	if endpoint == signal.EndpointPullStream && !f.befallsSession() {
		s.use()
	}
	return f.onCall(endpoint)
}

// take is what befalls a session that begins.
func (b faultBook) take(stream string) []fault {
	s := b[stream]
	if s == nil {
		return nil
	}
	faults := s.sessions[:len(s.sessions):len(s.sessions)]
	if len(s.pulls) > 0 && s.pulls[0].fault.befallsSession() {
		faults = append(faults, s.pulls[0].fault)
		s.use()
	}
	return faults
}

// use takes one pull off the first fault.
func (s *streamFaults) use() {
	if s.pulls[0].pulls == endless {
		return
	}
	if s.pulls[0].pulls--; s.pulls[0].pulls == 0 {
		s.pulls = s.pulls[1:]
	}
}
