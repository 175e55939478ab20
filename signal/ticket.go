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
	SvrSig    string `json:"svrsig"` // opaque; secret, since whoever has it can stop the stream
}

// Write implements json.Message.
func (t Ticket) Write(w *json.Writer) {
	w.String("streamurl", t.StreamURL)
	w.String("svrsig", t.SvrSig)
}

// Timestamp is a point in time in a report: decimal Unix milliseconds. The
// specification only says "string".
type Timestamp string

// TimestampOf returns t as a Timestamp.
func TimestampOf(t time.Time) Timestamp {
	return Timestamp(strconv.FormatInt(t.UnixMilli(), 10))
}
