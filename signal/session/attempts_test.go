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
