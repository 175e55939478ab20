package session

import (
	"context"
	"time"

	"lebplayer/signal"
)

// stopDelays are the waits before stopstream is repeated for a pull whose
// connection stays open.
var stopDelays = [...]time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second}

// pullStream asks the server for the stream.
func (p *pull) pullStream(ctx context.Context, offer string) (Stream, error) {
	p.asked = time.Now()
	config := &p.session.Config
	return p.session.Signalling.PullStream(ctx, signal.PullStreamRequest{
		StreamURL:  p.url.Load().url,
		SessionID:  p.sessionID,
		ClientInfo: config.ClientInfo,
		ClientIP:   config.ClientIP,
		LocalSDP:   signal.SessionDescription{Type: "offer", SDP: offer},
		SEIPass:    config.seiPass(),
	})
}

// seiPass returns the seipass of a pull.
func (c *Config) seiPass() int {
	if c.SEI {
		return 1
	}
	return 0
}

// stop tells the server to stop sending. The play does not wait for that. A server
// that can't be told ends the stream by itself when the peer connection is gone.
func (s *Session) stop(stream Stream) {
	s.behind(func() {
		if err := tryStop(stream); err != nil {
			s.Observer.Observe(Warning{AsError(err)})
		}
	})
}

// stopPersistently tells the server to stop sending, and repeats that after
// failures, of which it tells the page the first. It reports false if the server
// could not be told before ctx has ended.
func (s *Session) stopPersistently(ctx context.Context, stream Stream) bool {
	for i := 0; ; i++ {
		err := tryStop(stream)
		if err == nil || ctx.Err() != nil {
			return true
		}
		if i == 0 {
			s.Observer.Observe(Warning{AsError(err)})
		}
		if i == len(stopDelays) {
			return false
		}
		select {
		case <-ctx.Done():
			return true
		case <-time.After(stopDelays[i]):
		}
	}
}

// tryStop sends stopstream, also after the end of the play.
func tryStop(stream Stream) error {
	ctx, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	return stream.Stop(ctx)
}
