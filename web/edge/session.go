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

// Reasons for the end of a session. The text is SessionState.Reason.
var (
	errStopped    = errors.New("stopstream")
	errICEFailed  = errors.New("ice-failed")    // ICE did not connect, or lost the viewer's consent (RFC 7675)
	errDTLSFailed = errors.New("dtls-failed")   // the DTLS handshake failed
	errPeerClosed = errors.New("peer-closed")   // the viewer closed its connection
	errEdgeClosed = errors.New("edge-closed")   // Close was called
	errFaultClose = errors.New("server-closed") // the fault "close" or "restart"
)

// session is the playback of one viewer, from pullstream until its peer connection is closed.
type session struct {
	id            string // sessionid of the pullstream
	stream        string // redacted stream URL
	svrsig        string
	initialFaults []fault // applied as soon as the session can send

	pc              *webrtc.PeerConnection
	senders         []*webrtc.RTPSender // of the pump's tracks, in their order; used by run's goroutine only
	ice             *webrtc.ICETransport
	ufrag           string // ICE user name fragment of the edge
	icePassword     string // of the edge
	path            netem.Path
	pump            *pump
	sei             seiSender
	goroutines      sync.WaitGroup          // started by run
	end             context.CancelCauseFunc // the cause of the first call is the reason of the end
	srtpReady       chan struct{}           // closed when packets can be sent
	transportFailed chan struct{}           // closed when ICE or DTLS has failed
	done            chan struct{}           // closed when the session has ended and sends nothing more

	mu      sync.Mutex
	state   string
	started time.Time
	ended   time.Time
	reason  string
	faults  []fault // applied so far
}

// negotiate sets the viewer's offer as the remote description and returns the answer, which includes all candidates.
func (s *session) negotiate(ctx context.Context, offer string) (_ string, err error) {
	defer func() {
		if recover() != nil { // pion panics at some malformed attributes
			err = errUnreadableOffer
		}
	}()
	if err := s.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: offer}); err != nil {
		return "", errUnreadableOffer
	}
	s.pc.OnDataChannel(s.sei.acceptChannel)
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

// watchConnection ends the session when its transport fails.
func (s *session) watchConnection() {
	fail := sync.OnceFunc(func() { close(s.transportFailed) })
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

// run plays until ctx ends and then closes the peer connection. It returns when the peer connection is closed, at the latest
// after shutdown is closed.
func (s *session) run(ctx context.Context, shutdown <-chan struct{}) {
	defer s.goroutines.Wait()
	s.goroutines.Go(s.awaitSRTP)
	for i, sender := range s.senders {
		s.goroutines.Go(func() { s.readRTCP(sender, s.pump.tracks[i].isVideo()) })
	}
	select {
	case <-s.srtpReady:
		s.play(ctx)
	case <-ctx.Done():
	}
	if s.connectedOrFailed() {
		_ = s.pc.Close() // an error means that a part of it was closed before
	}
	s.finish(context.Cause(ctx))

	// Closing a peer connection while its ICE connects is a race within pion, which may create the transport after Close has
	// looked for it. A session that ends earlier keeps its connection, without sending, until ICE has connected or failed.
	select {
	case <-s.srtpReady:
	case <-s.transportFailed:
	case <-shutdown:
	}
	_ = s.pc.Close()
}

// awaitSRTP closes srtpReady when packets can be sent. The connection state becomes "connected" slightly earlier, and pion drops
// packets written in between. Setting the read deadline of a sender blocks until it is ready.
func (s *session) awaitSRTP() {
	for _, sender := range s.senders {
		if sender.SetReadDeadline(time.Time{}) != nil {
			return // the sender has been closed
		}
	}
	close(s.srtpReady)
}

func (s *session) play(ctx context.Context) {
	s.mu.Lock()
	s.state = stateConnected
	s.mu.Unlock()
	for _, f := range s.initialFaults {
		_ = s.applyFault(f) // those in excess are left out
	}
	s.pump.cue(time.Since(s.pump.began))
	s.pump.run(ctx)
}

// connectedOrFailed reports whether ICE and DTLS have connected or failed.
func (s *session) connectedOrFailed() bool {
	select {
	case <-s.srtpReady:
		return true
	case <-s.transportFailed:
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

// readRTCP requests key frames on PLI and FIR (RFC 4585 §6.3.1, RFC 5104 §4.3.1). Reading also drives pion's interceptors, which
// handle NACK and reports.
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

// remote returns the host:port of the viewer, or "" before media can be sent: until then pion writes what is asked for here, without
// a lock.
func (s *session) remote() string {
	select {
	case <-s.srtpReady:
	default:
		return ""
	}
	pair, err := s.ice.GetSelectedCandidatePair()
	if err != nil || pair == nil {
		return ""
	}
	return net.JoinHostPort(pair.Remote.Address, strconv.Itoa(int(pair.Remote.Port)))
}
