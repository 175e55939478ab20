package session_test

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

const (
	streamURL = "webrtc://example.com/live/demo?txSecret=5ecre7"
	answerSDP = "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 102\r\na=msid:leb video\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=msid:leb audio\r\n"
	offerSDP  = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10\r\n"
)

// fakeSignalling is a server that answers at once unless a hook says otherwise,
// and remembers every call. A pull that fails leaves nothing behind.
type fakeSignalling struct {
	pull    func(context.Context) (signal.PullStreamReply, error)
	stop    func(context.Context) error
	report  func(ctx context.Context, endpoint string) error
	bitrate func() error

	mu    sync.Mutex
	calls []call
}

type call struct {
	endpoint string
	at       time.Time
	request  any
}

func (f *fakeSignalling) record(endpoint string, request any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, call{endpoint, time.Now(), request})
}

// of gives the calls of one endpoint.
func (f *fakeSignalling) of(endpoint string) []call {
	f.mu.Lock()
	defer f.mu.Unlock()
	var calls []call
	for _, c := range f.calls {
		if c.endpoint == endpoint {
			calls = append(calls, c)
		}
	}
	return calls
}

func (f *fakeSignalling) endpoints() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var names []string
	for _, c := range f.calls {
		names = append(names, c.endpoint)
	}
	return strings.Join(names, " ")
}

// pulls changes what the next pulls give; nil: a good answer.
func (f *fakeSignalling) pulls(pull func(context.Context) (signal.PullStreamReply, error)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pull = pull
}

func (f *fakeSignalling) PullStream(ctx context.Context, r signal.PullStreamRequest) (session.Stream, error) {
	if err := ctx.Err(); err != nil {
		return nil, failed(signal.EndpointPullStream, err)
	}
	f.record(signal.EndpointPullStream, r)
	f.mu.Lock()
	pull := f.pull
	f.mu.Unlock()
	reply := pulled
	reply.SvrSig = "sig-" + strconv.Itoa(len(f.of(signal.EndpointPullStream)))
	if pull != nil {
		var err error
		if reply, err = pull(ctx); err != nil {
			return nil, failed(signal.EndpointPullStream, err)
		}
	}
	return &fakeStream{fakeSignalling: f, request: r, reply: reply}, nil
}

// failed is what a call of package signal fails with.
func failed(endpoint string, err error) error {
	if err == nil {
		return nil
	}
	return &signal.CallError{Endpoint: endpoint, Err: err}
}

// fakeStream records its calls as they would be on the wire.
type fakeStream struct {
	*fakeSignalling
	request  signal.PullStreamRequest
	reply    signal.PullStreamReply
	switches int64
	stopped  atomic.Bool
}

// The reports as they are on the wire.
type (
	qualityReport struct {
		signal.Ticket
		signal.QualityReport
	}
	iceStateReport struct {
		signal.Ticket
		signal.ICEStateReport
	}
	firstFrameReport struct {
		signal.Ticket
		signal.FirstFrameReport
	}
)

func (s *fakeStream) Answer() string    { return s.reply.RemoteSDP.SDP }
func (s *fakeStream) SessionID() string { return s.request.SessionID }

func (s *fakeStream) ticket() signal.Ticket {
	return signal.Ticket{StreamURL: s.request.StreamURL, SvrSig: s.reply.SvrSig}
}

func (s *fakeStream) Stop(ctx context.Context) error {
	if s.stopped.Load() {
		return nil
	}
	s.record(signal.EndpointStopStream, s.ticket())
	if s.stop != nil {
		if err := s.stop(ctx); err != nil {
			return failed(signal.EndpointStopStream, err)
		}
	}
	s.stopped.Store(true)
	return nil
}

func (s *fakeStream) ReportQuality(ctx context.Context, r signal.QualityReport) error {
	return s.reported(ctx, signal.EndpointReportQuality, qualityReport{s.ticket(), r})
}

