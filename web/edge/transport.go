package edge

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/pion/ice/v2"
	"github.com/pion/interceptor"
	"github.com/pion/logging"
	"github.com/pion/stun"
	"github.com/pion/webrtc/v3"

	"lebplayer/web/edge/netem"
)

// transport is shared by all sessions: one UDP port, one DTLS certificate and the ICE settings.
type transport struct {
	mux         ice.UDPMux
	socket      net.PacketConn
	paths       *pathTable // paths of the sessions, for network faults
	settings    webrtc.SettingEngine
	certificate webrtc.Certificate
	alerts      chan string // host:port of viewers that have sent a DTLS alert
}

func newTransport(addr string, consentTimeout time.Duration, link *netem.Link) (*transport, error) {
	conn, err := net.ListenPacket("udp4", addr)
	if err != nil {
		return nil, fmt.Errorf("media port: %w", err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	certificate, err := webrtc.GenerateCertificate(key)
	if err != nil {
		return nil, err
	}
	quiet := logging.NewDefaultLoggerFactory()
	quiet.Writer = io.Discard // pion's debug levels log ICE credentials

	t := &transport{certificate: *certificate, paths: newPathTable(), alerts: make(chan string, 16)}
	t.socket = &alertWatcher{PacketConn: netem.NewPathConn(link.PacketConn(conn), t.paths.lookUp), alerts: t.alerts}
	t.mux = webrtc.NewICEUDPMux(quiet.NewLogger("ice"), t.socket)
	t.settings.LoggerFactory = quiet
	t.settings.SetLite(true)
	t.settings.SetICEUDPMux(t.mux)
	t.settings.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	t.settings.SetIncludeLoopbackCandidate(true)
	t.settings.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled) // a lite agent sends no checks, so it resolves no names
	// pion starts the timeout of "failed" when that of "disconnected" has ended; together they make consentTimeout.
	t.settings.SetICETimeouts(consentTimeout/2, consentTimeout-consentTimeout/2, min(2*time.Second, consentTimeout/4))
	return t, nil
}

// newPeer returns a peer connection that supports the chosen codecs only, so that the answer contains no other. The other arguments
// are its ICE credentials.
func (t *transport) newPeer(offer, ufrag, password string, chosen []selection) (*webrtc.PeerConnection, error) {
	media := &webrtc.MediaEngine{}
	for _, one := range chosen {
		if err := media.RegisterCodec(one.codec, one.kind); err != nil {
			return nil, err
		}
	}
	interceptors := &interceptor.Registry{}
	if err := webrtc.RegisterDefaultInterceptors(media, interceptors); err != nil {
		return nil, err
	}
	settings := t.settings
	settings.SetICECredentials(ufrag, password)
	if strings.Contains(offer, "a=setup:active") {
		if err := settings.SetAnsweringDTLSRole(webrtc.DTLSRoleServer); err != nil { // RFC 5763 §5
			return nil, err
		}
	}
	settings.SetICEBindingRequestHandler(selectFirstPair())
	api := webrtc.NewAPI(webrtc.WithMediaEngine(media), webrtc.WithInterceptorRegistry(interceptors), webrtc.WithSettingEngine(settings))
	return api.NewPeerConnection(webrtc.Configuration{Certificates: []webrtc.Certificate{t.certificate}})
}

// selectFirstPair returns an ICE binding request handler that selects the candidate pair of the viewer's first check. The check is
// authenticated, and there is only one local candidate. RFC 8445 §7.3.2 has a lite agent wait for the nomination, which comes later
// (browsers.md, "nomination of a lite agent") and still takes effect.
func selectFirstPair() func(*stun.Message, ice.Candidate, ice.Candidate, *ice.CandidatePair) bool {
	first := true
	return func(*stun.Message, ice.Candidate, ice.Candidate, *ice.CandidatePair) bool {
		defer func() { first = false }()
		return first
	}
}

func (t *transport) close() {
	_ = t.mux.Close()
	_ = t.socket.Close()
}

// alertWatcher is a socket that reports the senders of encrypted DTLS alerts, which are close_notify alerts in practice. pion's
// peer connection does not report that the remote side has closed; the session would live until its consent expires.
type alertWatcher struct {
	net.PacketConn
	alerts chan<- string
}

// ReadFrom implements net.PacketConn.
func (w *alertWatcher) ReadFrom(buffer []byte) (int, net.Addr, error) {
	n, addr, err := w.PacketConn.ReadFrom(buffer)
	if err == nil && isEncryptedAlert(buffer[:n]) {
		select {
		case w.alerts <- addr.String():
		default: // the session ends with its consent instead
		}
	}
	return n, addr, err
}

// isEncryptedAlert reports whether a datagram begins with a DTLS record (RFC 6347 §4.1) of type alert (21) in an epoch above 0.
func isEncryptedAlert(record []byte) bool {
	const headerSize, alert = 13, 21
	return len(record) > headerSize && record[0] == alert && record[1] == 0xfe && (record[3] != 0 || record[4] != 0)
}
