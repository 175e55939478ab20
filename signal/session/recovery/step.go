package recovery

import "time"

// Step returns the state after an event, and the actions to carry out. at is the
// instant of the event, as the time since the play began; it never goes back. random
// is a number in [0, 1), drawn anew for each step.
func (s State) Step(at time.Duration, random float64, e Event) (State, []Action) {
	m := machine{State: s, at: at, random: random}
	if m.pull == Moving && at-m.movingAt >= healthyTime {
		m.budget = budget{}
	}
	m.record(e)
	m.settle()
	return m.State, m.actions
}

// machine is a State in the middle of a step.
type machine struct {
	State
	at      time.Duration
	random  float64
	hurried bool // the page or the viewer asks for an attempt at once
	actions []Action
}

func (m *machine) do(a Action) { m.actions = append(m.actions, a) }

// record changes the facts according to the event. It plans nothing.
func (m *machine) record(e Event) {
	if m.pull == Ended {
		if e, ok := e.(SwitchTo); ok {
			m.do(Answer{e.Request, ErrAborted})
		}
		return
	}
	switch e := e.(type) {
	case Moved:
		m.moved()
	case Stood:
		m.stood(e)
	case PullLost:
		m.lost(e)
	case Ready:
		m.ready(e)
	case PictureJoined:
		m.picture = true
	case Kept:
		m.kept(e)
	case AttemptFailed:
		m.attemptFailed(e)
	case SwitchTo:
		m.switchTo(e)
	case SwitchWithdrawn:
		if m.isSwitching() && m.request == e.Request {
			m.cancel()
		}
	case ElementPaused:
		m.elementPaused()
	case ElementPlayed:
		m.elementPlayed()
	case PageChanged:
		m.pageChanged(e)
	case PageReturned:
		m.returned()
	case PolicyChanged:
		m.policyChanged(e)
	case Elapsed: // settle checks the time
	case Stop:
		m.end(nil)
	}
}

// pageChanged renews the budget of a page that is online again: it was spent on a
// network that was not there. A viewer who returns waits as long as another one.
func (m *machine) pageChanged(e PageChanged) {
	if m.isCutOff() && !e.Offline {
		m.budget = budget{}
	}
	if m.next == Parked && m.hidden && !e.Hidden {
		m.due = m.at + offlineLimit
	}
	m.hidden, m.offline = e.Hidden, e.Offline
}

func (m *machine) moved() {
	if m.pull == Still || m.pull == Lost {
		m.pull, m.movingAt, m.why = Moving, m.at, Failure{}
	}
}

func (m *machine) stood(e Stood) {
	if m.pull != Moving {
		return
	}
	m.pull = Still
	m.beginOutage(e.Since)
	if e.Undecoded {
		m.do(RequestKeyFrame{})
	}
}

func (m *machine) lost(e PullLost) {
	if !m.IsAlive() {
		if m.pull == Lost && e.Final {
			m.pull = Dead
		}
		return
	}
	m.pull, m.why = Lost, e.Why
	if e.Final {
		m.pull = Dead
	}
	m.beginOutage(e.Since)
	if m.isSwitching() && !m.paused { // the switch serves as the attempt to pull again
		m.tellReconnecting(0)
	}
}

// beginOutage notes that the viewer sees a still picture. There are no outages in a
// pause.
func (m *machine) beginOutage(since time.Duration) {
	if !m.outage.on && !m.paused {
		m.outage = outage{on: true, since: since}
	}
}

func (m *machine) ready(e Ready) {
	if !m.IsUnderWay(e.Attempt) || m.next == SwitchingBitrate {
		return
	}
	if m.picture && m.pull == Moving && !e.Picture && !e.AudioOnly {
		m.attemptFailed(AttemptFailed{e.Attempt, Failure{Err: ErrNoPicture}})
		return
	}
	switched, started := m.next == Switching, m.pull == Absent
	frozen := time.Duration(0)
	if m.outage.on && !started {
		frozen = m.at - m.outage.since
	}
	m.do(Promote{e.Attempt, frozen})
	m.pull, m.released, m.movingAt, m.picture, m.why, m.next = Moving, false, m.at, e.Picture, Failure{}, None
	if started {
		m.outage = outage{}
		m.enter(Playing, "first-frame", nil)
		m.do(TellFirstFrame{})
	}
	m.tell() // the page hears of the new picture before the request is answered
	if switched {
		m.do(Answer{m.request, nil})
	}
}

func (m *machine) kept(e Kept) {
	if m.IsUnderWay(e.Attempt) && m.next == SwitchingBitrate {
		m.next = None
		m.do(Keep{e.Attempt})
		m.do(Answer{m.request, nil})
	}
}

func (m *machine) attemptFailed(e AttemptFailed) {
	if !m.IsUnderWay(e.Attempt) {
		return
	}
	switch m.next {
	case SwitchingBitrate: // another pull can bring the same bitrate
		m.begin(Switching, m.request)
	case Switching: // the pull on the screen stays
		m.next = None
		m.do(Answer{m.request, e.Why.Err})
	default:
		m.next, m.why = None, e.Why
	}
}

func (m *machine) switchTo(e SwitchTo) {
	if m.pull == Absent { // there is no picture to replace
		m.do(Answer{e.Request, ErrAborted})
		return
	}
	m.cancel()
	if e.Bitrate && m.IsAlive() {
		m.begin(SwitchingBitrate, e.Request)
	} else {
		m.begin(Switching, e.Request)
	}
}

func (m *machine) elementPaused() {
	if m.paused {
		return
	}
	m.paused, m.pausedAt = true, m.at
	if m.pull != Absent {
		m.outage = outage{}
	}
}

// elementPlayed resumes a play at the live position: with the pull on the screen,
// judged anew, or with another one if that pull was released or lost.
func (m *machine) elementPlayed() {
	if !m.paused {
		return
	}
	m.paused, m.budget = false, budget{}
	if m.IsAlive() {
		m.pull, m.movingAt = Moving, m.at
		return
	}
	if m.pull != Absent {
		m.beginOutage(m.at)
	}
	m.hurried = true
}

// returned hurries an attempt that has not begun.
func (m *machine) returned() {
	m.hurried = !m.paused && (m.next == Waiting || m.next == Parked)
}

// policyChanged takes over a Policy for everything that is planned from now on. That
// includes a parked attempt, which the new Policy may allow now, or not at all.
func (m *machine) policyChanged(e PolicyChanged) {
	m.policy = e.Policy
	if m.next == Parked {
		m.next = None
	}
}

// begin begins an attempt.
func (m *machine) begin(kind Next, request int) {
	m.attempt++
	m.next, m.request, m.begunAt = kind, request, m.at
	m.do(Begin{m.attempt, kind, request})
}

// cancel cancels the attempt under way, or the plan for one.
func (m *machine) cancel() {
	if m.next >= Repulling {
		m.do(Cancel{m.attempt})
	}
	if m.isSwitching() {
		m.do(Answer{m.request, ErrAborted})
	}
	m.next = None
}

// end ends the play. err is nil if the page has asked for it, else the failure.
func (m *machine) end(err error) {
	m.cancel()
	m.pull, m.failed = Ended, err != nil
	m.do(End{err})
}