func (s *fakeStream) ReportICEState(ctx context.Context, r signal.ICEStateReport) error {
	return s.reported(ctx, signal.EndpointReportICEState, iceStateReport{s.ticket(), r})
}

func (s *fakeStream) ReportFirstFrame(ctx context.Context, r signal.FirstFrameReport) error {
	return s.reported(ctx, signal.EndpointFirstFrame, firstFrameReport{s.ticket(), r})
}

func (s *fakeStream) SwitchBitrate(_ context.Context, name string) error {
	s.switches++
	s.record(signal.EndpointSwitchBitrate, signal.SwitchBitrateRequest{SvrSig: s.reply.SvrSig, Seq: s.switches, BitrateName: name})
	if s.bitrate != nil {
		return failed(signal.EndpointSwitchBitrate, s.bitrate())
	}
	return nil
}

func (s *fakeStream) reported(ctx context.Context, endpoint string, request any) error {
	s.record(endpoint, request)
	if s.report != nil {
		return failed(endpoint, s.report(ctx, endpoint))
	}
	return nil
}

var pulled = signal.PullStreamReply{
	RemoteSDP: signal.SessionDescription{Type: "answer", SDP: answerSDP},
	SvrSig:    "sig-1",
}

// pass lets time pass, and everything happen that is due.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// recorder is the page's sink: it remembers every event.
type recorder struct {
	mu     sync.Mutex
	events []session.Event
}

func (r *recorder) Observe(e session.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, e)
}

// states gives the path through the states: "idle offering …".
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

// play is a session in a test: Run in a goroutine, with everything it touches.
type play struct {
	*session.Session
	server *fakeSignalling
	media  *fakeMedia // of the first pull
	screen *fakeScreen
	window *fakePage
	page   *recorder
	stop   context.CancelFunc
	result chan error

	mu   sync.Mutex
	more []*fakeMedia // of later pulls
}

// later gives the media of the pulls after the first.
func (p *play) later() []*fakeMedia {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.more)
}

// start runs a session inside a synctest bubble. It does not retry, unless
// change says so.
func start(t *testing.T, change func(*play)) *play {
	t.Helper()
	p := &play{
		server: &fakeSignalling{}, media: newFakeMedia(), page: &recorder{}, result: make(chan error, 1),
		screen: &fakeScreen{events: make(chan session.ScreenEvent, 32)},
		window: &fakePage{returned: make(chan struct{}, 1)},
	}
	p.Session = &session.Session{
		Config: session.Config{
			StreamURL: streamURL, SessionID: "session-1", ClientInfo: "a test",
			StartTime: time.Now(), StartTimeout: session.DefaultStartTimeout, StallTimeout: session.DefaultStallTimeout,
			StatsInterval: session.DefaultStatsInterval, Autoplay: session.AutoplayMuted, PauseTimeout: session.DefaultPauseTimeout,
			Reports: session.Reports{Quality: true, ICEState: true, FirstFrame: true},
		},
		Signalling: p.server,
		Screen:     p.screen,
		Page:       p.window,
		Observer:   p.page,
		Random:     func() float64 { return 0.5 },
	}
	opened := 0
	p.OpenMedia = func() (session.Media, error) {
		if opened++; opened == 1 {
			return p.media, nil
		}
		next := newFakeMedia()
		next.joins = true
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

// connect lets the first media come up, and render a frame if asked to.
func (p *play) connect(frame bool) {
	p.media.connect()
	if frame {
		p.screen.events <- session.FrameRendered{At: time.Now()}
	}
}

// ended waits for Run and checks what holds after every play: all media and
// the screen are closed once, and every svrsig obtained has had one stopstream.
func (p *play) ended(t *testing.T) error {
	t.Helper()
	err := <-p.result
	for i, media := range append(p.later(), p.media) {
		if n := media.closed.Load(); n != 1 {
			t.Errorf("media %d was closed %d times, want once", i, n)
		}
	}
	if n := p.screen.closed.Load(); n != 1 {
		t.Errorf("the screen was closed %d times, want once", n)
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
