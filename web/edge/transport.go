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

// transport is what all sessions share: one UDP port, one DTLS certificate, the ICE settings.
type transport struct {
	mux         ice.UDPMux
	socket      net.PacketConn
	paths       *paths // of the sessions, on which network faults happen
	settings    webrtc.SettingEngine
	certificate webrtc.Certificate
	alerts      chan string // remote addresses that sent a DTLS alert
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
	quiet.Writer = io.Discard // pion's finer levels would write ICE credentials

	t := &transport{certificate: *certificate, paths: newPaths(), alerts: make(chan string, 16)}
	t.socket = &alertWatcher{PacketConn: netem.NewPaths(link.PacketConn(conn), t.paths.of), alerts: t.alerts}
	t.mux = webrtc.NewICEUDPMux(quiet.NewLogger("ice"), t.socket)
	t.settings.LoggerFactory = quiet
	t.settings.SetLite(true)
	t.settings.SetICEUDPMux(t.mux)
	t.settings.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	t.settings.SetIncludeLoopbackCandidate(true)
	t.settings.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled) // a lite agent sends no checks: it needs no names resolved
	// pion counts "disconnected" first and "failed" behind it.
	t.settings.SetICETimeouts(consentTimeout/2, consentTimeout-consentTimeout/2, min(2*time.Second, consentTimeout/4))
	return t, nil
}

// newPeer makes a peer connection that knows the chosen codecs only, so that the answer names exactly what is sent. Its ICE
// user name fragment is ufrag.
func (t *transport) newPeer(offer, ufrag string, chosen []selection) (*webrtc.PeerConnection, error) {
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
	settings.SetICECredentials(ufrag, rand.Text())
	if strings.Contains(offer, "a=setup:active") {
		if err := settings.SetAnsweringDTLSRole(webrtc.DTLSRoleServer); err != nil { // RFC 5763 §5
			return nil, err
		}
	}
	settings.SetICEBindingRequestHandler(selectFirst())
	api := webrtc.NewAPI(webrtc.WithMediaEngine(media), webrtc.WithInterceptorRegistry(interceptors), webrtc.WithSettingEngine(settings))
	return api.NewPeerConnection(webrtc.Configuration{Certificates: []webrtc.Certificate{t.certificate}})
}

// selectFirst takes the pair of the viewer's first check, which is authenticated and leads to the only candidate there is. A
// lite agent by the book waits for the nomination (RFC 8445 §7.3.2), which Chromium sends it with the next check only, 50 ms
// later. The nomination still decides when it comes.
func selectFirst() func(*stun.Message, ice.Candidate, ice.Candidate, *ice.CandidatePair) bool {
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

// alertWatcher tells of DTLS alerts, which after the handshake means close_notify: pion's native peer connection does not
// say that the other side has closed, and would wait for the consent to run out.
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
		default: // the consent timeout is still there
		}
	}
	return n, addr, err
}

// isEncryptedAlert reads a DTLS record header (RFC 6347 §4.1): type 21, and an epoch past the plain one.
func isEncryptedAlert(record []byte) bool {
	const headerSize, alert = 13, 21
	return len(record) > headerSize && record[0] == alert && record[1] == 0xfe && (record[3] != 0 || record[4] != 0)
}
