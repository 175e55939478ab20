package recovery_test

import (
	"errors"
	"fmt"
	"time"

	"pgregory.net/rapid"

	"lebplayer/signal/session/recovery"
)

var errBroken = errors.New("broken")

// world holds the truth that a State can only believe: which attempts are under way,
// which requests are unanswered, whether the pull on the screen is dead. It carries
// out the actions, and fails the test when an action makes no sense.
type world struct {
	t         *rapid.T
	policy    recovery.Policy
	state     recovery.State
	at        time.Duration
	page      recovery.PageChanged
	offline   bool // so the state has been told
	paused    bool
	attempt   *recovery.Begin // under way
	abandoned []int           // cancelled attempts, whose results may still arrive
	open      []int           // unanswered requests
	requests  int
	last      int  // the newest attempt's number
	shown     bool // a pull has been on the screen
	dead      bool // the pull on the screen can't come back
	released  bool // the server has stopped the pull on the screen
	ended     bool
	told      int           // attempts reported in this outage
	trouble   bool          // a stall or an attempt has been reported in this outage
	spent     int           // attempts since the budget was renewed
	allowed   int           // the most that a policy has allowed since then
	movingAt  time.Duration // when the picture began to move
	moving    bool
}

func newWorld(t *rapid.T) *world {
	w := &world{t: t, policy: drawPolicy(t)}
	w.allowed = w.policy.MaxAttempts
	w.state = recovery.New(w.policy)
	return w
}

func drawPolicy(t *rapid.T) recovery.Policy {
	return recovery.Policy{
		MaxAttempts: rapid.SampledFrom([]int{0, 1, 2, 6}).Draw(t, "maxAttempts"), PauseTimeout: 10 * time.Second,
		BaseDelay: 500 * time.Millisecond, MaxDelay: rapid.SampledFrom([]time.Duration{100 * time.Millisecond, 15 * time.Second}).Draw(t, "maxDelay"),
	}
}

// renew notes that the budget is renewed.
func (w *world) renew() { w.spent, w.allowed = 0, w.policy.MaxAttempts }

func (w *world) fail(what string) {
	w.t.Helper()
	w.t.Logf("at %v: %+v", w.at, w.state)
	w.t.Fatal(what)
}

// step makes a step of the state, and carries out its actions.
func (w *world) step(e recovery.Event) {
	if w.moving && w.at-w.movingAt >= 10*time.Second {
		w.renew()
	}
	_, changed := e.(recovery.PolicyChanged)
	parked := w.state.Next() == recovery.Parked && !changed
	switch e := e.(type) {
	case recovery.ElementPlayed:
		w.renew()
	case recovery.PageChanged:
		if w.offline && !e.Offline {
			w.renew()
		}
		w.offline = e.Offline
	}
	var actions []recovery.Action
	w.state, actions = w.state.Step(w.at, rapid.SampledFrom([]float64{0, 0.5, 0.99}).Draw(w.t, "random"), e)
	w.t.Logf("%v %T%+v → %s", w.at, e, e, describe(actions))
	if parked && w.state.Next() != recovery.Parked {
		w.renew()
	}
	for _, a := range actions {
		w.carryOut(a)
	}
	alive := w.state.Condition() == recovery.Moving
	if alive && !w.moving {
		w.movingAt = w.at
	}
	w.moving = alive
	w.check()
}

func (w *world) carryOut(a recovery.Action) {
	if w.ended {
		if _, late := a.(recovery.Answer); !late {
			w.fail("an action after the end")
		}
	}
	switch a := a.(type) {
	case recovery.Begin:
		w.begin(a)
	case recovery.Cancel:
		if w.attempt == nil || w.attempt.Attempt != a.Attempt {
			w.fail("cancelled an attempt that is not under way")
		}
		w.abandoned = append(w.abandoned, a.Attempt)
		w.attempt = nil
	case recovery.Promote:
		w.shown, w.dead, w.released = true, false, false
	case recovery.Release:
		if w.released || !w.paused {
			w.fail("released a pull twice, or outside of a pause")
		}
		w.dead, w.released = true, true
	case recovery.Answer:
		w.answer(a.Request)
	case recovery.TellStall:
		w.trouble = true
	case recovery.TellReconnecting:
		if w.told++; a.Attempt != w.told {
			w.fail("attempts are not reported with consecutive numbers")
		}
		w.trouble = true
	case recovery.TellRecovered:
		if !w.trouble || a.Attempts != w.told {
			w.fail("a recovery without a reported outage, or with another number of attempts")
		}
		w.told, w.trouble = 0, false
	case recovery.Enter:
		if a.Phase == recovery.Paused || a.Reason == "first-frame" {
			w.told, w.trouble = 0, false
		}
	case recovery.End:
		w.ended = true
	}
}

