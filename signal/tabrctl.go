package signal

import (
	"context"

	"lebplayer/signal/json"
)

// SwitchBitrateRequest asks for another of the stream's bitrates (tabrctl; not
// in the specification, but what Tencent's players send).
type SwitchBitrateRequest struct {
	SvrSig      string `json:"svrsig"`
	Seq         int64  `json:"seq"`          // counts the requests that carry this svrsig, from 1
	BitrateName string `json:"bitrate_name"` // one of the stream URL's: see StreamURL.Bitrates
}

// Write implements json.Message.
func (r SwitchBitrateRequest) Write(w *json.Writer) {
	w.String("svrsig", r.SvrSig)
	w.Int("seq", r.Seq)
	w.String("bitrate_name", r.BitrateName)
}

// SwitchBitrateReply is what a successful tabrctl yields.
type SwitchBitrateReply struct {
	Seq int64 `json:"seq"` // the latest the server knows; 0 if it doesn't tell
}

// SwitchBitrate switches a stream to another bitrate within its connection:
// the media of the new one come in the same tracks. [CodeNotAllowed] is the
// refusal of a server that does not let this pull switch; a new pull of the
// URL that starts with the bitrate does the same with more ado.
func (c *Client) SwitchBitrate(ctx context.Context, req SwitchBitrateRequest) (SwitchBitrateReply, error) {
	var reply SwitchBitrateReply
	if err := c.call(ctx, EndpointSwitchBitrate, req, &reply, false); err != nil {
		return SwitchBitrateReply{}, err
	}
	return reply, nil
}

func (r *SwitchBitrateReply) read(endpoint string, object json.Value) error {
	m := members{object: object}
	r.Seq = m.integer("seq")
	if m.problem != "" {
		return badReply(endpoint, m.problem)
	}
	return nil
}
