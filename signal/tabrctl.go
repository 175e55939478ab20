package signal

import "lebplayer/signal/internal/json"

// SwitchBitrateRequest asks for another of the stream's bitrates (tabrctl; not
// in the specification, but what Tencent's players send).
type SwitchBitrateRequest struct {
	SvrSig      string `json:"svrsig"`
	Seq         int64  `json:"seq"`          // the number of this request among those with this svrsig, from 1
	BitrateName string `json:"bitrate_name"` // one of the stream URL's: see StreamURL.Bitrates
}

// Write implements json.Message.
func (r SwitchBitrateRequest) Write(w *json.Writer) {
	w.String("svrsig", r.SvrSig)
	w.Int("seq", r.Seq)
	w.String("bitrate_name", r.BitrateName)
}
