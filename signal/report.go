package signal

import (
	"context"

	"lebplayer/signal/json"
)

// QualityReport is what arrived between two moments, two seconds apart
// (【可选】reportquality). Counters are those of the interval, not totals.
type QualityReport struct {
	Ticket
	BeginUTime Timestamp `json:"beginutime"`
	EndUTime   Timestamp `json:"endutime"`

	AudioSSRC     uint32 `json:"audiossrc"`
	AudioCodec    string `json:"audiocodec"` // opus, aac
	AudioPktRecv  int64  `json:"audiopktrecv"`
	AudioByteRecv int64  `json:"audiobyterecv"`
	AudioPktLost  int64  `json:"audiopktlost"`

	VideoSSRC      uint32 `json:"videossrc"`
	VideoCodec     string `json:"videocodec"` // vp8, h264
	VideoPktRecv   int64  `json:"videopktrecv"`
	VideoByteRecv  int64  `json:"videobyterecv"`
	VideoPktLost   int64  `json:"videopktlost"`
	VideoWidth     int64  `json:"videowidth"`     // pixels
	VideoHeight    int64  `json:"videoheight"`    // pixels
	VideoFrameDec  int64  `json:"videoframedec"`  // decoded frames per second
	VideoFrameRecv int64  `json:"videoframerecv"` // received frames per second
}

// Write implements json.Message.
func (r QualityReport) Write(w *json.Writer) {
	r.Ticket.Write(w)
	w.String("beginutime", string(r.BeginUTime))
	w.String("endutime", string(r.EndUTime))
	w.Int("audiossrc", int64(r.AudioSSRC))
	w.String("audiocodec", r.AudioCodec)
	w.Int("audiopktrecv", r.AudioPktRecv)
	w.Int("audiobyterecv", r.AudioByteRecv)
	w.Int("audiopktlost", r.AudioPktLost)
	w.Int("videossrc", int64(r.VideoSSRC))
	w.String("videocodec", r.VideoCodec)
	w.Int("videopktrecv", r.VideoPktRecv)
	w.Int("videobyterecv", r.VideoByteRecv)
	w.Int("videopktlost", r.VideoPktLost)
	w.Int("videowidth", r.VideoWidth)
	w.Int("videoheight", r.VideoHeight)
	w.Int("videoframedec", r.VideoFrameDec)
	w.Int("videoframerecv", r.VideoFrameRecv)
}

// ICEStateReport is the state of the peer connection's ICE agent
// (【可选】reporticestate), in the words of RTCIceConnectionState and
// RTCIceGatheringState.
type ICEStateReport struct {
	Ticket
	ICEConnectionState string `json:"iceConnectionState"`
	ICEGatheringState  string `json:"iceGatheringState"`
}

// Write implements json.Message.
func (r ICEStateReport) Write(w *json.Writer) {
	r.Ticket.Write(w)
	w.String("iceConnectionState", r.ICEConnectionState)
	w.String("iceGatheringState", r.ICEGatheringState)
}

// FirstFrameReport is how long the viewer waited (【可选】firstframeusetime):
// from the request for the stream to the first rendered picture.
type FirstFrameReport struct {
	Ticket
	StartTime     Timestamp `json:"starttime"`
	FirstPlayTime Timestamp `json:"firstplaytime"`
}

// Write implements json.Message.
func (r FirstFrameReport) Write(w *json.Writer) {
	r.Ticket.Write(w)
	w.String("starttime", string(r.StartTime))
	w.String("firstplaytime", string(r.FirstPlayTime))
}

// ReportQuality reports an interval of playing. The specification asks for one
// report every two seconds.
func (c *Client) ReportQuality(ctx context.Context, report QualityReport) error {
	return c.call(ctx, EndpointReportQuality, report, nil, false)
}

// ReportICEState reports a change of the ICE states.
func (c *Client) ReportICEState(ctx context.Context, report ICEStateReport) error {
	return c.call(ctx, EndpointReportICEState, report, nil, false)
}

// ReportFirstFrame reports the first rendered picture, once a pull.
func (c *Client) ReportFirstFrame(ctx context.Context, report FirstFrameReport) error {
	return c.call(ctx, EndpointFirstFrame, report, nil, false)
}
