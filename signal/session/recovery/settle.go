package recovery

import "time"

// settle brings the plan in line with the facts. No other method plans.
func (m *machine) settle() {
	if m.isHeld() && m.at >= m.releaseAt() {
		m.do(Release{})
		if m.IsAlive() {
			m.why = Failure{Err: ErrReleased, Passing: true}
		}
		m.pull, m.released = Dead, true
	}
	switch {
	case m.pull == Ended:
		return
	case m.IsAlive():
		m.dropAttempt()
	case m.next == SwitchingBitrate: // the pull whose bitrate was to change is gone
		m.do(Cancel{m.attempt})
		m.begin(Switching, m.request)
	case m.next == Repulling || m.next == Switching: // goes on
	case m.paused && m.pull != Absent:
		m.next = Parked
	case m.hurried:
		m.hurry()
	case m.next == None:
		m.plan()
	case m.next == Parked && !m.hidden && !m.isCutOff(): // the page is back, though there was no PageReturned
		m.hurry()
	case m.isStranded() && m.at >= m.due:
		m.end(m.why.Err)
	case m.next == Waiting:
		m.await(m.due)
	}
	m.tell()
}

// dropAttempt cancels an attempt to replace a pull that is alive, or its plan. A
// switch goes on, as the page has asked for it.
func (m *machine) dropAttempt() {
	if m.next == Waiting || m.next == Parked || m.next == Repulling {
		m.cancel()
	}
}

// hurry makes the next attempt begin at once, or hurryFloor after the beginning of
// the one before. A parked attempt gets a new budget, as a viewer waits for it now.
// The attempt is reported unless it was reported when it was planned, or it is the
// first one after a pause.
func (m *machine) hurry() {
	if m.next == Parked {
		m.budget = budget{}
	}
	due := m.at
	if m.attempt > 0 {
		due = max(due, m.begunAt+hurryFloor)
	}
	switch {
	case m.next == Waiting:
		due = min(due, m.due)
	case m.outage.attempts > 0:
		m.tellReconnecting(due - m.at)
	}
	m.await(due)
}

// await makes an attempt wait until it is due, or begins it if it is.
func (m *machine) await(due time.Duration) {
	m.next, m.due = Waiting, due
	if m.at >= due {
		m.begin(Repulling, 0)
	}
}

// plan sets the time of the next attempt. If the budget has none left, it ends the
// play, or parks the attempt while the page is hidden or cut off, as the viewer or the
// network may return.
func (m *machine) plan() {
	if !m.why.Passing {
		m.end(m.why.Err)
		return
	}
	delay, ok := m.budget.spend(m.policy, m.why, m.random)
	switch {
	case ok:
		if m.isCutOff() && m.budget.attempts > 1 {
			delay = m.policy.MaxDelay // or when the page is online again
		}
		m.tellReconnecting(delay)
		m.await(m.at + delay)
	case m.policy.MaxAttempts > 0 && (m.hidden || m.isCutOff()):
		m.next, m.due = Parked, m.at+offlineLimit
	default:
		m.end(m.why.Err)
	}
}

// tellReconnecting reports an attempt that begins after delay.
func (m *machine) tellReconnecting(delay time.Duration) {
	m.outage.attempts++
	m.tell()
	m.do(TellReconnecting{m.outage.attempts, delay, m.why.Err})
}

// tell reports the phase, if it has changed, and the stall or the recovery that the
// change means.
func (m *machine) tell() {
	phase := m.Phase()
	if phase == m.announced {
		return
	}
	switch before := m.announced; phase {
	case Paused:
		m.enter(phase, "pause", nil)
	case Stalled:
		m.enter(phase, "stall", nil)
		m.do(TellStall{})
	case Reconnecting:
		if before == Paused {
			m.enter(phase, "resume", nil)
		} else {
			m.enter(phase, "", m.why.Err)
		}
	case Playing:
		over := m.outage
		m.outage = outage{}
		if before == Stalled || over.attempts > 0 {
			m.enter(phase, "recovered", nil)
			m.do(TellRecovered{m.at - over.since, over.attempts})
		} else {
			m.enter(phase, "resume", nil)
		}
	}
}

// enter reports a phase.
func (m *machine) enter(phase Phase, reason string, why error) {
	m.announced = phase
	m.do(Enter{phase, reason, why})
}
