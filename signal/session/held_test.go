package session_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

// holding is a pull made ahead, with its fakes. Its server is that of the play.
type holding struct {
	*session.Held
	peer    *fakePeer
	element *fakeElement
	over    chan struct{}
}

// hold makes a pull of a URL ahead, whose peer connects.
func hold(server session.Signalling, url string, change func(*session.Session, *fakePeer)) *holding {
	h := &holding{peer: newFakePeer(), element: &fakeElement{events: make(chan session.ElementEvent, 32)}, over: make(chan struct{})}
	h.peer.autoConnect = true
	s := &session.Session{
		Config: session.Config{
			StreamURL: url, SessionID: "held", StartTime: time.Now(), StartTimeout: session.DefaultStartTimeout,
			StallTimeout: session.DefaultStallTimeout, Settings: session.DefaultSettings,
		},
		Signalling: server, OpenPeer: func() (session.Peer, error) { return h.peer, nil },
		Element: h.element, Page: &fakePage{}, Observer: &recorder{}, Random: func() float64 { return 0 },
	}
	if change != nil {
		change(s, h.peer)
	}
	h.Held = s.Hold(func() { close(h.over) })
	return h
}

// ended waits for the end of what was held, and checks that the peer is closed, or not.
func (h *holding) ended(t *testing.T, closed int32) {
	t.Helper()
	<-h.over
	synctest.Wait()
	if n := h.peer.closed.Load(); n != closed {
		t.Errorf("the peer was closed %d times, want %d", n, closed)
	}
	if n := h.element.closed.Load(); n != 1 {
		t.Errorf("the element was closed %d times, want once", n)
	}
}

// TestHeldIsPlayed: a play shows what was pulled ahead, also what is still being
// pulled, by the sessionid of that pull.
func TestHeldIsPlayed(t *testing.T) {
	for name, wait := range map[string]time.Duration{"ready": 3 * time.Second, "still in the making": 0} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var h *holding
				p := start(t, func(p *play) {
					h = hold(p.server, streamURL, nil)
					pass(wait)
					if wait > 0 {
						if err := <-h.Ready; err != nil {
							t.Fatal(err)
						}
						if h.element.soundAlone != true || len(h.element.plays) != 1 || !h.element.plays[0] {
							t.Error("the sound does not play muted")
						}
					}
					p.peer = h.peer
					p.element.renders = true
					p.Held, p.Config.StartTime = h.Held, time.Now()
					p.OpenPeer = func() (session.Peer, error) { return nil, errors.New("the pull made ahead was not used") }
				})
				pass(3 * time.Second)
				h.ended(t, 0)
				if got := p.sink.states(); got != "idle connecting playing" {
					t.Errorf("states: %s", got)
				}
				first := eventsOf[session.FirstFrame](p.sink)
				if len(first) != 1 || first[0].SessionID != "held" || first[0].Elapsed > 500*time.Millisecond || first[0].Waterfall.Signalling != 0 {
					t.Errorf("first frame: %+v", first)
				}
				if ice := eventsOf[session.ICEState](p.sink); len(ice) == 0 || ice[0].Connection != "connected" {
					t.Errorf("ICE: %+v", ice)
				}
				p.stop()
				_ = p.ended(t)
				p.eachStopped(t, 1)
				if reports := p.server.of(signal.EndpointFirstFrame); len(reports) != 1 {
					t.Errorf("%d reports of the first frame", len(reports))
				}
				if reports := p.server.of(signal.EndpointReportQuality); len(reports) != 1 {
					t.Errorf("%d reports of the quality", len(reports))
				}
			})
		})
	}
}

// TestHeldIsTakenUnconnected: a play puts a pull on the screen whose connection is still
// coming up, as it does with one of its own, and tells the page of each step of ICE.
func TestHeldIsTakenUnconnected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var h *holding
		p := start(t, func(p *play) {
			h = hold(p.server, streamURL, func(_ *session.Session, peer *fakePeer) { peer.autoConnect = false })
			synctest.Wait()
			p.peer = h.peer
			p.Held = h.Held
			p.OpenPeer = func() (session.Peer, error) { return nil, errors.New("the pull made ahead was not used") }
		})
		synctest.Wait()
		h.ended(t, 0)
		if p.element.shows != 1 {
			t.Error("the element does not have the tracks before the connection is up")
		}
		p.connect(true)
		synctest.Wait()
		if got := p.sink.states(); got != "idle connecting playing" {
			t.Errorf("states: %s", got)
		}
		var steps []string
		for _, ice := range eventsOf[session.ICEState](p.sink) {
			steps = append(steps, ice.Connection)
		}
		if got := strings.Join(steps, " "); got != "checking connected" {
			t.Errorf("ICE: %s", got)
		}
		p.stop()
		_ = p.ended(t)
		p.eachStopped(t, 1)
	})
}

