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
	// accepted, and nothing is sent through them.
	seiLabel = "kdccmd"
	// maxSEIBuffered is how many bytes may wait in the data channel, about a second of messages. When the network takes no
	// more, what is new gets lost, as pictures do, instead of coming late.
	maxSEIBuffered = 4096
)

// syncSEI is a message of the data channel. No document describes it: this is what TXLivePlayer 1.3.5 can read.
type syncSEI struct {
	Type    string `json:"type"`     // "sync_sei"
	RTPTime uint32 `json:"rtp_time"` // of the picture, as its RTP packets have it
	Data    string `json:"data"`     // the SEI NAL unit in hex, less its header byte, which TXLivePlayer 1.3.5 does not expect
}

// seiOutput is where a session's SEI go: into the pictures, through the data channel, or both. Nil has none.
type seiOutput struct {
	inBand  bool // seipass is 1
	channel atomic.Pointer[webrtc.DataChannel]
}

// accept takes a data channel that the viewer opened.
func (o *seiOutput) accept(channel *webrtc.DataChannel) {
	if channel.Label() == seiLabel {
		o.channel.Store(channel)
	}
}

// accompany makes the SEI NAL unit of an H.264 picture that is about to be sent, and returns the picture, with the unit in
// it if the session wants that. The unit is nil if nobody wants one.
func (o *seiOutput) accompany(picture []byte, key bool) (data, unit []byte) {
	if o == nil || !o.inBand && o.channel.Load() == nil {
		return picture, nil
	}
	unit = clockSEI(time.Now(), key)
	if o.inBand {
		picture = insertSEI(picture, unit)
	}
	return picture, unit
}

// sync sends a picture's SEI NAL unit, unless it is nil, through the data channel. packets are the picture's own.
func (o *seiOutput) sync(packets []*rtp.Packet, unit []byte) {
	if unit == nil {
		return
	}
	channel := o.channel.Load()
	if channel == nil || channel.BufferedAmount() > maxSEIBuffered {
		return
	}
	message, _ := json.Marshal(syncSEI{Type: "sync_sei", RTPTime: packets[0].Timestamp, Data: hex.EncodeToString(unit[1:])})
	_ = channel.Send(message) // binary, as TXLivePlayer 1.3.5 reads it. A channel that is not open yet, or no more, needs none
}
