//go:build js && wasm

package bridge

import (
	"context"

	"lebplayer/signal"
	"lebplayer/signal/json"
)

// rehearse asks nobody for a stream: browsers compile a function of a module
// when it is first called, and this is better done before a play waits for it.
func rehearse(offer string) {
	hosts := signal.NewHosts(&signal.Host{Transport: echo{offer}})
	_, _ = hosts.PullStream(context.Background(), signal.PullStreamRequest{
		LocalSDP: signal.SessionDescription{Type: "offer", SDP: offer},
	})
}

// echo is a signal.Transport that answers each pullstream with an answer as
// long as the offer.
type echo struct{ sdp string }

// Post implements signal.Transport.
func (e echo) Post(context.Context, signal.Request) (signal.Response, error) {
	return signal.Response{Status: 200, Body: json.Marshal(e)}, nil
}

// Write implements json.Message: what the specification says of pullstream's reply.
func (e echo) Write(w *json.Writer) {
	w.Int("errcode", 0)
	w.String("errmsg", "")
	w.Object("remotesdp", signal.SessionDescription{Type: "answer", SDP: e.sdp})
	w.String("svrsig", "rehearsal")
}
