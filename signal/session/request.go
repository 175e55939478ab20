package session

import (
	"context"
	"runtime"

	"lebplayer/signal"
)

// reply is what came of a pullstream.
type reply struct {
	signal.PullStreamReply
	err error
}

// ask sends pullstream, and comes back when it is on its way.
func (p *pull) ask(ctx context.Context, offer string) <-chan reply {
	done := make(chan reply, 1)
	p.behind(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pullTimeout)
		defer cancel()
		r, err := p.Signalling.PullStream(ctx, signal.PullStreamRequest{
			StreamURL:  p.url,
			SessionID:  p.Config.SessionID,
			ClientInfo: p.Config.ClientInfo,
			ClientIP:   p.Config.ClientIP,
			LocalSDP:   signal.SessionDescription{Type: "offer", SDP: offer},
			SEIPass:    p.seiPass(),
		})
		done <- reply{r, err}
	})
	runtime.Gosched() // in a browser there is one thread, and what it does next can wait for the request
	return done
}

// seiPass is the seipass of a pull.
func (s *Session) seiPass() int {
	if s.Config.SEI {
		return 1
	}
	return 0
}

// answer waits for the reply. When ctx ends first, the call is left to
// complete behind the play's back and what it obtains is stopped: else nobody
// would know its svrsig, and the server would go on sending, and billing.
func (p *pull) answer(ctx context.Context, asked <-chan reply) (sdp string, err error) {
	select {
	case r := <-asked:
		// Even a bad reply may hold a svrsig.
		p.ticket = signal.Ticket{StreamURL: p.url, SvrSig: r.SvrSig}
		if r.err != nil {
			return "", asError(signal.EndpointPullStream, r.err)
		}
		return r.RemoteSDP.SDP, nil
	case <-ctx.Done():
		p.behind(func() {
			if late := (<-asked).SvrSig; late != "" {
				p.stopStream(signal.Ticket{StreamURL: p.url, SvrSig: late})
			}
		})
		return "", ctx.Err()
	}
}

// stopStream tells the server, without making the play wait. A server that
// can't be told ends the stream by itself once the media connection is gone.
func (s *Session) stopStream(ticket signal.Ticket) {
	s.behind(func() {
		ctx, cancel := context.WithTimeout(context.Background(), stopTimeout)
		defer cancel()
		if err := s.Signalling.StopStream(ctx, signal.StopStreamRequest{Ticket: ticket}); err != nil {
			s.Observer.Observe(Warning{asError(signal.EndpointStopStream, err)})
		}
	})
}
