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

// fakePeer is a peer connection whose counters grow with time, unless its fields say
// otherwise.
type fakePeer struct {
	events           chan session.PeerEvent
	sdp              string // the offer, if it is not offerSDP
	offerErr, setErr error
	unsettled        bool // SetLocalDescription waits until its context ends
	unreadable       bool // Stats fails
	stopped          bool // no counter grows
	undecodable      bool // the count of decoded frames does not grow
	autoConnect      bool // connects as soon as it has an answer
	audioOnly        bool // there is never video
	videoOnly        bool // there is never audio
	oldStats         bool // Stats lacks the size of video and the frames received
	reportsSent      bool // the sender reports once a second what it has sent
	closed           atomic.Int32

	mu     sync.Mutex
	reads  int // calls of Stats
	local  string
	remote string
	opened time.Time

	stoppedAfter      time.Duration // the age of the connection when its counters stopped
	videoStoppedAfter time.Duration // the age of the connection when the video's counters stopped; 0: they have not
	lateVideo         time.Duration // the age of the connection when video begins
	stuckFrames       int64         // frames decoded when decoding stopped
	keyFrameHelps     bool          // a key frame makes video decodable again
	keyFrames         int           // requested
	bitrateSwitches   int64         // whose video has arrived
	lossy             bool          // one packet of video in eleven is lost
	clock             uint32        // the timestamp of its video when the connection was opened
	ssrc              uint32        // of its video

	target     time.Duration // of the jitter buffers, as last set
	audioDelay time.Duration // in the audio's jitter buffer
	audioLag   time.Duration // of audio behind video, without audioDelay; 0: the browser does not report it
	audible    bool          // the audio is not quiet

	renegotiations   int
	receiverSince    time.Duration // the age of the connection when the audio's receiver was made
	renegotiateErr   error         // the result of Renegotiate
	losesAudio       bool          // there is no audio after a renegotiation
	keepsReceiver    bool          // a renegotiation makes no new receiver, and the counters go on
	noBufferCounters bool          // Stats lacks the counters of the audio's jitter buffer
}

// sendersPart is the age of audio on arrival, where the browser reports it.
const sendersPart = 500 * time.Millisecond

func newFakePeer() *fakePeer {
	return &fakePeer{events: make(chan session.PeerEvent, 32), opened: time.Now()}
}

func (p *fakePeer) Offer(context.Context) (string, error) {
	if p.sdp != "" {
		return p.sdp, p.offerErr
	}
	return offerSDP, p.offerErr
}

func (p *fakePeer) SetLocalDescription(ctx context.Context, sdp string) error {
	if p.unsettled {
		<-ctx.Done()
		return ctx.Err()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.local = sdp
	return nil
}

func (p *fakePeer) SetRemoteDescription(_ context.Context, sdp string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.remote = sdp
	if p.autoConnect {
		p.connect()
	}
	return p.setErr
}

// connect emits the events of a connection that comes up.
func (p *fakePeer) connect() {
	p.events <- session.ICEStateChanged{Connection: "checking", Gathering: "complete"}
	p.events <- session.ICEStateChanged{Connection: "connected", Gathering: "complete"}
	p.events <- session.ConnectionStateChanged{State: "connected"}
}

func (p *fakePeer) Stats(context.Context) (quality.Sample, error) {
	p.mu.Lock()
	p.reads++
	unreadable := p.unreadable
	p.mu.Unlock()
	if unreadable {
		return quality.Sample{}, errors.New("InvalidAccessError")
	}
	return p.count(), nil
}

func (p *fakePeer) RequestKeyFrame() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keyFrames++
	p.undecodable = p.undecodable && !p.keyFrameHelps
}

func (p *fakePeer) SetJitterBufferTarget(target time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.target = target
}

func (p *fakePeer) Renegotiate(_ context.Context, answer string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.renegotiations++
	p.remote = answer
	if !p.keepsReceiver {
		p.receiverSince, p.audioDelay = time.Since(p.opened), 20*time.Millisecond
	}
	return p.renegotiateErr
}

// jitterBufferTarget returns the target as last set.
func (p *fakePeer) jitterBufferTarget() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.target
}

// setAudible makes the audio audible, or quiet.
func (p *fakePeer) setAudible(audible bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.audible = audible
}

// setAudioDelay sets the delay in the audio's jitter buffer.
func (p *fakePeer) setAudioDelay(delay time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.audioDelay = delay
}

