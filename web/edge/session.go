package edge

import (
	"context"
	"errors"
	"net"
	"strconv"
	"sync"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v3"

	"lebplayer/web/edge/netem"
)

// Why a session ended; the text is SessionState.Reason.
var (
	errStopped    = errors.New("stopstream")
	errICEFailed  = errors.New("ice-failed")    // never connected, or no consent any more
	errDTLSFailed = errors.New("dtls-failed")   // the handshake failed
	errPeerClosed = errors.New("peer-closed")   // the viewer closed its connection
	errEdgeClosed = errors.New("edge-closed")   // the edge is shutting down
	errFaultClose = errors.New("server-closed") // the fault "close" or "restart"
)

// session is one viewer, from pullstream until its peer connection is closed.
type session struct {
	id     string
	stream string // redacted
	svrsig string
	first  []fault // what befalls it once it can send

	pc      *webrtc.PeerConnection
	senders []*webrtc.RTPSender // as the pump's tracks; belongs to run's goroutine
	ice     *webrtc.ICETransport
	ufrag   string // the edge's ICE user name fragment for the session
	path    netem.Path
	pump    *pump
	sei     seiOutput
	parts   sync.WaitGroup          // run's goroutines
	end     context.CancelCauseFunc // the first cause given is the session's reason
	srtp    chan struct{}           // closed when packets can be sent
	failed  chan struct{}           // closed when ICE or DTLS has failed
	done    chan struct{}           // closed when the session has ended: nothing is sent any more

	mu       sync.Mutex
	state    string
	started  time.Time
	ended    time.Time
	reason   string
	suffered []fault
}

// answer sets the viewer's offer and returns the answer with all candidates in it.
func (s *session) answer(ctx context.Context, offer string) (string, error) {
	if err := s.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: offer}); err != nil {
		return "", errUnreadableOffer
	}
	s.pc.OnDataChannel(s.sei.accept)
	for _, t := range s.pump.tracks {
		sender, err := s.pc.AddTrack(t.local)
		if err != nil {
			return "", err
		}
		s.senders = append(s.senders, sender)
	}
	s.ice = s.senders[0].Transport().ICETransport()
	answer, err := s.pc.CreateAnswer(nil)
	if err != nil {
		return "", err
	}
	gathered := webrtc.GatheringCompletePromise(s.pc)
	if err := s.pc.SetLocalDescription(answer); err != nil {
		return "", err
	}
	select {
	case <-gathered:
		return s.pc.LocalDescription().SDP, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// watch ends the session when its transport is gone.
func (s *session) watch() {
	fail := sync.OnceFunc(func() { close(s.failed) })
	s.pc.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		if state != webrtc.PeerConnectionStateFailed {
			return
		}
		if s.pc.ICEConnectionState() == webrtc.ICEConnectionStateFailed {
			s.end(errICEFailed)
		} else {
			s.end(errDTLSFailed)
		}
		fail()
	})
}

// run plays until ctx ends, then closes the peer connection, at the latest when shutdown is closed.
func (s *session) run(ctx context.Context, shutdown <-chan struct{}) {
	defer s.parts.Wait()
	s.parts.Go(s.awaitSRTP)
	for i, sender := range s.senders {
		s.parts.Go(func() { s.readRTCP(sender, s.pump.tracks[i].isVideo()) })
	}
	select {
	case <-s.srtp:
		s.play(ctx)
	case <-ctx.Done():
	}
	if s.settled() {
		_ = s.pc.Close() // what it could not close is gone already
	}
	s.finish(context.Cause(ctx))

	// Closing a peer connection in the moment its ICE connects is a race within pion: the transport may be made after
	// it was looked for. So a session that ended too early lingers, silent, until that moment is over.
	select {
	case <-s.srtp:
	case <-s.failed:
	case <-shutdown:
	}
	_ = s.pc.Close()
}

// awaitSRTP tells when packets can be sent. The connection state says "connected" a moment too early for that, and pion
// drops what is written before; setting a sender's deadline is the call that waits.
func (s *session) awaitSRTP() {
	for _, sender := range s.senders {
		if sender.SetReadDeadline(time.Time{}) != nil {
			return // closed
		}
	}
	close(s.srtp)
}

func (s *session) play(ctx context.Context) {
	s.mu.Lock()
	s.state = stateConnected
	s.mu.Unlock()
	for _, f := range s.first {
		s.befall(f)
	}
	s.pump.cue(time.Since(s.pump.began))
	s.pump.run(ctx)
}

func (s *session) settled() bool {
	select {
	case <-s.srtp:
		return true
	case <-s.failed:
		return true
	default:
		return false
	}
}

func (s *session) finish(reason error) {
	s.mu.Lock()
	s.state, s.ended, s.reason = stateEnded, time.Now(), reason.Error()
	s.mu.Unlock()
	close(s.done)
}

// readRTCP keeps pion's interceptors fed (NACK, reports) and turns PLI and FIR into key frames.
func (s *session) readRTCP(sender *webrtc.RTPSender, video bool) {
	for {
		packets, _, err := sender.ReadRTCP()
		if err != nil {
			return
		}
		for _, packet := range packets {
			switch packet.(type) {
			case *rtcp.PictureLossIndication, *rtcp.FullIntraRequest:
				if video {
					s.pump.requestKeyFrame()
				}
			}
		}
	}
}

func (s *session) hasEnded() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}

// remote is the address the viewer's packets come from, "" before there is one.
func (s *session) remote() string {
	pair, err := s.ice.GetSelectedCandidatePair()
	if err != nil || pair == nil {
		return ""
	}
	return net.JoinHostPort(pair.Remote.Address, strconv.Itoa(int(pair.Remote.Port)))
}
