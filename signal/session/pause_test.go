package session_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

// pause pauses or resumes the element as a viewer does.
func (p *play) pause(on bool) {
	p.element.paused.Store(on)
	p.element.events <- session.Steered{}
	synctest.Wait()
}

// TestPause: a short pause keeps the pull. A long pause releases it, and another pull
// is made when the element is resumed.
func TestPause(t *testing.T) {
	tests := []struct {
		name      string
		pause     time.Duration
		meanwhile func(*play)
		pulls     int
		states    string
	}{
		{"short", 9 * time.Second, nil, 1, "paused playing"},
		{"long", 11 * time.Second, nil, 2, "paused reconnecting playing"},
		{"short, and the server closes", 5 * time.Second, func(p *play) { p.peer.events <- session.TransportClosed{} }, 2, "paused reconnecting playing"},
		{"long, and the server closes", time.Hour, func(p *play) { p.peer.events <- session.TransportClosed{} }, 2, "paused reconnecting playing"},
		{"short, without media", 9 * time.Second, func(p *play) { p.peer.stopMedia(); pass(8 * time.Second); p.peer.resumeMedia() }, 1, "paused playing"},
		{"the page comes back meanwhile", time.Minute, func(p *play) { p.page.returned <- struct{}{} }, 2, "paused reconnecting playing"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := playing(t, nil)
				p.pause(true)
				begun := time.Now()
				if test.meanwhile != nil {
					test.meanwhile(p)
				}
				pass(test.pause - time.Since(begun))
				if stops, want := len(p.server.of(signal.EndpointStopStream)), test.pause > session.DefaultPauseTimeout; (stops == 1) != want {
					t.Errorf("%d stopstreams in the pause", stops)
				}
				if p.peer.closed.Load() != 0 {
					t.Error("the connection, and with it the picture, is gone")
				}
				p.pause(false)
				pass(3 * time.Second)
				if got := p.since(t); got != test.states {
					t.Errorf("states: %s, want %s", got, test.states)
				}
				if stalls, again := eventsOf[session.Stall](p.sink), eventsOf[session.Reconnecting](p.sink); len(stalls)+len(again) != 0 {
					t.Errorf("a pause was reported as a fault: %v %v", stalls, again)
				}
				p.stop()
				_ = p.ended(t)
				p.eachStopped(t, test.pulls)
			})
		})
	}
}

// TestResumeThatFails: a pull after a pause is tried again like any other pull.
func TestResumeThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, nil)
		p.pause(true)
		pass(time.Minute)
		p.server.pulls(func(context.Context) (signal.PullStreamReply, error) {
			return signal.PullStreamReply{}, &signal.HTTPError{Status: 503}
		})
		p.pause(false)
		p.server.pulls(nil)
		pass(5 * time.Second)
		recovered := eventsOf[session.Recovered](p.sink)
		if len(recovered) != 1 || recovered[0].Attempts != 1 || recovered[0].Duration > 5*time.Second {
			t.Errorf("recovered: %+v", recovered)
		}
		if got := p.since(t); got != "paused reconnecting playing" {
			t.Errorf("states: %s", got)
		}
		p.stop()
		_ = p.ended(t)
		if stops := p.server.of(signal.EndpointStopStream); len(stops) != 2 {
			t.Errorf("%d streams were stopped, want the 2 there were", len(stops))
		}
	})
}

func TestStopInALongPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, nil)
		p.pause(true)
		pass(time.Minute)
		p.stop()
		if err := p.ended(t); err != nil {
			t.Error(err)
		}
		p.eachStopped(t, 1)
	})
}

func TestSwitchInALongPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, switchTo := switching(t, nil)
		p.pause(true)
		pass(time.Minute)
		if err := <-switchTo(otherURL); err != nil {
			t.Fatal(err)
		}
		pass(time.Second)
		p.pause(false)
		pass(time.Second)
		if got := p.since(t); got != "paused playing" {
			t.Errorf("states: %s", got)
		}
		p.stop()
		_ = p.ended(t)
		p.eachStopped(t, 2)
	})
}

