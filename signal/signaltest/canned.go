package signaltest

import (
	"context"
	"crypto/rand"

	"lebplayer/signal"
)

// cannedSDP is a syntactically valid answer without media.
const cannedSDP = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"

// canned is the default Backend of a Handler.
type canned struct{}

func (canned) Pull(context.Context, signal.PullStreamRequest) (signal.PullStreamReply, error) {
	return signal.PullStreamReply{
		RemoteSDP: signal.SessionDescription{Type: "answer", SDP: cannedSDP},
		SvrSig:    rand.Text(),
	}, nil
}

func (canned) Stop(context.Context, signal.Ticket) error { return nil }