// TestHeldEndsBefore: what is pulled ahead and not shown is stopped once, whatever ends
// it. A play that was to show it pulls the stream itself, with a sessionid of its own.
func TestHeldEndsBefore(t *testing.T) {
	tests := map[string]func(*holding){
		"stopped":           func(h *holding) { h.Stop(); h.Stop() },
		"the server closes": func(h *holding) { h.peer.events <- session.TransportClosed{} },
		"no media":          func(h *holding) { h.peer.stopMedia(); pass(10 * time.Second) },
	}
	for name, end := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var h *holding
				p := start(t, func(p *play) {
					h = hold(p.server, streamURL, nil)
					pass(time.Second)
					end(h)
					h.ended(t, 1)
					p.eachStopped(t, 1)
					p.Held = h.Held
				})
				synctest.Wait()
				p.connect(true)
				synctest.Wait()
				if got := p.sink.states(); !strings.HasSuffix(got, "offering pulling connecting playing") {
					t.Errorf("states: %s", got)
				}
				p.stop()
				_ = p.ended(t)
				p.eachStopped(t, 2)
				if pulls := p.server.of(signal.EndpointPullStream); pulls[1].request.(signal.PullStreamRequest).SessionID == "held" {
					t.Error("two pulls have one sessionid")
				}
			})
		})
	}
}

// TestHoldFails: Ready gets the reason, and nothing is left.
func TestHoldFails(t *testing.T) {
	refusal := &signal.APIError{Code: signal.CodeStreamNotExist}
	tests := map[string]struct {
		url  string
		pull error
		stop bool
		want session.ErrorCode
	}{
		"refused":   {streamURL, refusal, false, session.CodeRefused},
		"a bad URL": {"rtmp://example.com/live/demo", nil, false, session.CodeBadStreamURL},
		"stopped":   {streamURL, nil, true, session.CodeAborted},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &fakeSignalling{}
				if test.pull != nil {
					server.pulls(func(context.Context) (signal.PullStreamReply, error) { return signal.PullStreamReply{}, test.pull })
				}
				h := hold(server, test.url, nil)
				if test.stop {
					synctest.Wait()
					h.Stop()
				}
				if err := session.AsError(<-h.Ready); err.Code != test.want {
					t.Errorf("got %v, want %s", err, test.want)
				}
				<-h.over
				synctest.Wait()
				if pulls, stops := len(server.of(signal.EndpointPullStream)), len(server.of(signal.EndpointStopStream)); test.pull == nil && pulls != stops {
					t.Errorf("%d pulls, %d stops", pulls, stops)
				}
			})
		})
	}
}

// TestHeldAsksForItsURLOnce: a function that gives the URL is asked when the pull is
// made, and not when it is shown.
func TestHeldAsksForItsURLOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		ask := func(context.Context) (string, error) { asked++; return streamURL, nil }
		p := start(t, func(p *play) {
			h := hold(p.server, "", func(s *session.Session, _ *fakePeer) { s.Config.AskURL = ask })
			pass(time.Second)
			p.peer, p.element.renders = h.peer, true
			p.Held, p.Config.StreamURL, p.Config.AskURL = h.Held, "", ask
		})
		pass(time.Second)
		if asked != 1 {
			t.Errorf("asked %d times", asked)
		}
		p.peer.events <- session.TransportClosed{} // the play does not retry
		_ = p.ended(t)
		p.eachStopped(t, 1)
	})
}

// TestPlayThatEndsStopsHeld: a play that is stopped, or can't begin, before it has taken
// the pull.
func TestPlayThatEndsStopsHeld(t *testing.T) {
	for name, url := range map[string]string{"stopped": streamURL, "a bad URL": "rtmp://example.com/live/demo"} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var h *holding
				p := start(t, func(p *play) {
					h = hold(p.server, streamURL, func(_ *session.Session, peer *fakePeer) { peer.autoConnect = false })
					synctest.Wait()
					p.Held, p.Config.StreamURL = h.Held, url
					p.peer.closed.Store(1) // it is not opened, or else closed twice
					p.OpenPeer = func() (session.Peer, error) { return nil, errors.New("another peer") }
				})
				synctest.Wait()
				p.stop()
				_ = p.ended(t)
				h.ended(t, 1)
				p.eachStopped(t, 1)
			})
		})
	}
}

// TestSwitchToHeld: the stream that was pulled ahead is on the screen at once, without
// another pull, and the one before is stopped.
func TestSwitchToHeld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		requests := make(chan *session.Switch)
		p := playing(t, func(p *play) { p.Switches = requests })
		h := hold(p.server, otherURL, nil)
		pass(2 * time.Second)
		asked, done := time.Now(), make(chan error, 1)
		requests <- &session.Switch{StreamURL: otherURL, Held: h.Held, Done: done}
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if took := time.Since(asked); took > 0 {
			t.Errorf("it took %v", took)
		}
		h.ended(t, 0)
		if p.element.shown() != h.peer {
			t.Error("it is not shown")
		}
		pass(5 * time.Second)
		if got := len(p.server.of(signal.EndpointPullStream)); got != 2 {
			t.Errorf("%d pulls", got)
		}
		p.stop()
		_ = p.ended(t)
		h.ended(t, 1)
		p.eachStopped(t, 2)
	})
}