func (w *world) begin(a recovery.Begin) {
	switch {
	case w.attempt != nil:
		w.fail("two attempts at once")
	case a.Attempt <= w.last:
		w.fail("an attempt's number was reused")
	case a.Kind == recovery.SwitchingBitrate && w.dead:
		w.fail("a switch of the bitrate in a dead pull")
	}
	w.attempt, w.last = &a, a.Attempt
	if a.Kind == recovery.Repulling {
		w.spent++
	}
	// A policy does not count the first attempt of a start, nor one attempt after
	// an OwnDoing failure, nor the one at the end of a pause.
	if w.spent > w.allowed+2 {
		w.fail("more attempts than any policy has allowed")
	}
}

// answer notes the answer to a request.
func (w *world) answer(request int) {
	for i, open := range w.open {
		if open == request {
			w.open = append(w.open[:i], w.open[i+1:]...)
			return
		}
	}
	w.fail("an answer to no open request")
}

// check checks the invariant of the package comment, and other properties of every
// state.
func (w *world) check() {
	s := &w.state
	underWay := s.Next() >= recovery.Repulling
	due, planned := s.Deadline()
	switch {
	case s.Condition() == recovery.Ended:
		if planned || w.attempt != nil || len(w.open) > 0 || !w.ended {
			w.fail("an attempt, a plan or a request outlives the play")
		}
		return
	case w.ended:
		w.fail("an ended play goes on")
	case underWay != (w.attempt != nil) || underWay && !s.IsUnderWay(w.attempt.Attempt):
		w.fail("the attempt under way is not the one that the state believes in")
	case !s.IsAlive() && (s.Next() == recovery.None || s.Next() == recovery.SwitchingBitrate):
		w.fail("a pull is gone, and no attempt is planned")
	case s.IsAlive() && (s.Next() == recovery.Waiting || s.Next() == recovery.Parked || s.Next() == recovery.Repulling):
		w.fail("a pull is alive, and is being replaced")
	case s.Next() == recovery.Parked && !s.IsPaused() && !w.page.Hidden && !w.page.Offline:
		w.fail("parked, though a viewer waits")
	case s.Next() == recovery.Parked && !s.IsPaused() && !w.page.Hidden && !planned:
		w.fail("parked for ever, though a viewer waits")
	case s.Next() == recovery.Waiting && s.IsPaused() && s.Condition() != recovery.Absent:
		w.fail("an attempt is planned in a pause")
	case planned && due <= w.at:
		w.fail("the deadline has passed")
	case s.IsAlive() && (w.dead || !w.shown):
		w.fail("a dead pull is believed alive")
	case (s.Phase() == recovery.Playing || s.Phase() == recovery.Stalled) && !s.IsAlive():
		w.fail("a phase without a living pull")
	case s.IsPaused() != w.paused:
		w.fail("the state is wrong about the pause")
	}
	asked := 0
	if w.attempt != nil && w.attempt.Kind != recovery.Repulling {
		asked = 1
	}
	if len(w.open) != asked {
		w.fail("the open requests are not those that an attempt will answer")
	}
}

// pass lets time pass, with an Elapsed at each deadline.
func (w *world) pass(d time.Duration) {
	for until := w.at + d; ; {
		due, planned := w.state.Deadline()
		if !planned || due > until {
			w.at = until
			return
		}
		w.at = due
		w.step(recovery.Elapsed{})
	}
}

func (w *world) failure() recovery.Failure {
	f := recovery.Failure{Err: errBroken, Passing: rapid.IntRange(0, 19).Draw(w.t, "final") > 0}
	switch rapid.IntRange(0, 19).Draw(w.t, "failure") {
	case 0:
		f.OwnDoing = true
	case 1:
		f.RetryAfter = 20 * time.Second
	case 2, 3, 4, 5, 6, 7:
		f.NoReply = true
	case 8:
		f.Unreachable = true
	}
	return f
}

func describe(actions []recovery.Action) string {
	text := ""
	for _, a := range actions {
		text += fmt.Sprintf("%T%+v ", a, a)
	}
	return text
}
