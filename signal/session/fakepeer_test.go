package session_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"lebplayer/signal/quality"
	"lebplayer/signal/session"
)

// fakePeer is a peer connection whose counters grow with time, as long as
// silent and undecoding don't say otherwise.
type fakePeer struct {
	events             chan session.PeerEvent
	offerErr, setErr   error
	unsettled          bool // setting the local description never comes to an end
	unreadable         bool // so are the counters
	silent, undecoding bool // the counters stand still
	joins              bool // it comes up as soon as it has an answer
	audioOnly          bool // no video ever
	closed             atomic.Int32

	mu        sync.Mutex
	reads     int // calls of Stats
	local     string
	remote    string
	opened    time.Time
	stuck     int64         // frames decoded when that ended
	obliging  bool          // a key frame mends it
	keyFrames int           // asked for
	waits     time.Duration // of the audio in the jitter buffer
	behind    time.Duration // the audio is, besides; 0: the browser does not tell
	loud      bool          // the audio
	restarts  int
	restarted time.Duration // after opened: the audio's counters began again
	deaf      error         // what Renegotiate gives
	mute      bool          // after it no audio comes
	same      bool          // it makes no new receiver, and the counters go on
	unknown   bool          // how much has left the audio's jitter buffer
	target    time.Duration // of the jitter buffers, as last set
	lossy     bool          // every tenth packet of the picture is lost
	stood     time.Duration // for how long the counters had grown when they stopped
	videoLost time.Duration // the same of video alone
	switches  int64         // of bitrate that have come
}

// sendersPart is how old audio is when it comes, if the browser tells.
const sendersPart = 500 * time.Millisecond

func newFakePeer() *fakePeer {
	return &fakePeer{events: make(chan session.PeerEvent, 32), opened: time.Now()}
}

func (m *fakePeer) Offer(context.Context) (string, error) { return offerSDP, m.offerErr }

func (m *fakePeer) SetLocalDescription(ctx context.Context, sdp string) error {
	if m.unsettled {
		<-ctx.Done()
		return ctx.Err()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.local = sdp
	return nil
}

func (m *fakePeer) SetRemoteDescription(_ context.Context, sdp string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.remote = sdp
	if m.joins {
		m.connect()
	}
	return m.setErr
}

// connect lets the media come up.
func (m *fakePeer) connect() {
	m.events <- session.ICEStateChanged{Connection: "checking", Gathering: "complete"}
	m.events <- session.ICEStateChanged{Connection: "connected", Gathering: "complete"}
	m.events <- session.ConnectionStateChanged{State: "connected"}
}

func (m *fakePeer) Stats(context.Context) (quality.Sample, error) {
	m.mu.Lock()
	m.reads++
	unreadable := m.unreadable
	m.mu.Unlock()
	if unreadable {
		return quality.Sample{}, errors.New("InvalidAccessError")
	}
	return m.count(), nil
}

func (m *fakePeer) RequestKeyFrame() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keyFrames++
	m.undecoding = m.undecoding && !m.obliging
}

func (m *fakePeer) SetJitterBufferTarget(target time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.target = target
}

func (m *fakePeer) Renegotiate(_ context.Context, answer string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.restarts++
	m.remote = answer
	if !m.same {
		m.restarted, m.waits = time.Since(m.opened), 20*time.Millisecond
	}
	return m.deaf
}

// asked gives the target as last set.
func (m *fakePeer) asked() time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.target
}

// speak has the audio be heard, or be quiet.
func (m *fakePeer) speak(loud bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.loud = loud
}

// fill has the audio wait that long.
func (m *fakePeer) fill(waits time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.waits = waits
}

// stopDecoding lets bytes come, but no more frames.
func (m *fakePeer) stopDecoding(obliging bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stuck = int64(25 * time.Since(m.opened).Seconds())
	m.undecoding, m.obliging = true, obliging
}

// loseVideo leaves the audio alone.
func (m *fakePeer) loseVideo() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.videoLost = time.Since(m.opened)
}

// count returns the counters.
func (m *fakePeer) count() quality.Sample {
	m.mu.Lock()
	defer m.mu.Unlock()
	grown := time.Since(m.opened)
	if m.silent {
		grown = m.stood
	}
	seconds := grown.Seconds()
	frames := int64(25 * seconds)
	if m.undecoding {
		frames = m.stuck
	}
	video := grown
	if m.videoLost > 0 {
		video = m.videoLost
		frames = int64(25 * video.Seconds())
	}
	if m.audioOnly {
		video, frames = 0, 0
	}
	var lost int64
	if m.lossy {
		lost = int64(10 * video.Seconds())
	}
	audio := grown - m.restarted
	if m.mute && m.restarts > 0 {
		audio = 0
	}
	sample := quality.Sample{
		Time: time.Now(),
		Audio: &quality.Inbound{SSRC: 1, Codec: "opus",
			PacketsReceived: int64(50 * audio.Seconds()), BytesReceived: int64(8000 * audio.Seconds()),
			JitterBufferDelay: whole(audio) * 50 * m.waits, JitterBufferMinimumDelay: whole(audio) * 50 * m.waits,
			JitterBufferEmittedCount: int64(whole(audio)) * 50},
		Video: &quality.Inbound{SSRC: 2, Codec: "h264", FrameWidth: 640, FrameHeight: 360,
			PacketsReceived: int64(100 * video.Seconds()), PacketsLost: lost, BytesReceived: int64(100000 * video.Seconds()),
			FramesReceived: frames, FramesDecoded: frames, KeyFramesDecoded: m.switches},
	}
	if m.unknown {
		sample.Audio.JitterBufferDelay, sample.Audio.JitterBufferEmittedCount = 0, 0
	}
	if m.loud {
		sample.Audio.AudioLevel = 0.3
	}
	if m.behind > 0 && !strings.Contains(m.remote, "msid:sound") {
		sample.Video.Playout = time.Hour + video
		sample.Audio.Playout = time.Hour + grown - m.behind - m.waits
		sample.Audio.Latency = sendersPart + m.waits
	}
	return sample
}

// bitrateComes lets the bitrate come to which the server has switched.
func (m *fakePeer) bitrateComes() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.switches++
}

// whole counts the whole seconds.
func whole(d time.Duration) time.Duration { return d / time.Second }

// speakAgain lets the counters grow again.
func (m *fakePeer) speakAgain() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.silent = false
}

// fallSilent stops the counters where they are.
func (m *fakePeer) fallSilent() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stood = time.Since(m.opened)
	m.silent = true
}

func (m *fakePeer) Events() <-chan session.PeerEvent { return m.events }

func (m *fakePeer) Close() { m.closed.Add(1) }
