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

// TestAttemptsUsedUp: the delays grow, and in the end the play fails with the last
// error, which is retryable.
func TestAttemptsUsedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) { p.Config.Retry.MaxAttempts = 3 })
		p.server.pulls(func(context.Context) (signal.PullStreamReply, error) {
			return signal.PullStreamReply{}, &signal.HTTPError{Status: 503}
		})
		p.peer.stopMedia()
		p.peer.events <- session.TransportClosed{}
		var failure *session.Error
		if err := p.ended(t); !errors.As(err, &failure) || failure.Code != session.CodeHTTPStatus || !failure.Retryable() {
			t.Errorf("Run returned %v", err)
		}
		var delays []time.Duration
		for i, told := range eventsOf[session.Reconnecting](p.sink) {
			delays = append(delays, told.Delay)
			if told.Attempt != i+1 {
				t.Errorf("event %d reports attempt %d", i+1, told.Attempt)
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

// TestRefusalIsFinal: a refusal ends the play, unless its errcode is listed.
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
			p.peer.stopMedia()
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

// TestStartIsRetried: a play can wait for a stream that is not live yet.
func TestStartIsRetried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) {
			p.Config.Retry = session.Retry{MaxAttempts: session.Unlimited, BaseDelay: time.Second, MaxDelay: 2 * time.Second}
			p.peer.stopped, p.peer.autoConnect = true, true
			open := p.OpenPeer
			p.OpenPeer = func() (session.Peer, error) {
				peer, err := open()
				peer.(*fakePeer).stopped = len(p.later()) < 10
				if len(p.later()) == 10 {
					p.element.renders = true
				}
				return peer, err
			}
		})
		pass(2 * time.Minute)
		if got, want := p.sink.states(), "idle offering pulling connecting reconnecting playing"; got != want {
			t.Errorf("states: %s, want %s", got, want)
		}
		for _, told := range eventsOf[session.Reconnecting](p.sink) {
			if told.Reason.Code != session.CodeNoMedia {
				t.Errorf("reason: %v", told.Reason)
			}
		}
		if frames := eventsOf[session.FirstFrame](p.sink); len(frames) != 1 || frames[0].Elapsed < 50*time.Second {
			t.Errorf("firstframe: %+v", frames)
		}
		p.stop()
		_ = p.ended(t)
		p.eachStopped(t, 11)
	})
}

// TestRetryAfter: the next attempt waits for the server's Retry-After, if MaxDelay
// allows that.
func TestRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) { p.Config.Retry.MaxDelay = 20 * time.Second })
		p.server.pulls(func(context.Context) (signal.PullStreamReply, error) {
			return signal.PullStreamReply{}, &signal.HTTPError{Status: 503, RetryAfter: 8 * time.Second}
		})
		p.peer.events <- session.TransportClosed{}
		pass(time.Second)
		told := eventsOf[session.Reconnecting](p.sink)
		if len(told) != 2 || told[1].Delay != 8*time.Second {
			t.Errorf("reconnecting: %+v, want the second attempt after 8 s", told)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestAttemptsAreCountedAnew: ten seconds of playing renew the attempts, a shorter
// time does not.
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

// TestStopWhileReconnecting: the svrsig of an attempt is stopped in every phase of
// the attempt.
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
				t.Errorf("Run returned %v", err)
			}
			if got := p.since(t); got != "reconnecting stopped" {
				t.Errorf("states: %s", got)
			}
			p.eachStopped(t, test.stops)
		})
	}
}