// TestInterrupted: an element that the browser has paused is resumed when that is
// possible.
func TestInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, nil)
		p.element.interrupted.Store(true)
		p.element.paused.Store(true)
		pass(time.Second)
		if plays := p.element.plays; len(plays) != 2 || plays[1] {
			t.Errorf("the element was started with %v (muted), want once more, with sound", plays)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestStopstreamFailsInAPause: stopstream is repeated, as the server goes on sending.
// If it never succeeds, the connection is closed, so that the viewer does not receive
// and pay for a stream that is not watched.
func TestStopstreamFailsInAPause(t *testing.T) {
	tests := []struct {
		name     string
		failures int
		closed   int32 // connections, in the pause
		stops    int   // stopstreams, in the pause
	}{
		{"once", 1, 0, 2},
		{"always", 1000, 1, 5},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := playing(t, func(p *play) {
					p.server.stop = func(context.Context) error {
						if test.failures--; test.failures >= 0 {
							return &signal.HTTPError{Status: 503}
						}
						return nil
					}
				})
				p.pause(true)
				pass(time.Hour)
				if n := p.peer.closed.Load(); n != test.closed {
					t.Errorf("the connection was closed %d times in the pause, want %d", n, test.closed)
				}
				if n := len(p.server.of(signal.EndpointStopStream)); n != test.stops {
					t.Errorf("%d stopstreams in the pause, want %d", n, test.stops)
				}
				if warnings := eventsOf[session.Warning](p.sink); len(warnings) != 1 || warnings[0].Err.Endpoint != signal.EndpointStopStream {
					t.Errorf("warnings: %v, want one", warnings)
				}
				p.pause(false)
				pass(3 * time.Second)
				if got := p.since(t); got != "paused reconnecting playing" {
					t.Errorf("states: %s", got)
				}
				p.stop()
				_ = p.ended(t)
			})
		})
	}
}

// TestStopDuringARepeatedStopstream: the end of a play does not wait for the
// repetitions.
func TestStopDuringARepeatedStopstream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) {
			p.server.stop = func(context.Context) error { return &signal.HTTPError{Status: 503} }
		})
		p.pause(true)
		pass(11 * time.Second)
		begun := time.Now()
		p.stop()
		_ = p.ended(t)
		if took := time.Since(begun); took > time.Second {
			t.Errorf("stop took %s", took)
		}
	})
}

// TestStopDuringTheFirstStopstream: a failure of stopstream is reported once, though
// both the pause and the end of the play call for it.
func TestStopDuringTheFirstStopstream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) {
			p.server.stop = func(context.Context) error { time.Sleep(2 * time.Second); return &signal.HTTPError{Status: 503} }
		})
		p.pause(true)
		pass(session.DefaultPauseTimeout + time.Second)
		p.stop()
		_ = p.ended(t)
		if warnings := eventsOf[session.Warning](p.sink); len(warnings) != 1 {
			t.Errorf("warnings: %v, want one", warnings)
		}
	})
}

// TestALongPauseIsNoFreeze: the time of a pause does not count as a freeze.
func TestALongPauseIsNoFreeze(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, switchTo := switching(t, nil)
		p.pause(true)
		pass(10 * time.Minute)
		if err := <-switchTo(otherURL); err != nil {
			t.Fatal(err)
		}
		p.pause(false)
		pass(3 * time.Second)
		stats := eventsOf[session.Stats](p.sink)
		if longest := stats[len(stats)-1].Freezes.Longest; longest > time.Second {
			t.Errorf("the longest freeze lasted %s", longest)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestNoStatsInALongPause: there are no stats events of a released stream, and its
// counters are not read.
func TestNoStatsInALongPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, nil)
		p.pause(true)
		pass(session.DefaultPauseTimeout + time.Second)
		before, reads := len(eventsOf[session.Stats](p.sink)), p.peer.reads
		pass(time.Hour)
		if after := len(eventsOf[session.Stats](p.sink)); after != before || p.peer.reads != reads {
			t.Errorf("%d stats and %d readings in an hour of pause", after-before, p.peer.reads-reads)
		}
		p.stop()
		_ = p.ended(t)
	})
}
