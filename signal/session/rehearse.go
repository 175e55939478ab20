package session

import (
	"context"
	"errors"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/quality"
)

// errRehearsal ends a rehearsal where a play would ask the server.
var errRehearsal = errors.New("rehearsal")

// Rehearse runs a play up to its request, without a browser and a server. Browsers
// compile a function of a WebAssembly module when it is first called, and this is
// better done before a play waits for it. offer is the SDP of that play.
func Rehearse(offer string) {
	s := &Session{
		Config:     Config{StreamURL: "webrtc://rehearsal/live/stream", StartTimeout: time.Second},
		Signalling: stage{}, Element: stage{}, Page: stage{}, Observer: stage{},
		OpenPeer: func() (Peer, error) { return stagePeer{offer}, nil },
		Random:   func() float64 { return 0 },
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	_ = s.Run(ctx)
}

// stage stands for everything around a play but its peer connection.
type stage struct{}

func (stage) PullStream(context.Context, signal.PullStreamRequest) (Stream, error) {
	return nil, errRehearsal
}
func (stage) Show(Peer, bool) bool             { return false }
func (stage) Play(context.Context, bool) error { return nil }
func (stage) Frames() int                      { return 0 }
func (stage) VideoTimestamp() (uint32, bool)   { return 0, false }
func (stage) Paused() bool                     { return false }
func (stage) Silent() bool                     { return false }
func (stage) Interrupted() bool                { return false }
func (stage) Events() <-chan ElementEvent      { return nil }
func (stage) Close()                           {}
func (stage) Hidden() bool                     { return false }
func (stage) Online() bool                     { return true }
func (stage) Returned() <-chan struct{}        { return nil }
func (stage) Observe(e Event)                  { _ = JSON(e) }

// stagePeer stands for a peer connection.
type stagePeer struct{ offer string }

func (p stagePeer) Offer(context.Context) (string, error) { return p.offer, nil }

func (stagePeer) SetLocalDescription(context.Context, string) error   { return nil }
func (stagePeer) SetRemoteDescription(context.Context, string) error  { return errRehearsal }
func (stagePeer) Stats(context.Context) (s quality.Sample, err error) { return s, errRehearsal }
func (stagePeer) SetJitterBufferTarget(time.Duration)                 {}
func (stagePeer) Renegotiate(context.Context, string) error           { return errRehearsal }
func (stagePeer) RequestKeyFrame()                                    {}
func (stagePeer) Events() <-chan PeerEvent                            { return nil }
func (stagePeer) Close()                                              {}
