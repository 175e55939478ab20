package session

import (
	"context"
	"runtime"

	"lebplayer/signal"
)

// pullStream asks the server for the stream, and puts the pull on the screen
// while the request is under way.
func (p *pull) pullStream(ctx context.Context, offer string) (Stream, error) {
	shown := make(chan struct{})
	go func() {
		defer close(shown)
		runtime.Gosched() // in a browser there is one thread, and the request goes first
		p.show()
	}()
	stream, err := p.Signalling.PullStream(ctx, signal.PullStreamRequest{
		StreamURL:  p.url,
		SessionID:  p.Config.SessionID,
		ClientInfo: p.Config.ClientInfo,
		ClientIP:   p.Config.ClientIP,
		LocalSDP:   signal.SessionDescription{Type: "offer", SDP: offer},
		SEIPass:    p.seiPass(),
	})
	<-shown
	return stream, err
}

// seiPass is the seipass of a pull.
func (s *Session) seiPass() int {
	if s.Config.SEI {
		return 1
	}
	return 0
}

// stop tells the server to stop sending, without making the play wait. A server
// that can't be told ends the stream by itself once the media connection is gone.
func (s *Session) stop(stream Stream) {
	s.behind(func() {
		ctx, cancel := context.WithTimeout(context.Background(), stopTimeout)
		defer cancel()
		if err := stream.Stop(ctx); err != nil {
			s.Observer.Observe(Warning{AsError(err)})
		}
	})
}
