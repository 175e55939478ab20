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

// TestAttemptsUsedUp: the delays grow, and in the end the play fails with what
// went wrong last, which may be tried again.
func TestAttemptsUsedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) { p.Config.Retry.MaxAttempts = 3 })
		p.server.pulls(func(context.Context) (signal.PullStreamReply, error) {
			return signal.PullStreamReply{}, &signal.HTTPError{Status: 503}
		})
		p.peer.fallSilent()
		p.peer.events <- session.TransportClosed{}
		var failure *session.Error
		if err := p.ended(t); !errors.As(err, &failure) || failure.Code != session.CodeHTTPStatus || !failure.Retryable() {
			t.Errorf("Run gave %v", err)
		}
		var delays []time.Duration
		for i, told := range eventsOf[session.Reconnecting](p.page) {
			delays = append(delays, told.Delay)
			if told.Attempt != i+1 {
				t.Errorf("event %d tells of attempt %d", i+1, told.Attempt)
			}
		}
		if want := []time.Duration{250e6, 500e6, 1000e6}; len(delays) != 3 || delays[0] != want[0] || delays[1] != want[1] || delays[2] != want[2] {
			t.Errorf("delays %v, want %v", delays, want)
		}
		if got := p.since(t); got != "reconnecting failed" {
			t.Errorf("states: %s", got)
		}
		p.eachStopped(t, 1)
	})
}

// TestRefusalIsFinal, unless its errcode is listed.
func TestRefusalIsFinal(t *testing.T) {
	for _, listed := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			p := playing(t, func(p *play) {
				if listed {
					p.Config.Retry.ErrCodes = []signal.Code{signal.CodeStreamNotExist}
				}
			})
			p.server.pulls(func(context.Context) (signal.PullStreamReply, error) {
				if len(p.server.of(signal.EndpointPullStream)) == 2 {
					return signal.PullStreamReply{}, &signal.APIError{Code: signal.CodeStreamNotExist, Message: "no"}
				}
				reply := pulled
				reply.SvrSig = "sig-2"
				return reply, nil
			})
			p.peer.fallSilent()
			p.peer.events <- session.TransportClosed{}
			pass(3 * time.Second)
			want := "reconnecting failed"
			if listed {
				want = "reconnecting playing"
			}
			if got := p.since(t); got != want {
				t.Errorf("listed %t: states %s, want %s", listed, got, want)
			}
			p.stop()
			_ = p.ended(t)
		})
	}
}

// TestStartIsRetried: a stream that is not live yet can be waited for.
func TestStartIsRetried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) {
			p.Config.Retry = session.Retry{MaxAttempts: session.Unlimited, BaseDelay: time.Second, MaxDelay: 2 * time.Second}
			p.peer.silent, p.peer.joins = true, true
			open := p.OpenPeer
			p.OpenPeer = func() (session.Peer, error) {
				media, err := open()
				media.(*fakePeer).silent = len(p.later()) < 10
				if len(p.later()) == 10 {
					p.screen.renders = true
				}
				return media, err
			}
		})
		pass(2 * time.Minute)
		if got, want := p.page.states(), "idle offering pulling connecting reconnecting playing"; got != want {
			t.Errorf("states: %s, want %s", got, want)
		}
		for _, told := range eventsOf[session.Reconnecting](p.page) {
			if told.Reason.Code != session.CodeNoMedia {
				t.Errorf("reason: %v", told.Reason)
			}
		}
		if frames := eventsOf[session.FirstFrame](p.page); len(frames) != 1 || frames[0].Elapsed < 50*time.Second {
			t.Errorf("firstframe: %+v", frames)
		}
		p.stop()
		_ = p.ended(t)
		p.eachStopped(t, 11)
	})
}

// TestReturnHastensAStart: a start that waits for its next attempt makes it
// when the page is back.
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
		p.window.returned <- struct{}{}
		synctest.Wait()
		if n := len(p.server.of(signal.EndpointPullStream)); n != 2 {
			t.Errorf("%d pulls after the return, want 2", n)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestAttemptsWaitForThePage: attempts that are used up while the page is
// hidden or offline are no storm on the server, and no end: when the page comes
// back there is another one at once.
func TestAttemptsWaitForThePage(t *testing.T) {
	for _, hidden := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			p := playing(t, func(p *play) { p.Config.Retry.MaxAttempts = 3 })
			p.window.hidden.Store(hidden)
			p.window.offline.Store(!hidden)
			p.server.pulls(func(context.Context) (signal.PullStreamReply, error) {
				return signal.PullStreamReply{}, &signal.NetworkError{Err: errors.New("Failed to fetch")}
			})
			p.peer.fallSilent()
			p.peer.events <- session.TransportClosed{}
			pass(10 * time.Hour)
			if got, attempts := p.since(t), len(p.later()); got != "reconnecting" || attempts != 3 {
				t.Fatalf("hidden %t: %s, and %d attempts in ten hours, want 3", hidden, got, attempts)
			}
			p.server.pulls(nil)
			p.window.hidden.Store(false)
			p.window.offline.Store(false)
			p.window.returned <- struct{}{}
			pass(300 * time.Millisecond)
			if got := p.since(t); got != "reconnecting playing" || len(p.later()) != 4 {
				t.Errorf("300 ms after the return: %s, %d attempts", got, len(p.later()))
			}
			p.stop()
			_ = p.ended(t)
		})
	}
}

