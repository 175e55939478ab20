package edge

import (
	"sync/atomic"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"
	"github.com/pion/webrtc/v3"
)

// maxPacket is the maximum size of an RTP packet in bytes. It leaves room for IP, UDP and SRTP within common path MTUs.
const maxPacket = 1200

// track sends one clip to one viewer.
type track struct {
	selection
	codecName  string
	sei        *seiSender // nil unless the codec is H.264
	local      *webrtc.TrackLocalStaticRTP
	packetizer rtp.Packetizer
	sequence   rtp.Sequencer // of packetizer
	next       int           // index of the next frame
	due        time.Duration // time of the next frame since the start of the pump
	timestamp  uint32        // RTP time of the last frame since the start of the pump
	sent       atomic.Int64  // packets
	sentFrames sentLog       // frames of a video track; empty for audio

	// Faults, applied in mediafault.go.
	stopped       bool
	corrupt       bool
	resizePending bool          // clip and small are swapped at the next key frame
	framesToDrop  int           // number of next frames that are packetized but not sent
	interval      time.Duration // between the frames of a slow video, of which all are key frames; 0: every frame is sent
	slowUntil     time.Duration // due time of the next frame of a slow video
}

func newTrack(chosen selection) (*track, error) {
	t := &track{selection: chosen, codecName: chosen.clip.codec}
	return t, t.renew()
}

// renew begins a new RTP stream with its own TrackLocal, sequence numbers and timestamps.
func (t *track) renew() error {
	// Both tracks have the same stream ID: browsers synchronize tracks of one stream.
	local, err := webrtc.NewTrackLocalStaticRTP(t.codec.RTPCodecCapability, t.kind.String(), "leb")
	if err != nil {
		return err
	}
	var payloader rtp.Payloader
	switch t.clip.codec {
	case codecH264:
		payloader = &codecs.H264Payloader{}
	case codecVP8:
		payloader = &codecs.VP8Payloader{EnablePictureID: true}
	default:
		payloader = &codecs.OpusPayloader{}
	}
	// pion sets the payload type and SSRC of the viewer's connection.
	t.sequence = rtp.NewRandomSequencer()
	t.packetizer = rtp.NewPacketizer(maxPacket, 0, 0, payloader, t.sequence, t.codec.ClockRate)
	t.local = local
	return nil
}

func (t *track) isVideo() bool { return t.kind == webrtc.RTPCodecTypeVideo }

func (t *track) frame() frame { return t.clip.frames[t.next] }

// send sends the next frame. Its RTP time is derived from its due time, so that rounding errors do not accumulate.
func (t *track) send() {
	if t.stopped || t.rests() {
		return
	}
	data := t.frame().data
	if t.corrupt {
		data = undecodable(t.clip.codec, data)
	}
	data, sei := t.sei.attach(data, t.frame().key)
	timestamp := uint32(uint64(t.due) * uint64(t.codec.ClockRate) / uint64(time.Second))
	t.packetizer.SkipSamples(timestamp - t.timestamp)
	t.timestamp = timestamp
	packets := t.packetizer.Packetize(data, 0)
	if t.framesToDrop > 0 {
		t.framesToDrop--
		return
	}
	if t.isVideo() {
		t.sentFrames.add(t.next)
	}
	for _, packet := range packets {
		if t.local.WriteRTP(packet) == nil { // an error means that the session is closing
			t.sent.Add(1)
		}
	}
	t.sei.sendMessage(packets, sei)
}

// rests reports whether the next frame is left out of a slow video. If it is not, it becomes a key frame.
func (t *track) rests() bool {
	if t.interval == 0 || t.due < t.slowUntil {
		return t.interval > 0
	}
	t.slowUntil = t.due + t.interval
	t.next = t.clip.keyAtOrBefore(t.next)
	return false
}

// advance moves to the next frame, and from the last one to the first.
func (t *track) advance() {
	t.due += t.frame().duration
	t.next = (t.next + 1) % len(t.clip.frames)
}

// seek moves within the clip by shift. The due time does not change.
func (t *track) seek(shift time.Duration) { t.next = t.clip.index(t.frame().at + shift) }
