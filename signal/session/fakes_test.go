package session_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/quality"
	"lebplayer/signal/session"
)

const (
	streamURL = "webrtc://example.com/live/demo?txSecret=5ecre7"
	offerSDP  = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10\r\n"
)

// fakeSignalling is a server that answers at once unless a hook says otherwise,
// and remembers every call.
type fakeSignalling struct {
	pull   func(context.Context) (signal.PullStreamReply, error)
	stop   func(context.Context) error
	report func(ctx context.Context, endpoint string) error

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

func (f *fakeSignalling) PullStream(ctx context.Context, r signal.PullStreamRequest) (signal.PullStreamReply, error) {
	f.record(signal.EndpointPullStream, r)
	if f.pull != nil {
		return f.pull(ctx)
	}
	return pulled, nil
}

func (f *fakeSignalling) StopStream(ctx context.Context, r signal.StopStreamRequest) error {
	f.record(signal.EndpointStopStream, r)
	if f.stop != nil {
		return f.stop(ctx)
	}
	return nil
}

func (f *fakeSignalling) ReportQuality(ctx context.Context, r signal.QualityReport) error {
	return f.reported(ctx, signal.EndpointReportQuality, r)
}

func (f *fakeSignalling) ReportICEState(ctx context.Context, r signal.ICEStateReport) error {
	return f.reported(ctx, signal.EndpointReportICEState, r)
}

func (f *fakeSignalling) ReportFirstFrame(ctx context.Context, r signal.FirstFrameReport) error {
	return f.reported(ctx, signal.EndpointFirstFrame, r)
}

func (f *fakeSignalling) reported(ctx context.Context, endpoint string, request any) error {
	f.record(endpoint, request)
	if f.report != nil {
		return f.report(ctx, endpoint)
	}
	return nil
}

var pulled = signal.PullStreamReply{
	RemoteSDP: signal.SessionDescription{Type: "answer", SDP: "the answer"},
	SvrSig:    "sig-1",
}

// fakeMedia is a browser whose counters grow with time, as long as flowing
// and decoding say so.
type fakeMedia struct {
	events             chan session.MediaEvent
	playErrs           []error // what the next calls of Play give
	offerErr, setErr   error
	silent, undecoding bool // the counters stand still

	mu     sync.Mutex
	plays  []bool // the muted arguments of Play
	closed int
	reads  int // calls of Stats
	local  string
	remote string
	opened time.Time
	stood  time.Duration // for how long the counters had grown when they stopped
}

func newFakeMedia() *fakeMedia {
	return &fakeMedia{events: make(chan session.MediaEvent, 32), opened: time.Now()}
}

func (m *fakeMedia) Offer(context.Context) (string, error) { return offerSDP, m.offerErr }

func (m *fakeMedia) SetLocalDescription(_ context.Context, sdp string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.local = sdp
	return nil
}

func (m *fakeMedia) SetRemoteDescription(_ context.Context, sdp string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.remote = sdp
	return m.setErr
}

func (m *fakeMedia) Play(_ context.Context, muted bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.plays = append(m.plays, muted)
	if len(m.plays) <= len(m.playErrs) {
		return m.playErrs[len(m.plays)-1]
	}
	return nil
}

func (m *fakeMedia) Stats(context.Context) (quality.Sample, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reads++
	grown := time.Since(m.opened)
	if m.silent {
		grown = m.stood
	}
	seconds := grown.Seconds()
	frames := int64(25 * seconds)
	if m.undecoding {
		frames = 0
	}
	return quality.Sample{
		Time: time.Now(),
		Audio: &quality.Inbound{SSRC: 1, Codec: "opus",
			PacketsReceived: int64(50 * seconds), BytesReceived: int64(8000 * seconds)},
		Video: &quality.Inbound{SSRC: 2, Codec: "h264", FrameWidth: 640, FrameHeight: 360,
			PacketsReceived: int64(100 * seconds), BytesReceived: int64(100000 * seconds),
			FramesReceived: frames, FramesDecoded: frames},
	}, nil
}

// fallSilent stops the counters where they are.
func (m *fakeMedia) fallSilent() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stood = time.Since(m.opened)
	m.silent = true
}

func (m *fakeMedia) Events() <-chan session.MediaEvent { return m.events }

func (m *fakeMedia) Close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed++
}

// recorder is the page: it remembers every event.
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
	media  *fakeMedia
	page   *recorder
	stop   context.CancelFunc
	result chan error
}

// start runs a session inside a synctest bubble.
func start(t *testing.T, change func(*play)) *play {
	t.Helper()
	p := &play{server: &fakeSignalling{}, media: newFakeMedia(), page: &recorder{}, result: make(chan error, 1)}
	p.Session = &session.Session{
		Config: session.Config{
			StreamURL: streamURL, SessionID: "session-1", ClientInfo: "a test",
			StartTime: time.Now(), StartTimeout: session.DefaultStartTimeout, StallTimeout: session.DefaultStallTimeout,
			StatsInterval: session.DefaultStatsInterval, Autoplay: session.AutoplayMuted,
			Reports: session.Reports{Quality: true, ICEState: true, FirstFrame: true},
		},
		Signalling: p.server,
		OpenMedia:  func() (session.Media, error) { return p.media, nil },
		Observer:   p.page,
	}
	if change != nil {
		change(p)
	}
	ctx, cancel := context.WithCancel(t.Context())
	p.stop = cancel
	go func() { p.result <- p.Run(ctx) }()
	return p
}

// connect lets the media come up, and render a frame if asked to.
func (p *play) connect(frame bool) {
	p.media.events <- session.TrackAdded{}
	p.media.events <- session.ICEStateChanged{Connection: "checking", Gathering: "complete"}
	p.media.events <- session.ICEStateChanged{Connection: "connected", Gathering: "complete"}
	p.media.events <- session.ConnectionStateChanged{State: "connected"}
	if frame {
		p.media.events <- session.FrameRendered{At: time.Now()}
	}
}

// ended waits for Run and checks what holds after every play: the media is
// closed once, and every svrsig obtained has had one stopstream.
func (p *play) ended(t *testing.T) error {
	t.Helper()
	err := <-p.result
	if p.media.closed != 1 {
		t.Errorf("the media was closed %d times, want once", p.media.closed)
	}
	return err
}
