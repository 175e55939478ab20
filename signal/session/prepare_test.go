package session_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"lebplayer/signal/session"
)

// TestPrepared: the play uses the prepared peer, and closes it once, even if the play
// fails.
func TestPrepared(t *testing.T) {
	tests := []struct {
		name string
		url  string
		want string
	}{
		{"played", streamURL, "idle offering pulling connecting playing stopped"},
		{"a bad URL", "rtmp://example.com/live/demo", "idle offering failed"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := start(t, func(p *play) {
					peer := p.peer
					prepared, err := session.Prepare(t.Context(), func() (session.Peer, error) { return peer, nil }, false)
					if err != nil {
						t.Fatal(err)
					}
					p.Prepared = prepared
					p.Config.StreamURL = test.url
					p.OpenPeer = func() (session.Peer, error) { return nil, errors.New("the prepared one was not used") }
				})
				synctest.Wait()
				p.connect(true)
				synctest.Wait()
				p.stop()
				_ = p.ended(t)
				if got := p.sink.states(); got != test.want {
					t.Errorf("states: %s, want %s", got, test.want)
				}
			})
		})
	}
}

func TestPrepareThatFailsClosesThePeer(t *testing.T) {
	peer := newFakePeer()
	peer.offerErr = errors.New("OperationError")
	_, err := session.Prepare(t.Context(), func() (session.Peer, error) { return peer, nil }, false)
	var failure *session.Error
	if !errors.As(err, &failure) || failure.Code != session.CodeNegotiation || peer.closed.Load() != 1 {
		t.Errorf("got %v, closed %d times", err, peer.closed.Load())
	}
}
