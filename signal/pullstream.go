package signal

import (
	"context"

	"lebplayer/signal/json"
)

// SessionDescription is an SDP with its role, as RTCSessionDescription has it.
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
type PullStreamRequest struct {
	StreamURL  string             `json:"streamurl"`  // webrtc://domain/path/stream_id?query
	SessionID  string             `json:"sessionid"`  // unique for each pull, chosen by the caller
	ClientInfo string             `json:"clientinfo"` // model_OS_app, in a browser navigator.userAgent
	LocalSDP   SessionDescription `json:"localsdp"`   // the offer
	ClientIP   string             `json:"clientip,omitempty"`
	SEIPass    int                `json:"seipass,omitempty"` // 1: SEI wanted
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

// PullStreamReply is what a successful pullstream yields.
type PullStreamReply struct {
	RemoteSDP SessionDescription `json:"remotesdp"` // the answer
	SvrSig    string             `json:"svrsig"`    // goes into the Ticket of every later call
}

// PullStream asks for a stream. A nil error means that the reply has an answer
// and an svrsig. A reply that has an svrsig but no usable answer is an
// [ErrBadReply], and its svrsig is returned all the same, so that the caller
// can stop what the server has started.
func (c *Client) PullStream(ctx context.Context, req PullStreamRequest) (PullStreamReply, error) {
	var reply PullStreamReply
	if err := c.call(ctx, EndpointPullStream, req, &reply, false); err != nil {
		return PullStreamReply{SvrSig: reply.SvrSig}, err
	}
	if reason := reply.problem(); reason != "" {
		return PullStreamReply{SvrSig: reply.SvrSig}, badReply(EndpointPullStream, reason)
	}
	return reply, nil
}

// problem tells what makes a decoded reply useless, or "".
func (r PullStreamReply) problem() string {
	switch {
	case r.RemoteSDP == SessionDescription{}:
		return "errcode 0 without remotesdp"
	case r.RemoteSDP.Type != "answer":
		return "the type of remotesdp is not answer"
	case r.RemoteSDP.SDP == "":
		return "remotesdp without sdp"
	case r.SvrSig == "":
		return "errcode 0 without svrsig"
	}
	return ""
}
