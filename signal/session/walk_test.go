package session_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"lebplayer/signal"
	"lebplayer/signal/session"
	"lebplayer/signal/session/avsync"
)

const (
	bitrates = streamURL + "&tabr_bitrates=high,low"
	highURL  = bitrates + "&tabr_start_bitrate=high"
	lowURL   = bitrates + "&tabr_start_bitrate=low"
)

// walk is a play with events in any order.
type walk struct {
	t        *rapid.T
	service  *service
	hosts    *signal.Hosts
	element  *fakeElement
	page     *fakePage
	sink     *recorder
	switches chan *session.Switch
	changes  chan session.Settings
	held     []*session.Held
	answers  []chan error // of the requests to switch
	withdraw func()       // withdraws the newest of them
	stop     context.CancelFunc
	result   chan error
	began    time.Time
	stopped  bool

	mu    sync.Mutex
	peers []*fakePeer
	next  func(*fakePeer) // changes the next peers
}

// newWalk begins a play, with its fakes.
func newWalk(t *rapid.T) *walk {
	w := &walk{
		t: t, service: newService(), sink: &recorder{}, switches: make(chan *session.Switch), changes: make(chan session.Settings), result: make(chan error, 1), began: time.Now(),
		element: &fakeElement{events: make(chan session.ElementEvent, 64), renders: true}, page: &fakePage{returned: make(chan struct{}, 1)},
	}
	n := rapid.IntRange(1, 3).Draw(t, "hosts")
	w.hosts = w.service.hosts(n)
	random := rapid.SampledFrom([]float64{0, 0.5, 0.99}).Draw(t, "random")
	s := &session.Session{
		Config: session.Config{
			StreamURL: highURL, SessionID: "walk", ClientInfo: "a test", StartTime: time.Now(), StartTimeout: session.DefaultStartTimeout,
			StallTimeout: session.DefaultStallTimeout, PauseTimeout: session.DefaultPauseTimeout, Settings: drawSettings(t),
		},
		Signalling: signalling{w.hosts}, OpenPeer: w.open, Element: w.element, Page: w.page, Observer: w.sink,
		Random: func() float64 { return random }, Switches: w.switches, Changes: w.changes, NewReceivers: &avsync.Capability{},
	}
	if rapid.IntRange(0, 3).Draw(t, "held") == 0 {
		s.Held = w.hold(highURL)
		pass(time.Duration(rapid.IntRange(0, 3000).Draw(t, "heldMs")) * time.Millisecond)
	}
	ctx, stop := context.WithCancel(context.Background())
	w.stop = stop
	go func() { w.result <- s.Run(ctx) }()
	return w
}

func drawSettings(t *rapid.T) session.Settings {
	s := session.DefaultSettings
	s.StatsInterval = rapid.SampledFrom([]time.Duration{50 * time.Millisecond, 2 * time.Second}).Draw(t, "statsInterval")
	s.Latency = rapid.SampledFrom([]time.Duration{session.LatencyAuto, session.LatencyAuto, 500 * time.Millisecond}).Draw(t, "latency")
	s.Reports.Quality = rapid.Bool().Draw(t, "quality")
	s.Retry.MaxAttempts = rapid.SampledFrom([]int{0, 1, 6}).Draw(t, "maxAttempts")
	return s
}

// open makes a peer, changed by next.
func (w *walk) open() (session.Peer, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	m := newFakePeer()
	m.autoConnect = true
	if w.next != nil {
		w.next(m)
	}
	w.peers = append(w.peers, m)
	return m, nil
}

// hold makes a pull of a URL ahead. It stays in the walk's hands, too.
func (w *walk) hold(url string) *session.Held {
	s := &session.Session{
		Config: session.Config{
			StreamURL: url, SessionID: fmt.Sprintf("held%d", len(w.held)), StartTimeout: session.DefaultStartTimeout,
			StallTimeout: session.DefaultStallTimeout, Settings: session.DefaultSettings,
		},
		Signalling: signalling{w.hosts}, OpenPeer: w.open, Page: w.page, Observer: &recorder{},
		Element: &fakeElement{events: make(chan session.ElementEvent, 64)}, Random: func() float64 { return 0 },
	}
	h := s.Hold(func() {})
	w.held = append(w.held, h)
	return h
}

// emit emits an event of the peer on the screen.
func (w *walk) emit(e session.PeerEvent) {
	if p := w.element.shown(); p != nil && len(p.events) < cap(p.events)/2 { // the rest is for what the peer emits itself
		p.events <- e
	}
}

// steered emits that the element has been used.
func (w *walk) steered() {
	select {
	case w.element.events <- session.Steered{}:
	default:
	}
}

