package edge

import (
	"encoding/hex"
	"encoding/json"
	"sync/atomic"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v3"
)

const (
	// seiLabel is the label of the data channel for SEI, which the viewer opens (RFC 8832). Channels with other labels are
	// accepted but not used.
	seiLabel = "kdccmd"
	// maxSEIBuffered is the number of bytes, about a second of messages, that may wait in the data channel. When more are waiting,
	// new messages are dropped, as late ones would be useless.
	maxSEIBuffered = 4096
)

// syncSEI is a message of the data channel. There is no specification of it; TXLivePlayer 1.3.5 reads this format.
type syncSEI struct {
	Type    string `json:"type"`     // always "sync_sei"
	RTPTime uint32 `json:"rtp_time"` // RTP timestamp of the frame
	Data    string `json:"data"`     // SEI NAL unit without its header byte, in hexadecimal
}

// seiSender sends the SEI of a session in the video frames, through the data channel, or both. A nil seiSender sends none.
type seiSender struct {
	inBand  bool                               // the pull has seipass 1
	channel atomic.Pointer[webrtc.DataChannel] // nil until the viewer opens it
}

// acceptChannel uses a data channel that the viewer has opened, if it is the one for SEI.
func (s *seiSender) acceptChannel(channel *webrtc.DataChannel) {
	if channel.Label() == seiLabel {
		s.channel.Store(channel)
	}
}

// attach creates the SEI NAL unit of an H.264 frame that is about to be sent. It returns the frame, which includes the unit if SEI
// is in band, and the unit, which is nil if the session has no SEI.
func (s *seiSender) attach(frame []byte, key bool) (data, unit []byte) {
	if s == nil || !s.inBand && s.channel.Load() == nil {
		return frame, nil
	}
	unit = clockSEI(time.Now(), key)
	if s.inBand {
		frame = insertSEI(frame, unit)
	}
	return frame, unit
}

// sendMessage sends an SEI NAL unit from attach through the data channel. packets are the RTP packets of its frame.
func (s *seiSender) sendMessage(packets []*rtp.Packet, unit []byte) {
	if unit == nil {
		return
	}
	channel := s.channel.Load()
	if channel == nil || channel.BufferedAmount() > maxSEIBuffered {
		return
	}
	message, _ := json.Marshal(syncSEI{Type: "sync_sei", RTPTime: packets[0].Timestamp, Data: hex.EncodeToString(unit[1:])})
	_ = channel.Send(message) // binary, as TXLivePlayer 1.3.5 expects; fails unless the channel is open
}
