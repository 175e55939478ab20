package recovery

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

var (
	silent  = Failure{Err: errors.New("no-media"), Passing: true}
	closed  = Failure{Err: errors.New("closed"), Passing: true}
	busy    = Failure{Err: errors.New("http-status 503"), Passing: true}
	refuse  = Failure{Err: errors.New("refused")}
	dark    = Failure{Err: errors.New("network"), Passing: true, NoReply: true}
	blocked = Failure{Err: errors.New("ice-failed"), Passing: true, Unreachable: true}
)

// moment is one event of a story. Time passes until then, with an Elapsed at each
// Deadline.
type moment struct {
	at    float64 // seconds
	event Event
}

// began is the beginning of most stories: a play that has had its first frame.
var began = []moment{{0, Elapsed{}}, {0.1, Ready{Attempt: 1, Picture: true}}}

// noRetry and moreRetries are policies that a page may change to.
var (
	noRetry     = PolicyChanged{Policy{PauseTimeout: 10 * time.Second}}
	moreRetries = PolicyChanged{Policy{MaxAttempts: 3, BaseDelay: time.Second, MaxDelay: time.Second, PauseTimeout: 10 * time.Second}}
)

// stories are the rows of web/docs/design.md's table "How a stream comes back".
var stories = []struct {
	name   string
	policy func(*Policy)
	begin  []moment
	then   []moment
}{
	{"the picture stands for a while", nil, began, []moment{{5, Stood{Since: 4 * time.Second}}, {6, Moved{}}}},
	{"a key frame is missing", nil, began, []moment{{5, Stood{Since: 4 * time.Second, Undecoded: true}}, {5.2, Moved{}}}},
	{"nothing arrives any more", nil, began, []moment{{5, Stood{Since: 4 * time.Second}}, {5.5, PullLost{4 * time.Second, silent, false}},
		{6.2, Ready{Attempt: 2, Picture: true}}}},
	{"the server closes the connection", nil, began, []moment{{5, PullLost{5 * time.Second, closed, true}}, {5.1, Moved{}}, {5.6, Ready{Attempt: 2, Picture: true}}}},
	{"the old pull moves again before the new one does", nil, began, []moment{{5, PullLost{4 * time.Second, silent, false}}, {5.6, Moved{}}}},
	{"the old pull moves again before there is an attempt", nil, began, []moment{{5, PullLost{4 * time.Second, silent, false}}, {5.1, Moved{}}}},
	{"nothing arrives any more, and then the server closes", nil, began, []moment{{5, PullLost{4 * time.Second, silent, false}}, {5.1, PullLost{4 * time.Second, closed, true}},
		{5.2, Moved{}}, {5.6, Ready{Attempt: 2, Picture: true}}}},
	{"attempts fail in passing until they are used up", func(p *Policy) { p.MaxAttempts = 2 }, began,
		[]moment{{5, PullLost{5 * time.Second, closed, true}}, {6, AttemptFailed{2, busy}}, {7, AttemptFailed{3, busy}}}},
	{"no media server can be reached", nil, nil, []moment{{0, Elapsed{}}, {5, AttemptFailed{1, blocked}}, {11, AttemptFailed{2, blocked}}}},
	{"no media server can be reached, and a busy service between", nil, nil,
		[]moment{{0, Elapsed{}}, {5, AttemptFailed{1, blocked}}, {6, AttemptFailed{2, busy}}, {12, AttemptFailed{3, blocked}}}},
	{"no media server can be reached in a hidden page", nil, nil,
		[]moment{{0, PageChanged{Hidden: true}}, {5, AttemptFailed{1, blocked}}, {11, AttemptFailed{2, blocked}}, {60, PageChanged{}}, {61, Ready{Attempt: 3, Picture: true}}}},
	{"the server refuses", nil, began, []moment{{5, PullLost{5 * time.Second, closed, true}}, {6, AttemptFailed{2, refuse}}}},
	{"the server says when to come back", nil, began, []moment{{5, PullLost{5 * time.Second, closed, true}},
		{6, AttemptFailed{2, Failure{Err: busy.Err, Passing: true, RetryAfter: 4 * time.Second}}}, {20, Ready{Attempt: 3, Picture: true}}}},
	{"attempts count anew after ten good seconds", func(p *Policy) { p.MaxAttempts = 1 }, began, []moment{{5, PullLost{5 * time.Second, closed, true}},
		{6, Ready{Attempt: 2, Picture: true}}, {17, PullLost{17 * time.Second, closed, true}}, {18, Ready{Attempt: 3, Picture: true}}, {20, PullLost{20 * time.Second, closed, true}}}},
	{"no retry", func(p *Policy) { p.MaxAttempts = 0 }, began, []moment{{5, PullLost{5 * time.Second, closed, true}}}},
	{"no retry, in a hidden page", func(p *Policy) { p.MaxAttempts = 0 }, began, []moment{{4, PageChanged{Hidden: true}}, {5, PullLost{5 * time.Second, closed, true}}}},
	{"attempts are used up in a hidden page, which comes back", func(p *Policy) { p.MaxAttempts = 1 }, began, []moment{{4, PageChanged{Hidden: true}},
		{5, PullLost{5 * time.Second, closed, true}}, {6, AttemptFailed{2, silent}}, {3600, PageChanged{}}, {3601, Ready{Attempt: 3, Picture: true}}}},
	{"a page that comes back has all attempts again", func(p *Policy) { p.MaxAttempts = 1 }, began, []moment{{4, PageChanged{Hidden: true}},
		{5, PullLost{5 * time.Second, closed, true}}, {6, AttemptFailed{2, silent}}, {60, PageChanged{}}, {61, AttemptFailed{3, silent}}, {62, AttemptFailed{4, silent}}}},
	{"offline for six seconds", nil, began, []moment{{4, PageChanged{Offline: true}}, {5.5, PullLost{4 * time.Second, silent, false}},
		{5.8, AttemptFailed{2, dark}}, {10, PageChanged{}}, {10, PageReturned{}}, {10.5, Ready{Attempt: 3, Picture: true}}}},
	{"offline until all attempts are used up, and a while longer", func(p *Policy) { p.MaxAttempts = 2 }, began, []moment{{4, PageChanged{Offline: true}},
		{5.5, PullLost{4 * time.Second, silent, false}}, {5.8, AttemptFailed{2, dark}}, {21, AttemptFailed{3, dark}}, {60, PageChanged{}}, {60, PageReturned{}}, {60.5, Ready{Attempt: 4, Picture: true}}}},
	{"offline for good", func(p *Policy) { p.MaxAttempts = 2 }, began, []moment{{4, PageChanged{Offline: true}},
		{5.5, PullLost{4 * time.Second, silent, false}}, {5.8, AttemptFailed{2, dark}}, {21, AttemptFailed{3, dark}}, {100, Elapsed{}}}},
	{"offline for good in a hidden page, which comes back", func(p *Policy) { p.MaxAttempts = 1 }, began, []moment{{4, PageChanged{true, true}},
		{5.5, PullLost{4 * time.Second, silent, false}}, {5.8, AttemptFailed{2, dark}}, {3600, PageChanged{Offline: true}}, {3600, PageReturned{}}, {3601, AttemptFailed{3, dark}},
		{3602, AttemptFailed{4, dark}}, {3700, Elapsed{}}}},
	{"the browser is wrong about being offline", nil, began, []moment{{4, PageChanged{Offline: true}}, {5, PullLost{5 * time.Second, closed, true}}, {5.5, Ready{Attempt: 2, Picture: true}}}},
	{"the browser is wrong about being offline, and the stream is over", func(p *Policy) { p.MaxAttempts = 2 }, began, []moment{{4, PageChanged{Offline: true}},
		{5, PullLost{5 * time.Second, closed, true}}, {5.5, AttemptFailed{2, silent}}, {6.5, AttemptFailed{3, silent}}}},
	{"a page that flaps", nil, began, []moment{{5, PullLost{5 * time.Second, closed, true}}, {5.1, PageReturned{}}, {5.2, AttemptFailed{2, busy}},
		{5.3, PageReturned{}}, {5.35, PageReturned{}}, {6.2, AttemptFailed{3, busy}}}},

	{"no retry from now on", nil, began, []moment{{4, noRetry}, {5, PullLost{5 * time.Second, closed, true}}}},
	{"no retry from now on, while an attempt is planned", nil, began, []moment{{5, PullLost{5 * time.Second, closed, true}}, {5.1, noRetry}, {6, AttemptFailed{2, busy}}}},
	{"no retry from now on, in a hidden page that has used its attempts up", func(p *Policy) { p.MaxAttempts = 1 }, began, []moment{{4, PageChanged{Hidden: true}},
		{5, PullLost{5 * time.Second, closed, true}}, {6, AttemptFailed{2, silent}}, {60, noRetry}}},
	{"more attempts from now on, in a hidden page that has used them up", func(p *Policy) { p.MaxAttempts = 1 }, began, []moment{{4, PageChanged{Hidden: true}},
		{5, PullLost{5 * time.Second, closed, true}}, {6, AttemptFailed{2, silent}}, {60, moreRetries}, {61, AttemptFailed{3, silent}}, {62, AttemptFailed{4, silent}}}},
	{"no retry from now on, in a long pause", nil, began, []moment{{5, ElementPaused{}}, {30, noRetry}, {60, ElementPlayed{}}, {60.5, Ready{Attempt: 2, Picture: true}}}},

	{"a switch", nil, began, []moment{{5, SwitchTo{1, false}}, {5.5, Ready{Attempt: 2, Picture: true}}}},
	{"a switch that fails", nil, began, []moment{{5, SwitchTo{1, false}}, {5.5, AttemptFailed{2, refuse}}}},
	{"a switch to audio alone does not replace a picture that moves", nil, began, []moment{{5, SwitchTo{1, false}}, {10, Ready{Attempt: 2}}}},
	{"a switch to a stream of audio alone", nil, began, []moment{{5, SwitchTo{1, false}}, {6, Ready{Attempt: 2, AudioOnly: true}}}},
	{"the last switch wins", nil, began, []moment{{5, SwitchTo{1, true}}, {5.1, SwitchTo{2, false}}, {5.2, Kept{2}}, {5.5, Ready{Attempt: 3, Picture: true}}}},
	{"the picture dies while a switch is under way", nil, began, []moment{{5, SwitchTo{1, false}}, {6, PullLost{6 * time.Second, closed, true}}, {7, Ready{Attempt: 2, Picture: true}}}},
	{"the picture dies, and the switch fails", nil, began, []moment{{5, SwitchTo{1, false}}, {6, PullLost{6 * time.Second, closed, true}}, {7, AttemptFailed{2, refuse}}, {8, Ready{Attempt: 3, Picture: true}}}},
	{"a switch that is withdrawn", nil, began, []moment{{5, SwitchTo{1, false}}, {5.1, SwitchWithdrawn{1}}, {5.2, Ready{Attempt: 2, Picture: true}}, {5.3, SwitchWithdrawn{1}}}},
	{"a switch that is withdrawn after the picture has died", nil, began, []moment{{5, SwitchTo{1, false}}, {6, PullLost{6 * time.Second, closed, true}}, {7, SwitchWithdrawn{1}}, {8, Ready{Attempt: 3, Picture: true}}}},
	{"an earlier switch is withdrawn", nil, began, []moment{{5, SwitchTo{1, false}}, {5.1, SwitchTo{2, false}}, {5.2, SwitchWithdrawn{1}}, {5.5, Ready{Attempt: 3, Picture: true}}}},
	{"another bitrate", nil, began, []moment{{5, SwitchTo{1, true}}, {5.5, Kept{2}}}},
	{"another bitrate that the server refuses", nil, began, []moment{{5, SwitchTo{1, true}}, {5.5, AttemptFailed{2, refuse}}, {6, Ready{Attempt: 3, Picture: true}}}},
	{"the picture dies while another bitrate is asked for", nil, began, []moment{{5, SwitchTo{1, true}}, {5.1, PullLost{5 * time.Second, closed, true}}, {5.2, Kept{2}}, {6, Ready{Attempt: 3, Picture: true}}}},

	{"a short pause", nil, began, []moment{{5, ElementPaused{}}, {8, ElementPlayed{}}}},
	{"a long pause", nil, began, []moment{{5, ElementPaused{}}, {60, ElementPlayed{}}, {60.5, Ready{Attempt: 2, Picture: true}}}},
	{"a long pause, and the server is busy afterwards", nil, began, []moment{{5, ElementPaused{}}, {60, ElementPlayed{}}, {60.5, AttemptFailed{2, busy}}, {62, Ready{Attempt: 3, Picture: true}}}},
	{"the pull dies in a pause", nil, began, []moment{{5, ElementPaused{}}, {6, PullLost{6 * time.Second, closed, true}}, {8, ElementPlayed{}}, {8.5, Ready{Attempt: 2, Picture: true}}}},
	{"a late picture joins the sound, and is not given up for sound", nil, []moment{{0, Elapsed{}}, {0.1, Ready{Attempt: 1, AudioOnly: true}}}, []moment{{4, PictureJoined{}}, {5, SwitchTo{1, false}}, {10, Ready{Attempt: 2}}}},
	{"a switch in a long pause", nil, began, []moment{{5, ElementPaused{}}, {600, SwitchTo{1, false}}, {600.5, Ready{Attempt: 2, Picture: true}}, {605, ElementPlayed{}}}},

	{"a start that fails at first", nil, nil, []moment{{0, Elapsed{}}, {0.5, AttemptFailed{1, busy}}, {1, Ready{Attempt: 2, Picture: true}}}},
	{"a start that the server refuses", nil, nil, []moment{{0, Elapsed{}}, {0.5, AttemptFailed{1, refuse}}}},
	{"a start without the way frames were to be looked into", func(p *Policy) { p.MaxAttempts = 0 }, nil, []moment{{0, Elapsed{}},
		{1.5, AttemptFailed{1, Failure{Err: errors.New("decode-failed"), Passing: true, OwnDoing: true}}}, {2, Ready{Attempt: 2, Picture: true}}}},
	{"a start in a hidden page", func(p *Policy) { p.MaxAttempts = 1 }, nil, []moment{{0, PageChanged{Hidden: true}}, {0.5, AttemptFailed{1, busy}}, {1, AttemptFailed{2, busy}}, {60, PageChanged{}}}},
	{"stopped while an attempt is under way", nil, began, []moment{{5, PullLost{5 * time.Second, closed, true}}, {5.5, Stop{}}}},
	{"stopped while a switch is under way", nil, began, []moment{{5, SwitchTo{1, false}}, {5.5, Stop{}}, {5.6, SwitchTo{2, false}}}},
}

