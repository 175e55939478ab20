package session

import (
	"context"

	"lebplayer/signal"
)

// pull asks for the stream. When ctx ends first, the call is left to complete
// behind the play's back and what it obtains is stopped: else nobody would
// know its svrsig, and the server would go on sending, and billing.
func (s *Session) pull(ctx context.Context, offer string) (signal.Ticket, string, error) {
	type result struct {
		reply signal.PullStreamReply
		err   error
	}
	done := make(chan result, 1)
	s.behind(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pullTimeout)
		defer cancel()
		reply, err := s.Signalling.PullStream(ctx, signal.PullStreamRequest{
			StreamURL:  s.Config.StreamURL,
			SessionID:  s.Config.SessionID,
			ClientInfo: s.Config.ClientInfo,
			ClientIP:   s.Config.ClientIP,
			LocalSDP:   signal.SessionDescription{Type: "offer", SDP: offer},
		})
		done <- result{reply, err}
	})
	select {
	case r := <-done:
		if r.err != nil {
			s.abandon(r.reply)
			return signal.Ticket{}, "", asError(signal.EndpointPullStream, r.err)
		}
		return s.ticket(r.reply), r.reply.RemoteSDP.SDP, nil
	case <-ctx.Done():
		s.behind(func() { s.abandon((<-done).reply) })
		return signal.Ticket{}, "", ctx.Err()
	}
}

// abandon stops what a pull obtained that nobody wants. Even a bad reply may
// hold a svrsig.
func (s *Session) abandon(reply signal.PullStreamReply) {
	if reply.SvrSig != "" {
		s.stopStream(s.ticket(reply))
	}
}

func (s *Session) ticket(reply signal.PullStreamReply) signal.Ticket {
	return signal.Ticket{StreamURL: s.Config.StreamURL, SvrSig: reply.SvrSig}
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
