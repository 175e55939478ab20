package signal

import "lebplayer/signal/internal/json"

// QualityReport says what arrived in an interval of two seconds
// (【可选】reportquality). Counters are of the interval, not totals.
type QualityReport struct {
	BeginUTime Timestamp `json:"beginutime"`
	EndUTime   Timestamp `json:"endutime"`

	AudioSSRC     uint32 `json:"audiossrc"`     // RFC 3550
	AudioCodec    string `json:"audiocodec"`    // "opus" or "aac"; "" without audio
	AudioPktRecv  int64  `json:"audiopktrecv"`  // packets received
	AudioByteRecv int64  `json:"audiobyterecv"` // bytes received
	AudioPktLost  int64  `json:"audiopktlost"`  // packets lost

	VideoSSRC      uint32 `json:"videossrc"`
	VideoCodec     string `json:"videocodec"`     // "vp8" or "h264"; "" without video
	VideoPktRecv   int64  `json:"videopktrecv"`   // packets received
	VideoByteRecv  int64  `json:"videobyterecv"`  // bytes received
	VideoPktLost   int64  `json:"videopktlost"`   // packets lost
	VideoWidth     int64  `json:"videowidth"`     // pixels
	VideoHeight    int64  `json:"videoheight"`    // pixels
	VideoFrameDec  int64  `json:"videoframedec"`  // frames decoded per second
	VideoFrameRecv int64  `json:"videoframerecv"` // frames received per second
}

// Write implements json.Message.
func (r QualityReport) Write(w *json.Writer) {
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

// ICEStateReport carries the states of the peer connection's ICE agent
// (【可选】reporticestate): the strings of RTCIceConnectionState and
// RTCIceGatheringState in W3C WebRTC.
type ICEStateReport struct {
	ICEConnectionState string `json:"iceConnectionState"`
	ICEGatheringState  string `json:"iceGatheringState"`
}

// Write implements json.Message.
func (r ICEStateReport) Write(w *json.Writer) {
	w.String("iceConnectionState", r.ICEConnectionState)
	w.String("iceGatheringState", r.ICEGatheringState)
}

// FirstFrameReport says how long the viewer waited (【可选】firstframeusetime),
// from the request for the stream to the first rendered frame.
type FirstFrameReport struct {
	StartTime     Timestamp `json:"starttime"`
	FirstPlayTime Timestamp `json:"firstplaytime"`
}

// Write implements json.Message.
func (r FirstFrameReport) Write(w *json.Writer) {
	w.String("starttime", string(r.StartTime))
	w.String("firstplaytime", string(r.FirstPlayTime))
}
