package recovery

import "time"

// settle looks at the facts and does what has to be done about them: nothing,
// where there is nothing wrong. It alone plans.
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
	case m.next == SwitchingBitrate: // a dead pull has no bitrate
		m.do(Cancel{m.attempt})
		m.begin(Switching, m.request)
	case m.next == Repulling || m.next == Switching: // goes on
	case m.paused && m.pull != Absent:
		m.next = Parked
	case m.hurried:
		m.hurry()
	case m.next == None:
		m.plan()
	case m.next == Parked && !m.hidden && !m.offline: // the page is back, though it has not said so
		m.hurry()
	case m.next == Waiting:
		m.await(m.due)
	}
	m.tell()
}

// dropAttempt drops what would replace a pull that is alive. A switch goes on:
// it was asked for.
func (m *machine) dropAttempt() {
	if m.next == Waiting || m.next == Parked || m.next == Repulling {
		m.cancel()
	}
}

// hurry has the next attempt begin at once, or as soon as the one before is old
// enough. One that was parked has a new budget, as there is somebody now who
// waits for it. What was planned has been told, and who resumes a pause knows.
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

// await begins an attempt when it is due.
func (m *machine) await(due time.Duration) {
	m.next, m.due = Waiting, due
	if m.at >= due {
		m.begin(Repulling, 0)
	}
}

// plan sets the time of the next attempt. Where none is left it ends the play,
// or parks it if nobody is there to see that: a hidden page's viewer, or the
// network, may return.
func (m *machine) plan() {
	if !m.why.Passing {
		m.end(m.why.Err)
		return
	}
	delay, ok := m.budget.spend(m.policy, m.why, m.random)
	switch {
	case ok:
		if m.offline && !m.why.OwnDoing {
			delay = m.policy.MaxDelay // or when the page is online again
		}
		m.tellReconnecting(delay)
		m.await(m.at + delay)
	case m.policy.MaxAttempts > 0 && (m.hidden || m.offline):
		m.next = Parked
	default:
		m.end(m.why.Err)
	}
}

func (m *machine) tellReconnecting(delay time.Duration) {
	m.outage.attempts++
	m.tell()
	m.do(TellReconnecting{m.outage.attempts, delay, m.why.Err})
}

// tell tells the page of the phase, when it is another one.
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

func (m *machine) enter(phase Phase, reason string, why error) {
	m.announced = phase
	m.do(Enter{phase, reason, why})
}
