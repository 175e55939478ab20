package signal

import (
	"context"

	"lebplayer/signal/internal/json"
)

// SessionDescription is an SDP with its role, as in RTCSessionDescription of W3C
// WebRTC.
type SessionDescription struct {
	Type string `json:"type"` // "offer" or "answer"
	SDP  string `json:"sdp"`  // RFC 4566
}

// Write implements json.Message.
func (d SessionDescription) Write(w *json.Writer) {
	w.String("type", d.Type)
	w.String("sdp", d.SDP)
}

// PullStreamRequest asks for a stream (【必选】pullstream).
//
// The caller chooses a SessionID that is unique for each pull
// (业务生成的唯一key，标识本次拉流), also among pulls of one stream. As each host that
// [Hosts.PullStream] asks is a pull of its own, the first one is sent the
// SessionID itself, "abc", the second one "abc.2", the third one "abc.3".
// [Stream.SessionID] returns the one that was answered.
type PullStreamRequest struct {
	StreamURL  string             `json:"streamurl"`          // webrtc://domain/path/stream_id?query
	SessionID  string             `json:"sessionid"`          // unique for each pull; see above
	ClientInfo string             `json:"clientinfo"`         // model_OS_app, in a browser navigator.userAgent
	LocalSDP   SessionDescription `json:"localsdp"`           // the offer
	ClientIP   string             `json:"clientip,omitempty"` // the viewer's IP address; "" is not sent
	SEIPass    int                `json:"seipass,omitempty"`  // 1: the server is to pass SEI on; 0 is not sent
}

// Write implements json.Message.
func (r PullStreamRequest) Write(w *json.Writer) {
	w.String("streamurl", r.StreamURL)
	w.String("sessionid", r.SessionID)
	w.String("clientinfo", r.ClientInfo)
	w.Object("localsdp", r.LocalSDP)
	if r.ClientIP != "" {
		w.String("clientip", r.ClientIP)
	}
	if r.SEIPass != 0 {
		w.Int("seipass", int64(r.SEIPass))
	}
}

// PullStreamReply is the reply to a successful pullstream.
type PullStreamReply struct {
	RemoteSDP SessionDescription `json:"remotesdp"` // the answer
	SvrSig    string             `json:"svrsig"`    // goes into the Ticket of every later call
}

// pullStream asks the host for a stream. It may return both a stream and an
// error, if a reply that is refused has a svrsig: that stream has to be stopped.
func (h *Host) pullStream(ctx context.Context, req PullStreamRequest) (*Stream, error) {
	var reply PullStreamReply
	err := h.call(ctx, EndpointPullStream, req, &reply, false)
	if reply.SvrSig == "" {
		return nil, err
	}
	return newStream(h, req, reply), err
}