// returned emits that the page has come back.
func (w *walk) returned() {
	select {
	case w.page.returned <- struct{}{}:
	default:
	}
}

// hide hides the page, or shows it.
func (w *walk) hide(hidden bool) {
	frames := 0
	if hidden {
		frames = -1 // as in a browser: none can be shown
	}
	w.element.mu.Lock()
	w.element.hiddenFrames = frames
	w.element.mu.Unlock()
	w.page.hidden.Store(hidden)
}

// actions returns the events that can happen.
func (w *walk) actions() map[string]func(*rapid.T) {
	draw := func(t *rapid.T) behaviour {
		return behaviour{
			rapid.SampledFrom([]answer{good, good, hang, drop, busy, gone, refuse, half, garbled}).Draw(t, "answer"),
			time.Duration(rapid.IntRange(0, 3000).Draw(t, "afterMs")) * time.Millisecond,
		}
	}
	onScreen := func(change func(*fakePeer)) func(*rapid.T) {
		return func(*rapid.T) {
			if m := w.element.shown(); m != nil {
				change(m)
			}
		}
	}
	return map[string]func(*rapid.T){
		"time": func(t *rapid.T) {
			pass(time.Duration(rapid.IntRange(1, 8000).Draw(t, "ms")) * time.Millisecond)
		},
		"host": func(t *rapid.T) {
			b, host := draw(t), rapid.SampledFrom([]string{"host0", "host1", "host2"}).Draw(t, "host")
			w.service.set(func() { w.service.pull[host] = b })
		},
		"tabrctl": func(t *rapid.T) { b := draw(t); w.service.set(func() { w.service.bitrate = b }) },
		"reports": func(t *rapid.T) { b := draw(t); w.service.set(func() { w.service.report = b }) },
		"media": func(t *rapid.T) {
			kind := rapid.SampledFrom([]string{"good", "never connect", "silent", "undecodable", "audio alone"}).Draw(t, "kind")
			w.mu.Lock()
			w.next = peerOf(kind)
			w.mu.Unlock()
		},
		"server closes": func(*rapid.T) { onScreen((*fakePeer).stopMedia)(nil); w.emit(session.TransportClosed{}) },
		"ICE fails": func(*rapid.T) {
			onScreen((*fakePeer).stopMedia)(nil)
			w.emit(session.ConnectionStateChanged{State: "failed"})
		},
		"ICE is disconnected": func(*rapid.T) {
			w.emit(session.ICEStateChanged{Connection: "disconnected", Gathering: "complete"})
		},
		"silence":             onScreen((*fakePeer).stopMedia),
		"media again":         onScreen((*fakePeer).resumeMedia),
		"no frame decoded":    onScreen(func(m *fakePeer) { m.stopDecoding(false) }),
		"no key frame":        onScreen(func(m *fakePeer) { m.stopDecoding(true) }),
		"video disappears":    onScreen((*fakePeer).loseVideo),
		"mute":                func(t *rapid.T) { w.element.silent.Store(rapid.Bool().Draw(t, "silent")); w.steered() },
		"pause":               func(t *rapid.T) { w.element.paused.Store(rapid.Bool().Draw(t, "paused")); w.steered() },
		"interrupt":           func(*rapid.T) { w.element.interrupted.Store(true) },
		"hide":                func(t *rapid.T) { w.hide(rapid.Bool().Draw(t, "hidden")) },
		"offline":             func(t *rapid.T) { w.page.offline.Store(rapid.Bool().Draw(t, "offline")) },
		"the page comes back": func(*rapid.T) { w.hide(false); w.page.offline.Store(false); w.returned() },
		"switch": func(t *rapid.T) {
			w.switchTo(rapid.SampledFrom([]string{otherURL, lowURL, highURL, "rtmp://no"}).Draw(t, "to"), nil)
		},
		"prepare": func(t *rapid.T) {
			w.hold(rapid.SampledFrom([]string{otherURL, lowURL, "rtmp://no"}).Draw(t, "ahead"))
		},
		"switch to what is prepared": func(t *rapid.T) {
			if len(w.held) == 0 {
				t.Skip()
			}
			w.switchTo(otherURL, rapid.SampledFrom(w.held).Draw(t, "held"))
		},
		"drop what is prepared": func(t *rapid.T) {
			if len(w.held) == 0 {
				t.Skip()
			}
			rapid.SampledFrom(w.held).Draw(t, "held").Stop()
		},
		"settings": func(t *rapid.T) {
			select {
			case w.changes <- drawSettings(t):
			case <-time.After(time.Millisecond): // the play has ended
			}
		},
		"withdraw": func(t *rapid.T) {
			if w.withdraw == nil {
				t.Skip()
			}
			w.withdraw()
		},
		"move": func(t *rapid.T) {
			if len(w.element.events) < cap(w.element.events)/2 {
				w.element.move(w.element.paused.Load(), rapid.IntRange(0, 50).Draw(t, "unseen"))
			}
		},
		"take over": func(t *rapid.T) {
			if rapid.IntRange(0, 9).Draw(t, "really") > 0 {
				t.Skip()
			}
			select {
			case w.element.events <- session.Taken{}:
			default:
			}
		},
		"stop": func(t *rapid.T) {
			if rapid.IntRange(0, 9).Draw(t, "really") > 0 {
				t.Skip()
			}
			w.stopped = true
			w.stop()
		},
	}
}

