package session_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

// blocked starts a session that retries, and whose connections never come up.
func blocked(t *testing.T, change func(*play)) *play {
	t.Helper()
	return start(t, func(p *play) {
		p.Config.Retry = session.DefaultRetry
		if change != nil {
			change(p)
		}
		p.neverConnects()
	})
}

// neverConnects keeps the connections of later pulls from coming up.
func (p *play) neverConnects() {
	open := p.OpenPeer
	p.OpenPeer = func() (session.Peer, error) {
		peer, err := open()
		peer.(*fakePeer).autoConnect = false
		return peer, err
	}
}

// TestNoConnection: a play that reaches no media server knows soon, and tries once
// more.
func TestNoConnection(t *testing.T) {
	tests := []struct {
		name   string
		change func(*play)
		pulls  int
		within time.Duration
	}{
		{"by default", nil, 2, 11 * time.Second},
		{"in half the time", func(p *play) { p.Config.StartTimeout = 3 * time.Second }, 2, 7 * time.Second},
		{"with much time", func(p *play) { p.Config.StartTimeout = time.Minute }, 2, 11 * time.Second},
		{"without retry", func(p *play) { p.Config.Retry.MaxAttempts = 0 }, 1, 6 * time.Second},
		{"as the browser tells", func(p *play) {
			p.peer.events <- session.ConnectionStateChanged{State: "failed"}
		}, 2, 7 * time.Second},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begun := time.Now()
				p := blocked(t, func(p *play) {
					p.Random = func() float64 { return 0.999 } // nearly the longest delay between the pulls
					if test.change != nil {
						test.change(p)
					}
				})
				err := session.AsError(p.ended(t))
				if err.Code != session.CodeICEFailed || !err.Retryable() || !strings.Contains(err.Message, "UDP") {
					t.Errorf("Run returned %v", err)
				}
				if took := time.Since(begun); took > test.within {
					t.Errorf("it took %v, want at most %v", took, test.within)
				}
				p.eachStopped(t, test.pulls)
			})
		})
	}
}

// TestSlowConnection: a connection that takes four seconds is waited for.
func TestSlowConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := blocked(t, nil)
		p.peer.events <- session.ICEStateChanged{Connection: "checking", Gathering: "complete"}
		pass(4 * time.Second)
		p.connect(true)
		pass(time.Minute)
		if got, want := p.sink.states(), "idle offering pulling connecting playing"; got != want {
			t.Errorf("states: %s, want %s", got, want)
		}
		p.stop()
		_ = p.ended(t)
		p.eachStopped(t, 1)
	})
}

// TestConnectionLost: once a server has been reached, all attempts are used.
func TestConnectionLost(t *testing.T) {
	for _, change := range []func(*play){(*play).neverConnects, func(p *play) {
		p.neverConnects()
		p.Config.StartTimeout = 2 * time.Second
	}} {
		synctest.Test(t, func(t *testing.T) {
			p := playing(t, change)
			p.peer.stopMedia()
			p.peer.events <- session.TransportClosed{}
			if err := session.AsError(p.ended(t)); err.Code != session.CodeTimeout {
				t.Errorf("Run returned %v", err)
			}
			if got, want := len(p.server.of(signal.EndpointPullStream)), 1+session.DefaultRetry.MaxAttempts; got != want {
				t.Errorf("%d pulls, want %d", got, want)
			}
		})
	}
}

// TestConnectionAwaited: a play that may never give up does not.
func TestConnectionAwaited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := blocked(t, func(p *play) { p.Config.Retry.MaxAttempts = session.Unlimited })
		pass(5 * time.Minute)
		if pulls := len(p.server.of(signal.EndpointPullStream)); pulls < 10 {
			t.Errorf("%d pulls in five minutes", pulls)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestPageRemembersNoConnection: after a play that has reached no media server, the
// next one with a fallback leaves the screen to that at once, and tries WebRTC beside
// it.
func TestPageRemembersNoConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var memory atomic.Bool
		remembering := func(fallback bool) func(*play) {
			return func(p *play) { p.Unreachable, p.Config.Fallback = &memory, fallback }
		}
		inVain := func(fallback bool) {
			t.Helper()
			p := blocked(t, remembering(fallback))
			if err := session.AsError(p.ended(t)); err.Code != session.CodeICEFailed {
				t.Errorf("Run returned %v", err)
			}
			p.eachStopped(t, 2)
		}
		beside := func(change func(*play)) {
			t.Helper()
			p := start(t, change)
			synctest.Wait()
			if got, want := p.sink.states(), "idle offering failed"; got != want {
				t.Errorf("states: %s, want %s", got, want)
			}
			_ = p.ended(t)
			if p.element.shows > 0 {
				t.Error("the element shows what is tried beside it")
			}
			p.eachStopped(t, 1)
		}
		inVain(true)
		beside(func(p *play) {
			remembering(true)(p)
			p.neverConnects()
		})
		inVain(false) // nothing else can be played
		beside(func(p *play) {
			remembering(true)(p)
			p.peer.autoConnect = true
		})
		inVain(true) // a connection has come up since
	})
}