// TestNoRetry: a page that makes its own attempts is told of the first failure,
// wherever it is looked at.
func TestNoRetry(t *testing.T) {
	for _, away := range []string{"", "hidden", "offline"} {
		for _, starting := range []bool{true, false} {
			synctest.Test(t, func(t *testing.T) {
				noRetry := func(p *play) {
					p.Config.Retry = session.Retry{}
					p.window.hidden.Store(away == "hidden")
					p.window.offline.Store(away == "offline")
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

// TestEarlierReturn: a page that came back while the first pull was under way
// does not hasten what is planned later.
func TestEarlierReturn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) {
			p.Config.Retry = session.Retry{MaxAttempts: 1, BaseDelay: time.Hour, MaxDelay: time.Hour}
			p.server.pull = answerAfter(time.Second, signal.PullStreamReply{}, &signal.HTTPError{Status: 503})
		})
		p.window.returned <- struct{}{}
		pass(10 * time.Minute)
		if n := len(p.server.of(signal.EndpointPullStream)); n != 1 {
			t.Errorf("%d pulls in ten minutes, want 1: the next is half an hour away", n)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestPageThatFlaps: a page that is hidden and shown without end begins no more
// than an attempt a second.
func TestPageThatFlaps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) { p.Config.Retry.MaxAttempts = session.Unlimited })
		p.server.pulls(func(context.Context) (signal.PullStreamReply, error) {
			return signal.PullStreamReply{}, &signal.HTTPError{Status: 503}
		})
		p.peer.events <- session.TransportClosed{}
		synctest.Wait()
		for range 600 {
			p.window.returned <- struct{}{}
			pass(100 * time.Millisecond)
		}
		if n := len(p.later()); n < 50 || n > 65 {
			t.Errorf("%d attempts in a minute, want one a second", n)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestRetryAfter: a server that says when to come back is believed, as far as
// the page allows such delays at all.
func TestRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) { p.Config.Retry.MaxDelay = 20 * time.Second })
		p.server.pulls(func(context.Context) (signal.PullStreamReply, error) {
			return signal.PullStreamReply{}, &signal.HTTPError{Status: 503, RetryAfter: 8 * time.Second}
		})
		p.peer.events <- session.TransportClosed{}
		pass(time.Second)
		told := eventsOf[session.Reconnecting](p.page)
		if len(told) != 2 || told[1].Delay != 8*time.Second {
			t.Errorf("reconnecting: %+v, want the second attempt after 8 s", told)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestAttemptsAreCountedAnew after ten good seconds, not before.
func TestAttemptsAreCountedAnew(t *testing.T) {
	tests := []struct {
		good time.Duration
		want string
	}{
		{5 * time.Second, "reconnecting playing failed"},
		{11 * time.Second, "reconnecting playing reconnecting playing"},
	}
	for _, test := range tests {
		synctest.Test(t, func(t *testing.T) {
			p := playing(t, func(p *play) { p.Config.Retry.MaxAttempts = 1 })
			p.peer.events <- session.TransportClosed{}
			pass(test.good + 500*time.Millisecond)
			p.later()[0].events <- session.TransportClosed{}
			pass(time.Second)
			if got := p.since(t); got != test.want {
				t.Errorf("two closes %s apart: %s, want %s", test.good, got, test.want)
			}
			p.stop()
			_ = p.ended(t)
		})
	}
}

// TestStopWhileReconnecting: whatever an attempt is doing, its svrsig is stopped.
func TestStopWhileReconnecting(t *testing.T) {
	for _, test := range []struct {
		after time.Duration
		stops int
	}{
		{100 * time.Millisecond, 1}, // waiting
		{255 * time.Millisecond, 1}, // pulling
		{300 * time.Millisecond, 1},
		{360 * time.Millisecond, 2}, // connecting
	} {
		synctest.Test(t, func(t *testing.T) {
			p := playing(t, nil)
			p.server.pulls(func(ctx context.Context) (signal.PullStreamReply, error) {
				reply := pulled
				reply.SvrSig = "sig-2"
				return answerAfter(100*time.Millisecond, reply, nil)(ctx)
			})
			p.peer.events <- session.TransportClosed{}
			pass(test.after)
			p.stop()
			if err := p.ended(t); err != nil {
				t.Errorf("Run gave %v", err)
			}
			if got := p.since(t); got != "reconnecting stopped" {
				t.Errorf("states: %s", got)
			}
			p.eachStopped(t, test.stops)
		})
	}
}
