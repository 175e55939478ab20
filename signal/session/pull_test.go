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

// TestEachPullHasASessionID: each pull has a sessionid of its own, as the
// specification demands. The first pull has the page's, and firstframe reports that
// of its pull.
func TestEachPullHasASessionID(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, switchTo := switching(t, nil)
		p.peer.events <- session.TransportClosed{}
		pass(time.Second)
		if err := <-switchTo(otherURL); err != nil {
			t.Fatal(err)
		}
		p.stop()
		_ = p.ended(t)
		for i, want := range []string{"session-1", "session-1-2", "session-1-3"} {
			pulls := p.server.of(signal.EndpointPullStream)
			if got := pulls[i].request.(signal.PullStreamRequest).SessionID; got != want {
				t.Errorf("pull %d has the sessionid %s, want %s", i+1, got, want)
			}
		}
		if frames := eventsOf[session.FirstFrame](p.sink); len(frames) != 1 || frames[0].SessionID != "session-1" {
			t.Errorf("firstframe: %+v", frames)
		}
	})
}

// TestFirstFrameOfARetriedStart: firstframe reports the sessionid of the pull that
// succeeded.
func TestFirstFrameOfARetriedStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) {
			p.Config.Retry = session.DefaultRetry
			p.server.pull = func(context.Context) (signal.PullStreamReply, error) {
				if len(p.server.of(signal.EndpointPullStream)) == 1 {
					return signal.PullStreamReply{}, &signal.HTTPError{Status: 503}
				}
				return pulled, nil
			}
		})
		pass(time.Second)
		p.element.events <- session.FrameRendered{At: time.Now()}
		synctest.Wait()
		if frames := eventsOf[session.FirstFrame](p.sink); len(frames) != 1 || frames[0].SessionID != "session-1-2" {
			t.Errorf("firstframe: %+v", frames)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestLocalDescriptionThatIsNeverSet: in a connection that the page has closed, the
// promise never settles. The start ends after StartTimeout, or at once if the play is
// stopped, and the server's stream is stopped.
func TestLocalDescriptionThatIsNeverSet(t *testing.T) {
	for _, stopped := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			p := start(t, func(p *play) {
				p.peer.unsettled = true
				prepared, err := session.Prepare(t.Context(), p.OpenPeer, false)
				if err != nil {
					t.Fatal(err)
				}
				p.Prepared = prepared
			})
			pass(time.Second)
			if stopped {
				p.stop()
				synctest.Wait()
				if got := p.sink.states(); got != "idle offering pulling connecting stopped" {
					t.Errorf("states: %s", got)
				}
			}
			var failure *session.Error
			if err := p.ended(t); !stopped && (!errors.As(err, &failure) || failure.Code != session.CodeTimeout) {
				t.Errorf("Run returned %v, want timeout", err)
			}
			p.eachStopped(t, 1)
		})
	}
}

// TestFirstFrameReport: the report has the times of the request for the stream and of
// the frame that a viewer has seen, by the server's clock. Without such a frame there
// is no report.
func TestFirstFrameReport(t *testing.T) {
	const ahead = 8 * time.Hour // the page's clock, of a machine that has slept
	tests := []struct {
		name  string
		frame session.FrameRendered
		sent  bool
	}{
		{"seen", session.FrameRendered{}, true},
		{"in a hidden page", session.FrameRendered{Unseen: true}, false},
		{"audio alone", session.FrameRendered{Unseen: true, AudioOnly: true}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begun := time.Now()
				p := start(t, func(p *play) {
					p.Wall = func(t time.Time) time.Time { return t.Add(ahead) }
					p.Config.StartTime = begun.Add(-time.Second) // leb.wasm had to be loaded
				})
				pass(300 * time.Millisecond)
				test.frame.At = time.Now()
				p.peer.connect()
				p.element.events <- test.frame
				pass(3 * time.Second)
				p.stop()
				_ = p.ended(t)
				reports := p.server.of(signal.EndpointFirstFrame)
				if !test.sent {
					if len(reports) != 0 {
						t.Errorf("firstframeusetime of a frame that nobody has seen: %+v", reports)
					}
					return
				}
				if len(reports) != 1 {
					t.Fatalf("%d reports, want 1", len(reports))
				}
				want := signal.FirstFrameReport{StartTime: signal.TimestampOf(begun.Add(ahead)), FirstPlayTime: signal.TimestampOf(test.frame.At.Add(ahead))}
				if got := reports[0].request.(firstFrameReport).FirstFrameReport; got != want {
					t.Errorf("reported %+v, want %+v", got, want)
				}
				quality := p.server.of(signal.EndpointReportQuality)[0].request.(qualityReport)
				if want := signal.TimestampOf(test.frame.At.Add(ahead)); quality.BeginUTime != want {
					t.Errorf("reportquality begins at %s, want %s", quality.BeginUTime, want)
				}
				if stats := eventsOf[session.Stats](p.sink); !stats[0].At.Equal(test.frame.At.Add(ahead + session.DefaultStatsInterval)) {
					t.Errorf("the stats are of %v", stats[0].At)
				}
			})
		})
	}
}

// TestFirstFrameReportOfAnotherPull: the report of another pull waits for a frame of
// that pull on the screen.
func TestFirstFrameReportOfAnotherPull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, nil)
		p.element.mu.Lock()
		p.element.renders = false
		p.element.mu.Unlock()
		p.peer.events <- session.TransportClosed{}
		pass(time.Second)
		if n := len(p.server.of(signal.EndpointFirstFrame)); n != 1 {
			t.Errorf("%d reports before a frame of the second pull was on the screen, want 1", n)
		}
		p.element.events <- session.FrameRendered{At: time.Now()}
		p.element.events <- session.FrameRendered{At: time.Now()}
		pass(time.Second)
		if n := len(p.server.of(signal.EndpointFirstFrame)); n != 2 {
			t.Errorf("%d reports of two pulls", n)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestUnreadableCounters: without counters, there are no stats and no quality reports.
func TestUnreadableCounters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) { p.peer.unreadable = true })
		synctest.Wait()
		p.connect(true)
		pass(20 * time.Second)
		if stats, reports := eventsOf[session.Stats](p.sink), p.server.of(signal.EndpointReportQuality); len(stats)+len(reports) != 0 {
			t.Errorf("%d stats and %d reports without counters", len(stats), len(reports))
		}
		p.stop()
		_ = p.ended(t)
	})
}
