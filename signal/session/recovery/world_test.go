package recovery_test

import (
	"errors"
	"fmt"
	"time"

	"pgregory.net/rapid"

	"lebplayer/signal/session/recovery"
)

var errBroken = errors.New("broken")

// world is what a State can't know: which attempts are really under way, which
// requests are really unanswered, whether the pull on the screen is really dead.
// It carries out the actions, and fails the test when one makes no sense.
type world struct {
	t         *rapid.T
	policy    recovery.Policy
	state     recovery.State
	at        time.Duration
	page      recovery.PageChanged
	paused    bool
	attempt   *recovery.Begin // under way
	abandoned []int           // cancelled attempts, which may still say something
	open      []int           // unanswered requests
	requests  int
	last      int  // the newest attempt's number
	shown     bool // a pull has been on the screen
	dead      bool // the pull on the screen can't come back
	released  bool // and the server has stopped it
	ended     bool
	told      int // attempts told in this outage
	trouble   bool
	spent     int           // attempts that count, since the budget was renewed
	movingAt  time.Duration // of the world's own clock
	moving    bool
}

func newWorld(t *rapid.T) *world {
	w := &world{t: t, policy: recovery.Policy{
		MaxAttempts: rapid.SampledFrom([]int{0, 1, 2, 6}).Draw(t, "maxAttempts"),
		BaseDelay:   500 * time.Millisecond, MaxDelay: 15 * time.Second, PauseTimeout: 10 * time.Second,
	}}
	w.state = recovery.New(w.policy)
	return w
}

func (w *world) fail(what string) {
	w.t.Helper()
	w.t.Logf("at %v: %+v", w.at, w.state)
	w.t.Fatal(what)
}

// step gives the state an event, and carries out what it wants.
func (w *world) step(e recovery.Event) {
	if w.moving && w.at-w.movingAt >= 10*time.Second {
		w.spent = 0
	}
	parked := w.state.Next() == recovery.Parked
	if _, played := e.(recovery.ElementPlayed); played {
		w.spent = 0
	}
	var actions []recovery.Action
	w.state, actions = w.state.Step(w.at, rapid.SampledFrom([]float64{0, 0.5, 0.99}).Draw(w.t, "random"), e)
	w.t.Logf("%v %T%+v → %s", w.at, e, e, describe(actions))
	if parked && w.state.Next() != recovery.Parked {
		w.spent = 0
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
			w.fail("cancelled what is not under way")
		}
		w.abandoned = append(w.abandoned, a.Attempt)
		w.attempt = nil
	case recovery.Promote:
		w.shown, w.dead, w.released = true, false, false
	case recovery.Release:
		if w.released || !w.paused {
			w.fail("released a pull twice, or one that is watched")
		}
		w.dead, w.released = true, true
	case recovery.Answer:
		w.answer(a.Request)
	case recovery.TellStall:
		w.trouble = true
	case recovery.TellReconnecting:
		if w.told++; a.Attempt != w.told {
			w.fail("attempts are not told one after the other")
		}
		w.trouble = true
	case recovery.TellRecovered:
		if !w.trouble || a.Attempts != w.told {
			w.fail("recovered from what was not told")
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
		w.fail("a number was used again")
	case a.Kind == recovery.SwitchingBitrate && w.dead:
		w.fail("a dead pull was asked for another bitrate")
	}
	w.attempt, w.last = &a, a.Attempt
	if a.Kind == recovery.Repulling {
		w.spent++
	}
	// The first attempt of a start is none of the policy's; a failure of the
	// player's own doing, and the end of a pause, have one attempt free.
	if w.spent > w.policy.MaxAttempts+2 {
		w.fail("more attempts than the policy allows")
	}
}

func (w *world) answer(request int) {
	for i, open := range w.open {
		if open == request {
			w.open = append(w.open[:i], w.open[i+1:]...)
			return
		}
	}
	w.fail("a request was answered twice")
}

// check holds the invariant of the package comment, and what else is true of
// every state.
func (w *world) check() {
	s := &w.state
	underWay := s.Next() >= recovery.Repulling
	due, planned := s.Deadline()
	switch {
	case s.Condition() == recovery.Ended:
		if planned || w.attempt != nil || len(w.open) > 0 || !w.ended {
			w.fail("something outlives the play")
		}
		return
	case w.ended:
		w.fail("an ended play goes on")
	case underWay != (w.attempt != nil) || underWay && !s.IsUnderWay(w.attempt.Attempt):
		w.fail("what is under way is not what the state believes")
	case !s.IsAlive() && (s.Next() == recovery.None || s.Next() == recovery.SwitchingBitrate):
		w.fail("a pull is gone, and nothing is done about it")
	case s.IsAlive() && (s.Next() == recovery.Waiting || s.Next() == recovery.Parked || s.Next() == recovery.Repulling):
		w.fail("a pull is alive, and is being replaced")
	case s.Next() == recovery.Parked && !s.IsPaused() && !w.page.Hidden && !w.page.Offline:
		w.fail("parked, though somebody waits")
	case s.Next() == recovery.Waiting && s.IsPaused() && s.Condition() != recovery.Absent:
		w.fail("an attempt is planned in a pause")
	case planned && due <= w.at:
		w.fail("something is due, and was not done")
	case s.IsAlive() && (w.dead || !w.shown):
		w.fail("a dead pull is believed alive")
	case (s.Phase() == recovery.Playing || s.Phase() == recovery.Stalled) && !s.IsAlive():
		w.fail("a phase without a living pull")
	case s.IsPaused() != w.paused:
		w.fail("the pause was forgotten")
	}
	asked := 0
	if w.attempt != nil && w.attempt.Kind != recovery.Repulling {
		asked = 1
	}
	if len(w.open) != asked {
		w.fail("a request was forgotten")
	}
}

// pass lets time pass, and wakes the state when it wants to be woken.
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
