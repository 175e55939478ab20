package session_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
	"lebplayer/signal/session/avsync"
)

// changeable makes a play whose settings can change, and returns a function that
// changes them.
func changeable(p *play) (change func(func(*session.Settings))) {
	changes, settings := make(chan session.Settings, 1), p.Config.Settings
	p.Changes = changes
	return func(edit func(*session.Settings)) {
		edit(&settings)
		changes <- settings
		synctest.Wait()
	}
}

// playingChangeable is playing, for a play whose settings can change.
func playingChangeable(t *testing.T, prepare func(*play)) (p *play, change func(func(*session.Settings))) {
	p = playing(t, func(p *play) {
		if prepare != nil {
			prepare(p)
		}
		change = changeable(p)
	})
	return p, change
}

func TestStatsIntervalChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, change := playingChangeable(t, nil)
		count := func(d time.Duration) int {
			before := len(eventsOf[session.Stats](p.sink))
			pass(d)
			return len(eventsOf[session.Stats](p.sink)) - before
		}
		change(func(s *session.Settings) { s.StatsInterval = 200 * time.Millisecond })
		if n := count(2 * time.Second); n != 10 {
			t.Errorf("%d stats in 2 s at 200 ms, want 10", n)
		}
		change(func(s *session.Settings) { s.StatsInterval = 5 * time.Second })
		if n := count(4 * time.Second); n != 0 {
			t.Errorf("%d stats in 4 s at 5 s, want none", n)
		}
		change(func(s *session.Settings) { s.Latency = time.Second })
		if n := count(time.Second); n != 1 {
			t.Errorf("%d stats 5 s after the interval was set, want 1: another setting does not begin it anew", n)
		}
		p.stop()
		_ = p.ended(t)
	})
}

func TestLatencyChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, change := playingChangeable(t, func(p *play) {
			automatic(p)
			p.peer.lossy = true
		})
		change(func(s *session.Settings) { s.Latency = 500 * time.Millisecond })
		if got := p.peer.jitterBufferTarget(); got != 500*time.Millisecond {
			t.Errorf("the target is %v at once, want 500ms", got)
		}
		pass(5 * time.Second)
		if got := p.peer.jitterBufferTarget(); got != 500*time.Millisecond {
			t.Errorf("the target is %v on a lossy path, want 500ms as configured", got)
		}
		change(func(s *session.Settings) { s.Latency = session.LatencyAuto })
		if got := p.peer.jitterBufferTarget(); got != avsync.BrowserDefault {
			t.Errorf("the target is %v at once, want the browser's", got)
		}
		pass(5 * time.Second)
		raised := p.peer.jitterBufferTarget()
		if raised <= 0 {
			t.Errorf("the target is %v on a lossy path, want it raised", raised)
		}
		change(func(s *session.Settings) { s.Reports.Quality = false })
		if got := p.peer.jitterBufferTarget(); got != raised {
			t.Errorf("the target is %v after another setting has changed, want %v still", got, raised)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestSettingsChangeBeforeTheFirstFrame: a start, and a pull that is being made beside
// another one, end with the newest settings.
func TestSettingsChangeBeforeTheFirstFrame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var change func(func(*session.Settings))
		p := start(t, func(p *play) {
			automatic(p)
			change = changeable(p)
		})
		synctest.Wait()
		p.connect(false)
		synctest.Wait()
		change(func(s *session.Settings) {
			s.Latency, s.StatsInterval, s.Reports = 300*time.Millisecond, 100*time.Millisecond, session.Reports{}
		})
		p.element.events <- session.FrameRendered{At: time.Now()}
		pass(time.Second)
		if got := p.peer.jitterBufferTarget(); got != 300*time.Millisecond {
			t.Errorf("the target is %v, want 300ms", got)
		}
		if n := len(eventsOf[session.Stats](p.sink)); n != 10 {
			t.Errorf("%d stats in a second at 100 ms, want 10", n)
		}
		if got, want := p.server.endpoints(), "pullstream"; got != want {
			t.Errorf("calls: %s, want no report, not even those of the start", got)
		}
		p.peer.events <- session.TransportClosed{}
		p.server.pulls(answerAfter(time.Second, pulled, nil))
		pass(time.Second)
		change(func(s *session.Settings) { s.Latency = 400 * time.Millisecond })
		pass(2 * time.Second)
		if later := p.later(); len(later) != 1 || later[0].jitterBufferTarget() != 400*time.Millisecond {
			t.Errorf("the target of the next pull is not 400ms")
		}
		p.stop()
		_ = p.ended(t)
	})
}

func TestReportsChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, change := playingChangeable(t, nil)
		count := func() (quality, ice int) {
			q, i := len(p.server.of(signal.EndpointReportQuality)), len(p.server.of(signal.EndpointReportICEState))
			p.peer.events <- session.ICEStateChanged{Connection: "completed", Gathering: "complete"}
			pass(4 * time.Second)
			return len(p.server.of(signal.EndpointReportQuality)) - q, len(p.server.of(signal.EndpointReportICEState)) - i
		}
		for _, reports := range []session.Reports{{}, {Quality: true}, {ICEState: true}, {Quality: true, ICEState: true}} {
			change(func(s *session.Settings) { s.Reports = reports })
			pass(2 * time.Second) // the counters are read again
			quality, ice := count()
			if wanted := (session.Reports{Quality: quality == 2, ICEState: ice == 1}); wanted != reports || quality%2 != 0 {
				t.Errorf("%d reportquality and %d reporticestate in 4 s with %+v", quality, ice, reports)
			}
		}
		p.stop()
		_ = p.ended(t)
	})
}

func TestRetryChanges(t *testing.T) {
	notExist := func(context.Context) (signal.PullStreamReply, error) {
		return signal.PullStreamReply{}, &signal.APIError{Code: signal.CodeStreamNotExist, Message: "no"}
	}
	tests := []struct {
		name   string
		retry  session.Retry // at first
		change session.Retry
		pull   func(context.Context) (signal.PullStreamReply, error) // after that
		want   string                                                // states
	}{
		{"none from now on", session.DefaultRetry, session.Retry{}, nil, "failed"},
		{"from now on", session.Retry{}, session.DefaultRetry, nil, "reconnecting playing"},
		{"after a refusal", session.DefaultRetry, session.Retry{MaxAttempts: 2, ErrCodes: []signal.Code{signal.CodeStreamNotExist}}, notExist,
			"reconnecting failed"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, change := playingChangeable(t, func(p *play) { p.Config.Retry = test.retry })
				change(func(s *session.Settings) { s.Retry = test.change })
				p.server.pulls(test.pull)
				p.peer.events <- session.TransportClosed{}
				pass(5 * time.Second)
				if got := p.since(t); got != test.want {
					t.Errorf("states: %s, want %s", got, test.want)
				}
				pulls := len(p.server.of(signal.EndpointPullStream))
				if test.pull != nil && pulls != 3 {
					t.Errorf("%d pulls, want the first and two attempts", pulls)
				}
				p.stop()
				_ = p.ended(t)
			})
		})
	}
}

// TestAudioApartAfterAChange: audio that plays apart from a muted video can be heard
// after the settings no longer let its receiver be renewed to keep the delay small.
func TestAudioApartAfterAChange(t *testing.T) {
	tests := []struct {
		name           string
		change         func(*session.Settings)
		renegotiations int
	}{
		{"a configured latency", func(s *session.Settings) { s.Latency = 200 * time.Millisecond }, 1},
		{"no retry: nothing may be lost", func(s *session.Settings) { s.Retry = session.Retry{} }, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, change := playingChangeable(t, func(p *play) {
					automatic(p)
					p.element.silent.Store(true)
				})
				pass(5 * time.Second)
				change(test.change)
				p.element.silent.Store(false)
				pass(10 * time.Second)
				if a := p.peer.negotiation(); a.renegotiations != test.renegotiations || a.apart() != (test.renegotiations == 0) {
					t.Errorf("%d renegotiations, answer %q; want %d", a.renegotiations, a.remote, test.renegotiations)
				}
				if got := p.since(t); got != "" {
					t.Errorf("states: %s, want it to play on", got)
				}
				p.stop()
				_ = p.ended(t)
			})
		})
	}
}

// TestRetryChangesDuringATrial: a renegotiation whose pull would no longer be replaced
// ends without an effect if it can.
func TestRetryChangesDuringATrial(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, change := playingChangeable(t, func(p *play) {
			automatic(p)
			p.peer.keepsReceiver = true
			p.element.silent.Store(true)
		})
		pass(5 * time.Second)
		p.element.silent.Store(false)
		pass(300 * time.Millisecond) // until audio has arrived
		change(func(s *session.Settings) { s.Retry = session.Retry{} })
		pass(10 * time.Second)
		if got := p.since(t); got != "" || p.peer.negotiation().renegotiations != 1 {
			t.Errorf("states: %s after %d renegotiations, want it to play on after one", got, p.peer.negotiation().renegotiations)
		}
		p.stop()
		if err := p.ended(t); err != nil {
			t.Errorf("Run returned %v", err)
		}
	})
}

// TestStatsOfTheRest: what was read for the reports since the last statistics is told at
// the end of a pull, without another reading.
func TestStatsOfTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) { p.Config.StatsInterval = time.Minute })
		pass(5 * time.Second)
		if got := len(eventsOf[session.Stats](p.sink)); got != 0 {
			t.Errorf("%d stats in 5 s, want none", got)
		}
		p.stop()
		_ = p.ended(t)
		stats := eventsOf[session.Stats](p.sink)
		if len(stats) != 1 || stats[0].Sample.Video.BytesReceived == 0 {
			t.Errorf("the stats at the end are %+v", stats)
		}
	})
}
