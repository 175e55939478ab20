package edge

import (
	"sync/atomic"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"
	"github.com/pion/webrtc/v3"
)

// maxPacket leaves room for IP, UDP and SRTP within every usual path MTU.
const maxPacket = 1200

// track sends one clip to one viewer.
type track struct {
	selection
	codecName  string
	sei        *seiOutput // nil for what has none
	local      *webrtc.TrackLocalStaticRTP
	packetizer rtp.Packetizer
	next       int           // index of the frame to send next
	due        time.Duration // when, counted from the pump's start
	timestamp  uint32        // RTP time of the frame sent last, counted from the pump's start
	sent       atomic.Int64  // packets
	pictures   sentLog       // of a video track; see sent.go

	// Faults; see mediafault.go.
	stopped  bool
	corrupt  bool
	resizing bool // clip and small change places at the next key frame
	losing   int  // so many frames are packetized and not sent
}

func newTrack(chosen selection) (*track, error) {
	t := &track{selection: chosen, codecName: chosen.clip.codec}
	return t, t.renew()
}

// renew begins a new RTP stream: it has a TrackLocal to be sent, and sequence numbers and timestamps, of its own.
func (t *track) renew() error {
	// One stream ID for both tracks: browsers keep tracks of one stream in step.
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
	// pion fills in payload type and SSRC of the viewer's connection.
	t.packetizer = rtp.NewPacketizer(maxPacket, 0, 0, payloader, rtp.NewRandomSequencer(), t.codec.ClockRate)
	t.local = local
	return nil
}

func (t *track) isVideo() bool { return t.kind == webrtc.RTPCodecTypeVideo }

func (t *track) frame() frame { return t.clip.frames[t.next] }

// send packetizes the current frame. The RTP time follows the due time exactly, so rounding never adds up.
func (t *track) send() {
	if t.stopped {
		return
	}
	data := t.frame().data
	if t.corrupt {
		data = undecodable(t.clip.codec, data)
	}
	data, sei := t.sei.accompany(data, t.frame().key)
	timestamp := uint32(uint64(t.due) * uint64(t.codec.ClockRate) / uint64(time.Second))
	t.packetizer.SkipSamples(timestamp - t.timestamp)
	t.timestamp = timestamp
	packets := t.packetizer.Packetize(data, 0)
	if t.losing > 0 {
		t.losing--
		return
	}
	if t.isVideo() {
		t.pictures.add(t.next)
	}
	for _, packet := range packets {
		if t.local.WriteRTP(packet) == nil { // an error means that the session is closing, which ends the pump
			t.sent.Add(1)
		}
	}
	t.sei.sync(packets, sei)
}

// advance moves on to the next frame, and from the last to the first.
func (t *track) advance() {
	t.due += t.frame().duration
	t.next = (t.next + 1) % len(t.clip.frames)
}

// seek moves within the clip; what is due when stays as it is.
func (t *track) seek(shift time.Duration) { t.next = t.clip.index(t.frame().at + shift) }
