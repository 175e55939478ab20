package signal

import (
	"strconv"
	"time"

	"lebplayer/signal/internal/json"
)

// Ticket identifies one pull to the server: the stream's URL and the signature
// that pullstream was answered with. Every call after pullstream carries it; it
// is all that stopstream has.
type Ticket struct {
	StreamURL string `json:"streamurl"`
	SvrSig    string `json:"svrsig"` // opaque, and secret: whoever has it can stop the stream
}

// Write implements json.Message.
func (t Ticket) Write(w *json.Writer) {
	w.String("streamurl", t.StreamURL)
	w.String("svrsig", t.SvrSig)
}

// Timestamp is a point in time as it stands in a report: Unix milliseconds in
// decimal. The specification only says "string".
type Timestamp string

// TimestampOf is t as a Timestamp.
func TimestampOf(t time.Time) Timestamp {
	return Timestamp(strconv.FormatInt(t.UnixMilli(), 10))
}
