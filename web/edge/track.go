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
	local      *webrtc.TrackLocalStaticRTP
	packetizer rtp.Packetizer
	next       int           // index of the frame to send next
	due        time.Duration // when, counted from the pump's start
	timestamp  uint32        // RTP time of the frame sent last, counted from the pump's start
	sent       atomic.Int64  // packets
}

func newTrack(chosen selection) (*track, error) {
	// One stream ID for both tracks: browsers keep tracks of one stream in step.
	local, err := webrtc.NewTrackLocalStaticRTP(chosen.codec.RTPCodecCapability, chosen.kind.String(), "leb")
	if err != nil {
		return nil, err
	}
	var payloader rtp.Payloader
	switch chosen.clip.codec {
	case codecH264:
		payloader = &codecs.H264Payloader{}
	case codecVP8:
		payloader = &codecs.VP8Payloader{EnablePictureID: true}
	default:
		payloader = &codecs.OpusPayloader{}
	}
	// pion fills in payload type and SSRC of the viewer's connection.
	packetizer := rtp.NewPacketizer(maxPacket, 0, 0, payloader, rtp.NewRandomSequencer(), chosen.codec.ClockRate)
	return &track{selection: chosen, local: local, packetizer: packetizer}, nil
}

func (t *track) isVideo() bool { return t.kind == webrtc.RTPCodecTypeVideo }

func (t *track) frame() frame { return t.clip.frames[t.next] }

// send packetizes the current frame. The RTP time follows the due time exactly, so rounding never adds up.
func (t *track) send() {
	timestamp := uint32(uint64(t.due) * uint64(t.codec.ClockRate) / uint64(time.Second))
	t.packetizer.SkipSamples(timestamp - t.timestamp)
	t.timestamp = timestamp
	for _, packet := range t.packetizer.Packetize(t.frame().data, 0) {
		if t.local.WriteRTP(packet) == nil { // an error means that the session is closing, which ends the pump
			t.sent.Add(1)
		}
	}
}

// advance moves on to the next frame, and from the last to the first.
func (t *track) advance() {
	t.due += t.frame().duration
	t.next = (t.next + 1) % len(t.clip.frames)
}

// seek moves within the clip; what is due when stays as it is.
func (t *track) seek(shift time.Duration) { t.next = t.clip.index(t.frame().at + shift) }
