package signal

import (
	"context"

	"lebplayer/signal/internal/json"
)

// Rehearse does all that a pull of one host does, but sends nothing. Browsers
// compile a function of a WebAssembly module when it is first called, and this
// is better done before a play waits for it. offer is the SDP of that play: the
// answer is as long.
func Rehearse(offer string) {
	hosts := NewHosts(&Host{Transport: echo{offer}})
	_, _ = hosts.PullStream(context.Background(), PullStreamRequest{
		LocalSDP: SessionDescription{Type: "offer", SDP: offer},
	})
}

// echo is a Transport that answers each pullstream with its own SDP.
type echo struct{ sdp string }

// Post implements Transport.
func (e echo) Post(context.Context, Request) (Response, error) {
	return Response{Status: 200, Body: json.Marshal(e)}, nil
}

// Write implements json.Message: a successful pullstream's reply.
func (e echo) Write(w *json.Writer) {
	w.Int("errcode", 0)
	w.String("errmsg", "")
	w.Object("remotesdp", SessionDescription{Type: "answer", SDP: e.sdp})
	w.String("svrsig", "rehearsal")
}
