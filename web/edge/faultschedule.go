package edge

import (
	"lebplayer/signal"
	"lebplayer/signal/signaltest"
)

// maxScheduledFaults is the number of faults that a faultSchedule holds.
const maxScheduledFaults = 1000

// faultSchedule holds the faults of calls and sessions to come, by redacted stream URL.
type faultSchedule map[string]*streamFaults

type streamFaults struct {
	pulls    []repeatedFault // in the order in which they apply
	sessions []fault         // each applies to every session
}

// repeatedFault is a pull fault and the number of pulls it still applies to, or endless.
type repeatedFault struct {
	fault fault
	pulls int
}

// endless is a number of pulls: a fault applies until it is cleared or another pull fault is scheduled.
const endless = -1

// check returns errTooManyFaults if the schedule is full.
func (s faultSchedule) check() error {
	scheduled := 0
	for _, faults := range s {
		scheduled += len(faults.pulls) + len(faults.sessions)
	}
	if scheduled >= maxScheduledFaults {
		return errTooManyFaults
	}
	return nil
}

func (s faultSchedule) of(stream string) *streamFaults {
	if s[stream] == nil {
		s[stream] = &streamFaults{}
	}
	return s[stream]
}

// addPulls schedules a pull fault for a number of pulls, after the faults that are scheduled already. It replaces an endless one.
func (s faultSchedule) addPulls(stream string, f fault, pulls int) {
	faults := s.of(stream)
	if n := len(faults.pulls); n > 0 && faults.pulls[n-1].pulls == endless {
		faults.pulls = faults.pulls[:n-1]
	}
	faults.pulls = append(faults.pulls, repeatedFault{f, pulls})
}

// addSessions schedules a fault for all sessions, from their beginning.
func (s faultSchedule) addSessions(stream string, f fault) {
	faults := s.of(stream)
	faults.sessions = append(faults.sessions, f)
}

func (s faultSchedule) clear(stream string) { delete(s, stream) }

// onCall returns the effect of the current pull fault on a call, and nil for none. A pull counts as one use of the fault, unless
// the fault affects the session: then takeForSession counts.
func (s faultSchedule) onCall(endpoint, stream string) *signaltest.Fault {
	faults := s[stream]
	if faults == nil || len(faults.pulls) == 0 {
		return nil
	}
	f := faults.pulls[0].fault
	if endpoint == signal.EndpointPullStream && !f.affectsSession() {
		s.countPull(stream)
	}
	return f.onCall(endpoint)
}

// takeForSession returns the faults of a session that begins now.
func (s faultSchedule) takeForSession(stream string) []fault {
	scheduled := s[stream]
	if scheduled == nil {
		return nil
	}
	faults := scheduled.sessions[:len(scheduled.sessions):len(scheduled.sessions)]
	if len(scheduled.pulls) > 0 && scheduled.pulls[0].fault.affectsSession() {
		faults = append(faults, scheduled.pulls[0].fault)
		s.countPull(stream)
	}
	return faults
}

// countPull counts one use of the first pull fault of a stream, and removes the fault after its last use.
func (s faultSchedule) countPull(stream string) {
	faults := s[stream]
	if faults.pulls[0].pulls == endless {
		return
	}
	if faults.pulls[0].pulls--; faults.pulls[0].pulls == 0 {
		faults.pulls = faults.pulls[1:]
	}
	if len(faults.pulls)+len(faults.sessions) == 0 {
		delete(s, stream)
	}
}
