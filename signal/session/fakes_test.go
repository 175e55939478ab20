package session_test

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

const (
	streamURL = "webrtc://example.com/live/demo?txSecret=5ecre7"
	answerSDP = "v=0\r\nc=IN IP4 0.0.0.0\r\nm=video 9 UDP/TLS/RTP/SAVPF 102\r\na=msid:leb video\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=msid:leb audio\r\n"
	offerSDP  = "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 102\r\na=rtpmap:102 H264/90000\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10\r\n"
)

// pass lets time pass, and waits until everything that is due has happened.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// recorder is an Observer that records every event.
type recorder struct {
	mu     sync.Mutex
	events []session.Event
}

func (r *recorder) Observe(e session.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, e)
}

// states returns the path through the states: "idle offering …".
func (r *recorder) states() string {
	path := []string{"idle"}
	for _, e := range eventsOf[session.StateChange](r) {
		if string(e.From) != path[len(path)-1] {
			return "broken path: " + strings.Join(path, " ") + " / " + string(e.From)
		}
		path = append(path, string(e.To))
	}
	return strings.Join(path, " ")
}

func eventsOf[E session.Event](r *recorder) []E {
	r.mu.Lock()
	defer r.mu.Unlock()
	var found []E
	for _, e := range r.events {
		if e, ok := e.(E); ok {
			found = append(found, e)
		}
	}
	return found
}

// play is a session in a test, with its fakes. Run is called in a goroutine.
type play struct {
	*session.Session
	server  *fakeSignalling
	peer    *fakePeer // of the first pull
	element *fakeElement
	page    *fakePage
	sink    *recorder
	stop    context.CancelFunc
	result  chan error // of Run

	mu   sync.Mutex
	more []*fakePeer // of later pulls
}

// later returns the peers of the pulls after the first.
func (p *play) later() []*fakePeer {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.more)
}

// start runs a session inside a synctest bubble. The session does not retry, unless
// change configures that.
func start(t *testing.T, change func(*play)) *play {
	t.Helper()
	p := &play{
		server: &fakeSignalling{}, peer: newFakePeer(), sink: &recorder{}, result: make(chan error, 1),
		element: &fakeElement{events: make(chan session.ElementEvent, 32)},
		page:    &fakePage{returned: make(chan struct{}, 1)},
	}
	p.Session = &session.Session{
		Config: session.Config{
			StreamURL: streamURL, SessionID: "session-1", ClientInfo: "a test",
			StartTime: time.Now(), StartTimeout: session.DefaultStartTimeout, StallTimeout: session.DefaultStallTimeout,
			Autoplay: session.AutoplayMuted, PauseTimeout: session.DefaultPauseTimeout,
			Settings: session.Settings{
				StatsInterval: session.DefaultStatsInterval, Reports: session.Reports{Quality: true, ICEState: true, FirstFrame: true},
			},
		},
		Signalling: p.server,
		Element:    p.element,
		Page:       p.page,
		Observer:   p.sink,
		Random:     func() float64 { return 0.5 },
	}
	opened := 0
	p.OpenPeer = func() (session.Peer, error) {
		if opened++; opened == 1 {
			return p.peer, nil
		}
		next := newFakePeer()
		next.autoConnect = true
		p.mu.Lock()
		defer p.mu.Unlock()
		p.more = append(p.more, next)
		return next, nil
	}
	if change != nil {
		change(p)
	}
	ctx, cancel := context.WithCancel(t.Context())
	p.stop = cancel
	go func() { p.result <- p.Run(ctx) }()
	return p
}

// connect connects the first peer, and renders a frame if frame is true.
func (p *play) connect(frame bool) {
	p.peer.connect()
	if frame {
		p.element.events <- session.FrameRendered{At: time.Now()}
	}
}

// ended waits for the end of Run, and checks that each peer and the element have been
// closed once. It returns the error of Run.
func (p *play) ended(t *testing.T) error {
	t.Helper()
	err := <-p.result
	for i, peer := range append(p.later(), p.peer) {
		if n := peer.closed.Load(); n != 1 {
			t.Errorf("peer %d was closed %d times, want once", i, n)
		}
	}
	if n := p.element.closed.Load(); n != 1 {
		t.Errorf("the element was closed %d times, want once", n)
	}
	return err
}

// eachStopped checks that every svrsig from sig-1 to sig-n has had one stopstream.
func (p *play) eachStopped(t *testing.T, n int) {
	t.Helper()
	stops := map[string]int{}
	for _, c := range p.server.of(signal.EndpointStopStream) {
		stops[c.request.(signal.Ticket).SvrSig]++
	}
	for i := range n {
		if sig := "sig-" + strconv.Itoa(i+1); stops[sig] != 1 {
			t.Errorf("%s was stopped %d times, want once", sig, stops[sig])
		}
	}
	if len(stops) != n {
		t.Errorf("%d svrsigs were stopped, want %d: %v", len(stops), n, stops)
	}
}