// stopDecoding stops the count of decoded frames, until a key frame is requested if
// keyFrameHelps. Bytes go on.
func (p *fakePeer) stopDecoding(keyFrameHelps bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stuckFrames = int64(25 * time.Since(p.opened).Seconds())
	p.undecodable, p.keyFrameHelps = true, keyFrameHelps
}

// startDecoding lets the count of decoded frames grow.
func (p *fakePeer) startDecoding() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.undecodable = false
}

// loseVideo stops the counters of video. Audio goes on.
func (p *fakePeer) loseVideo() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.videoStoppedAfter = time.Since(p.opened)
}

// regainVideo lets the counters of video go on.
func (p *fakePeer) regainVideo() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.videoStoppedAfter = 0
}

// count returns the counters.
func (p *fakePeer) count() quality.Sample {
	p.mu.Lock()
	defer p.mu.Unlock()
	grown := time.Since(p.opened)
	if p.stopped {
		grown = p.stoppedAfter
	}
	seconds := grown.Seconds()
	frames := int64(25 * seconds)
	if p.undecodable {
		frames = p.stuckFrames
	}
	video := grown
	if p.videoStoppedAfter > 0 {
		video = p.videoStoppedAfter
		frames = int64(25 * video.Seconds())
	}
	if p.lateVideo > 0 {
		video = max(0, video-p.lateVideo)
		frames = int64(25 * video.Seconds())
	}
	if p.audioOnly {
		video, frames = 0, 0
	}
	var lost int64
	if p.lossy {
		lost = int64(10 * video.Seconds())
	}
	audio := grown - p.receiverSince
	if p.losesAudio && p.renegotiations > 0 {
		audio = 0
	}
	sample := quality.Sample{
		Time: time.Now(),
		Audio: &quality.Inbound{SSRC: 1, Codec: "opus",
			PacketsReceived: int64(50 * audio.Seconds()), BytesReceived: int64(8000 * audio.Seconds()),
			JitterBufferDelay: whole(audio) * 50 * p.audioDelay, JitterBufferMinimumDelay: whole(audio) * 50 * p.audioDelay,
			JitterBufferEmittedCount: int64(whole(audio)) * 50},
		Video: &quality.Inbound{SSRC: 2 + p.ssrc, Codec: "h264", FrameWidth: 640, FrameHeight: 360,
			PacketsReceived: int64(100 * video.Seconds()), PacketsLost: lost, BytesReceived: int64(100000 * video.Seconds()),
			FramesReceived: frames, FramesDecoded: frames, KeyFramesDecoded: p.bitrateSwitches},
	}
	if p.reportsSent {
		sample.Audio.PacketsSent, sample.Video.PacketsSent = 50*int64(whole(grown)), 100*int64(whole(grown))
	}
	if p.videoOnly {
		sample.Audio = nil
	}
	if p.oldStats {
		sample.Video.FrameWidth, sample.Video.FrameHeight, sample.Video.FramesReceived = 0, 0, 0
	}
	if p.noBufferCounters {
		sample.Audio.JitterBufferDelay, sample.Audio.JitterBufferEmittedCount = 0, 0
	}
	if p.audible {
		sample.Audio.AudioLevel = 0.3
	}
	if p.audioLag > 0 && !strings.Contains(p.remote, "msid:sound") {
		sample.Video.Playout = time.Hour + video
		sample.Audio.Playout = time.Hour + grown - p.audioLag - p.audioDelay
		sample.Audio.Latency = sendersPart + p.audioDelay
	}
	return sample
}

// bitrateComes lets video of the bitrate arrive to which the server has switched.
func (p *fakePeer) bitrateComes() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bitrateSwitches++
}

// whole returns the number of whole seconds.
func whole(d time.Duration) time.Duration { return d / time.Second }

// resumeMedia lets the counters grow again.
func (p *fakePeer) resumeMedia() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stopped = false
}

// stopMedia stops all counters.
func (p *fakePeer) stopMedia() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stoppedAfter = time.Since(p.opened)
	p.stopped = true
}

func (p *fakePeer) Events() <-chan session.PeerEvent { return p.events }

func (p *fakePeer) Close() { p.closed.Add(1) }

// videoTimestamp returns the RTP timestamp of its newest frame.
func (p *fakePeer) videoTimestamp() uint32 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.clock + uint32(time.Since(p.opened)/time.Millisecond)*90
}

// jump changes the timestamps of the video, and its SSRC if that is not 0.
func (p *fakePeer) jump(by time.Duration, ssrc uint32) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clock, p.ssrc = p.clock+uint32(by/time.Millisecond)*90, p.ssrc+ssrc
}
