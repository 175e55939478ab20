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

// TestEachPullHasASessionID of its own, as the specification asks: the page's is
// the first pull's, and firstframe tells which one that was.
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
		if frames := eventsOf[session.FirstFrame](p.page); len(frames) != 1 || frames[0].SessionID != "session-1" {
			t.Errorf("firstframe: %+v", frames)
		}
	})
}

// TestFirstFrameOfARetriedStart tells the sessionid of the pull that it is of.
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
		p.screen.events <- session.FrameRendered{At: time.Now()}
		synctest.Wait()
		if frames := eventsOf[session.FirstFrame](p.page); len(frames) != 1 || frames[0].SessionID != "session-1-2" {
			t.Errorf("firstframe: %+v", frames)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestLocalDescriptionThatIsNeverSet: a connection that the page has closed never
// says so. The start ends when its time is over, and what the server has begun
// is stopped; a stop ends it at once.
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
				if got := p.page.states(); got != "idle offering pulling connecting stopped" {
					t.Errorf("states: %s", got)
				}
			}
			var failure *session.Error
			if err := p.ended(t); !stopped && (!errors.As(err, &failure) || failure.Code != session.CodeTimeout) {
				t.Errorf("Run gave %v, want timeout", err)
			}
			p.eachStopped(t, 1)
		})
	}
}

// TestFirstFrameReport: from the request for the stream to the frame that a
// viewer has seen, by the server's clock; and none without such a frame.
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
				p.screen.events <- test.frame
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
				if stats := eventsOf[session.Stats](p.page); !stats[0].At.Equal(test.frame.At.Add(ahead + session.DefaultStatsInterval)) {
					t.Errorf("the stats are of %v", stats[0].At)
				}
			})
		})
	}
}

// TestFirstFrameReportOfAnotherPull waits for a frame of it on the screen.
func TestFirstFrameReportOfAnotherPull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, nil)
		p.screen.mu.Lock()
		p.screen.renders = false
		p.screen.mu.Unlock()
		p.peer.events <- session.TransportClosed{}
		pass(time.Second)
		if n := len(p.server.of(signal.EndpointFirstFrame)); n != 1 {
			t.Errorf("%d reports before a frame of the second pull was on the screen, want 1", n)
		}
		p.screen.events <- session.FrameRendered{At: time.Now()}
		p.screen.events <- session.FrameRendered{At: time.Now()}
		pass(time.Second)
		if n := len(p.server.of(signal.EndpointFirstFrame)); n != 2 {
			t.Errorf("%d reports of two pulls", n)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestUnreadableCounters: what can't be read is not told.
func TestUnreadableCounters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) { p.peer.unreadable = true })
		synctest.Wait()
		p.connect(true)
		pass(20 * time.Second)
		if stats, reports := eventsOf[session.Stats](p.page), p.server.of(signal.EndpointReportQuality); len(stats)+len(reports) != 0 {
			t.Errorf("%d stats and %d reports of nothing", len(stats), len(reports))
		}
		p.stop()
		_ = p.ended(t)
	})
}
