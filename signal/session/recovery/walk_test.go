package recovery_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lebplayer/signal/session/recovery"
)

// alive reports whether the pull on the screen may move.
func (w *world) alive() bool { return w.shown && !w.dead && !w.ended }

// actions returns the events that can happen in a world.
func (w *world) actions() map[string]func(*rapid.T) {
	since := func() time.Duration { return max(0, w.at-time.Second) }
	return map[string]func(*rapid.T){
		"moved": func(t *rapid.T) {
			if !w.alive() {
				t.Skip()
			}
			w.step(recovery.Moved{})
		},
		"stood": func(t *rapid.T) {
			w.step(recovery.Stood{Since: since(), Undecoded: rapid.Bool().Draw(t, "undecoded")})
		},
		"lost": func(t *rapid.T) {
			final := rapid.Bool().Draw(t, "final")
			w.dead = w.dead || final
			w.step(recovery.PullLost{Since: since(), Why: recovery.Failure{Err: errBroken, Passing: true}, Final: final})
		},
		"ready":  func(t *rapid.T) { w.resolve(t, true) },
		"failed": func(t *rapid.T) { w.resolve(t, false) },
		"late": func(t *rapid.T) {
			if len(w.abandoned) == 0 {
				t.Skip()
			}
			n := rapid.SampledFrom(w.abandoned).Draw(t, "attempt")
			w.step(rapid.SampledFrom([]recovery.Event{recovery.Ready{Attempt: n, Picture: true}, recovery.Kept{Attempt: n},
				recovery.AttemptFailed{Attempt: n, Why: recovery.Failure{Err: errBroken}}}).Draw(t, "event"))
		},
		"switchTo": func(t *rapid.T) {
			w.requests++
			w.open = append(w.open, w.requests)
			w.step(recovery.SwitchTo{Request: w.requests, Bitrate: rapid.Bool().Draw(t, "bitrate")})
		},
		"withdraw": func(t *rapid.T) {
			w.step(recovery.SwitchWithdrawn{Request: rapid.IntRange(0, w.requests).Draw(t, "request")})
		},
		"pause": func(t *rapid.T) {
			if w.paused = !w.paused; w.paused {
				w.step(recovery.ElementPaused{})
			} else {
				w.step(recovery.ElementPlayed{})
			}
		},
		"page": func(t *rapid.T) {
			w.page = recovery.PageChanged{Hidden: rapid.Bool().Draw(t, "hidden"), Offline: rapid.Bool().Draw(t, "offline")}
			w.step(w.page)
		},
		"policy": func(t *rapid.T) {
			w.policy = drawPolicy(t)
			w.allowed = max(w.allowed, w.policy.MaxAttempts)
			before := w.state
			w.step(recovery.PolicyChanged{Policy: w.policy})
			if before.Next() != recovery.Parked && (before.Next() != w.state.Next() || before.Phase() != w.state.Phase()) {
				w.fail("a new policy touches what is planned, under way or on the screen")
			}
		},
		"returned": func(*rapid.T) {
			w.page = recovery.PageChanged{}
			w.step(w.page)
			w.step(recovery.PageReturned{})
		},
		"time": func(t *rapid.T) {
			w.pass(time.Duration(rapid.IntRange(1, 20000).Draw(t, "ms")) * time.Millisecond)
		},
		"stop": func(t *rapid.T) {
			if rapid.IntRange(0, 9).Draw(t, "really") > 0 {
				t.Skip()
			}
			w.step(recovery.Stop{})
		},
	}
}

// resolve ends the attempt under way, with a success or a failure.
func (w *world) resolve(t *rapid.T, success bool) {
	a := w.attempt
	if a == nil {
		t.Skip()
	}
	w.attempt = nil
	switch {
	case !success:
		w.step(recovery.AttemptFailed{Attempt: a.Attempt, Why: w.failure()})
	case a.Kind == recovery.SwitchingBitrate:
		w.step(recovery.Kept{Attempt: a.Attempt})
	default:
		w.step(recovery.Ready{Attempt: a.Attempt, Picture: rapid.Bool().Draw(t, "picture"), AudioOnly: rapid.Bool().Draw(t, "audioOnly")})
	}
}

// TestWalk makes events happen in any order, and then repairs the world: a play
// that has not ended has to play again.
func TestWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		w.step(recovery.Elapsed{})
		t.Repeat(w.actions())

		w.page = recovery.PageChanged{}
		w.step(w.page)
		w.step(recovery.PageReturned{})
		w.paused = false
		w.step(recovery.ElementPlayed{})
		for range 50 {
			switch {
			case w.ended || w.state.Phase() == recovery.Playing:
				return
			case w.attempt != nil:
				a := w.attempt
				w.attempt = nil
				if a.Kind == recovery.SwitchingBitrate {
					w.step(recovery.Kept{Attempt: a.Attempt})
				} else {
					w.step(recovery.Ready{Attempt: a.Attempt, Picture: true})
				}
			case w.alive():
				w.step(recovery.Moved{})
			default:
				w.pass(20 * time.Second)
			}
		}
		w.fail("the play does not recover in a repaired world")
	})
}
