package session_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

// TestReturnHastensAStart: a start that waits for its next attempt begins it when the
// page returns.
func TestReturnHastensAStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) {
			p.Config.Retry = session.Retry{MaxAttempts: 1, BaseDelay: time.Hour, MaxDelay: time.Hour}
			p.server.pull = func(context.Context) (signal.PullStreamReply, error) {
				return signal.PullStreamReply{}, &signal.HTTPError{Status: 503}
			}
		})
		pass(time.Second)
		if n := len(p.server.of(signal.EndpointPullStream)); n != 1 {
			t.Errorf("%d pulls in the first second, want 1", n)
		}
		p.page.returned <- struct{}{}
		synctest.Wait()
		if n := len(p.server.of(signal.EndpointPullStream)); n != 2 {
			t.Errorf("%d pulls after the return, want 2", n)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestAttemptsWaitForThePage: when the attempts are used up in a page that is hidden,
// or offline for a short time, there are no more requests, and the play does not end.
// When the page returns, another attempt begins at once.
func TestAttemptsWaitForThePage(t *testing.T) {
	for _, hidden := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			p := playing(t, func(p *play) { p.Config.Retry.MaxAttempts = 3 })
			p.page.hidden.Store(hidden)
			p.page.offline.Store(!hidden)
			p.server.pulls(func(context.Context) (signal.PullStreamReply, error) {
				return signal.PullStreamReply{}, &signal.NetworkError{Err: errors.New("Failed to fetch")}
			})
			p.peer.stopMedia()
			p.peer.events <- session.TransportClosed{}
			away := 10 * time.Hour
			if !hidden {
				away = time.Minute
			}
			pass(away)
			if got, attempts := p.since(t), len(p.later()); got != "reconnecting" || attempts != 3 {
				t.Fatalf("hidden %t: %s, and %d attempts in %v, want 3", hidden, got, attempts, away)
			}
			p.server.pulls(nil)
			p.page.hidden.Store(false)
			p.page.offline.Store(false)
			p.page.returned <- struct{}{}
			pass(300 * time.Millisecond)
			if got := p.since(t); got != "reconnecting playing" || len(p.later()) != 4 {
				t.Errorf("300 ms after the return: %s, %d attempts", got, len(p.later()))
			}
			p.stop()
			_ = p.ended(t)
		})
	}
}

// TestOfflineIsAHint: navigator.onLine may be false and wrong. A play recovers as fast
// as with true, and fails in the end.
func TestOfflineIsAHint(t *testing.T) {
	for _, c := range []struct {
		what    string
		failure error // of each pullstream after the first
		within  time.Duration
		want    string
	}{
		{"the stream is there", nil, 2 * time.Second, "reconnecting playing"},
		{"the server is busy", &signal.HTTPError{Status: 503}, 5 * time.Second, "reconnecting failed"},
		{"nobody answers", &signal.NetworkError{Err: errors.New("Failed to fetch")}, 2 * time.Minute, "reconnecting failed"},
	} {
		synctest.Test(t, func(t *testing.T) {
			p := playing(t, func(p *play) {
				p.page.offline.Store(true)
				p.Config.Retry = session.DefaultRetry
				p.Config.Retry.MaxAttempts = 2
			})
			if c.failure != nil {
				p.server.pulls(func(context.Context) (signal.PullStreamReply, error) { return signal.PullStreamReply{}, c.failure })
			}
			p.peer.events <- session.TransportClosed{}
			pass(c.within)
			if got := p.since(t); got != c.want {
				t.Errorf("%s: %s, want %s", c.what, got, c.want)
			}
			p.stop()
			_ = p.ended(t)
		})
	}
}

// TestNoRetry: without retries, the first failure ends the play, even in a page that
// is hidden or offline.
func TestNoRetry(t *testing.T) {
	for _, away := range []string{"", "hidden", "offline"} {
		for _, starting := range []bool{true, false} {
			synctest.Test(t, func(t *testing.T) {
				noRetry := func(p *play) {
					p.Config.Retry = session.Retry{}
					p.page.hidden.Store(away == "hidden")
					p.page.offline.Store(away == "offline")
				}
				var p *play
				if starting {
					p = start(t, noRetry)
					synctest.Wait()
				} else {
					p = playing(t, noRetry)
				}
				p.peer.events <- session.ConnectionStateChanged{State: "failed"}
				var failure *session.Error
				if err := p.ended(t); !errors.As(err, &failure) || failure.Code != session.CodeICEFailed {
					t.Errorf("%q, starting %t: %v", away, starting, err)
				}
				if n := len(p.server.of(signal.EndpointPullStream)); n != 1 {
					t.Errorf("%q, starting %t: %d pulls", away, starting, n)
				}
			})
		}
	}
}

// TestEarlierReturn: a page that returned while the first pull was under way does not
// hasten a later attempt.
func TestEarlierReturn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) {
			p.Config.Retry = session.Retry{MaxAttempts: 1, BaseDelay: time.Hour, MaxDelay: time.Hour}
			p.server.pull = answerAfter(time.Second, signal.PullStreamReply{}, &signal.HTTPError{Status: 503})
		})
		p.page.returned <- struct{}{}
		pass(10 * time.Minute)
		if n := len(p.server.of(signal.EndpointPullStream)); n != 1 {
			t.Errorf("%d pulls in ten minutes, want 1: the next is half an hour away", n)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestPageThatFlaps: a page that is hidden and shown again and again begins at most one
// attempt a second.
func TestPageThatFlaps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) { p.Config.Retry.MaxAttempts = session.Unlimited })
		p.server.pulls(func(context.Context) (signal.PullStreamReply, error) {
			return signal.PullStreamReply{}, &signal.HTTPError{Status: 503}
		})
		p.peer.events <- session.TransportClosed{}
		synctest.Wait()
		for range 600 {
			p.page.returned <- struct{}{}
			pass(100 * time.Millisecond)
		}
		if n := len(p.later()); n < 50 || n > 65 {
			t.Errorf("%d attempts in a minute, want one a second", n)
		}
		p.stop()
		_ = p.ended(t)
	})
}