// peerOf returns a change of a peer by which its media are of a kind.
func peerOf(kind string) func(*fakePeer) {
	return func(m *fakePeer) {
		switch kind {
		case "never connect":
			m.autoConnect = false
		case "silent":
			m.stopped = true
		case "undecodable":
			m.undecodable = true
		case "audio alone":
			m.audioOnly = true
		}
	}
}

// switchTo asks for another stream, which may have been pulled ahead, if the play takes
// requests.
func (w *walk) switchTo(url string, held *session.Held) {
	done := make(chan error, 1)
	withdrawn := make(chan struct{})
	select {
	case w.switches <- &session.Switch{StreamURL: url, Held: held, Withdrawn: withdrawn, Done: done}:
		w.answers = append(w.answers, done)
		w.withdraw = sync.OnceFunc(func() { close(withdrawn) })
	case <-time.After(time.Millisecond):
	}
}

// ended reports whether the play has entered its last state.
func (w *walk) ended() bool {
	path := w.sink.states()
	return strings.HasSuffix(path, "stopped") || strings.HasSuffix(path, "failed")
}

// mend repairs the service, the page and the element. Dead pulls stay dead.
func (w *walk) mend() {
	w.service.set(func() {
		clear(w.service.pull)
		w.service.stop, w.service.bitrate, w.service.report = behaviour{}, behaviour{}, behaviour{}
	})
	w.mu.Lock()
	w.next = nil
	w.mu.Unlock()
	w.hide(false)
	w.page.offline.Store(false)
	w.element.interrupted.Store(false)
	w.element.paused.Store(false)
	w.returned()
	w.steered()
}

// TestWalkOfPlays makes events happen to plays in any order, and checks "The laws of
// a play" of web/docs/design.md.
func TestWalkOfPlays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rapid.SyncTest(t, func(t *rapid.T) {
			w := newWalk(t)
			t.Repeat(w.actions())
			synctest.Wait()
			w.mend()
			pass(2 * time.Minute)
			t.Logf("states: %s", w.sink.states())
			if !w.ended() && !strings.HasSuffix(w.sink.states(), "playing") {
				t.Error("the play has not recovered within two minutes without a fault")
			}
			w.stop()
			for _, h := range w.held {
				h.Stop()
			}
			w.checkEnd(<-w.result)
		})
	})
}

// checkEnd checks the laws of an ended play.
func (w *walk) checkEnd(err error) {
	synctest.Wait() // no pull begins any more, not even one that was made ahead
	w.hosts.Wait()
	synctest.Wait()
	s, t := w.service, w.t
	for _, problem := range s.problems {
		t.Error(problem)
	}
	for svrsig, host := range s.issued {
		if s.stopped[svrsig] != 1 {
			t.Logf("%s of %s: %d", svrsig, host, s.stopped[svrsig])
			t.Error("a svrsig was not stopped exactly once")
		}
	}
	for i, m := range w.peers {
		if n := m.closed.Load(); n != 1 {
			t.Logf("peer %d: closed %d times", i, n)
			t.Error("a peer was not closed exactly once")
		}
	}
	if w.element.closed.Load() != 1 {
		t.Error("the element was not closed exactly once")
	}
	for _, answer := range w.answers {
		if len(answer) != 1 {
			t.Error("a request to switch was not answered")
		}
	}
	var failure *session.Error
	if path := w.sink.states(); !w.ended() || strings.HasSuffix(path, "failed") != errors.As(err, &failure) {
		t.Logf("states %s, Run returned %v", path, err)
		t.Error("the last state does not agree with the error of Run")
	}
	if limit := 20 + int(time.Since(w.began)/time.Second)*3; s.pulls > limit {
		t.Logf("%d pulls in %v", s.pulls, time.Since(w.began))
		t.Error("the server is flooded")
	}
	if told := len(eventsOf[session.Recovered](w.sink)); told > len(eventsOf[session.Stall](w.sink))+len(eventsOf[session.Reconnecting](w.sink)) {
		t.Error("recovered more often than there was trouble")
	}
}