// TestStories compares the actions of each story with the golden file.
func TestStories(t *testing.T) {
	var text strings.Builder
	for _, story := range stories {
		policy := Policy{MaxAttempts: 6, BaseDelay: 500 * time.Millisecond, MaxDelay: 15 * time.Second, PauseTimeout: 10 * time.Second}
		if story.policy != nil {
			story.policy(&policy)
		}
		fmt.Fprintf(&text, "## %s\n", story.name)
		s := New(policy)
		for _, m := range append(append([]moment{}, story.begin...), story.then...) {
			at := time.Duration(m.at * float64(time.Second))
			for due, ok := s.Deadline(); ok && due < at; due, ok = s.Deadline() {
				s = tell(&text, s, due, Elapsed{})
			}
			s = tell(&text, s, at, m.event)
		}
		fmt.Fprintf(&text, "= %s, %s\n\n", combination(&s), phaseNames[s.Phase()])
	}
	golden(t, "testdata/stories.txt", text.String())
}

// tell makes a step and writes its event and its actions down.
func tell(text *strings.Builder, s State, at time.Duration, e Event) State {
	next, actions := s.Step(at, 0.5, e)
	fmt.Fprintf(text, "%6.2fs %-44s", at.Seconds(), name(e))
	for i, a := range actions {
		separator := " → "
		if i > 0 {
			separator = ", "
		}
		text.WriteString(separator + name(a))
	}
	text.WriteByte('\n')
	return next
}

// name returns an event or an action as one word and its fields.
func name(v any) string {
	text := strings.TrimPrefix(fmt.Sprintf("%T", v), "recovery.")
	switch v := v.(type) {
	case PullLost:
		return fmt.Sprintf("%s %v, final %t", text, v.Why.Err, v.Final)
	case AttemptFailed:
		return fmt.Sprintf("%s %d %v", text, v.Attempt, v.Why.Err)
	case Begin:
		return fmt.Sprintf("%s %d %s", text, v.Attempt, nextNames[v.Kind])
	case Enter:
		if v.Why != nil {
			return fmt.Sprintf("%s %s (%v)", text, phaseNames[v.Phase], v.Why)
		}
		return fmt.Sprintf("%s %s (%s)", text, phaseNames[v.Phase], v.Reason)
	}
	if fields := fmt.Sprintf("%v", v); fields != "{}" {
		text += " " + strings.Trim(fields, "{}")
	}
	return text
}
