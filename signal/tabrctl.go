package signal

import "lebplayer/signal/internal/json"

// SwitchBitrateRequest asks for another of the stream's bitrates (tabrctl). It is
// not in the specification; Tencent's players send it.
type SwitchBitrateRequest struct {
	SvrSig      string `json:"svrsig"`
	Seq         int64  `json:"seq"`          // the number of this request among those with this svrsig, from 1
	BitrateName string `json:"bitrate_name"` // one of StreamURL.Bitrates
}

// Write implements json.Message.
func (r SwitchBitrateRequest) Write(w *json.Writer) {
	w.String("svrsig", r.SvrSig)
	w.Int("seq", r.Seq)
	w.String("bitrate_name", r.BitrateName)
}
