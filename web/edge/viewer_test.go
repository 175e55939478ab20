package edge

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"
	"github.com/pion/webrtc/v3"

	"lebplayer/signal"
	"lebplayer/signal/httptransport"
)

// deadline limits the wait for an event. It is much longer than any event takes.
const deadline = 8 * time.Second

// testEdge is an edge with an HTTP server.
type testEdge struct {
	*Edge
	client *signal.Hosts
	url    string
}

func startEdge(t *testing.T, config Config) testEdge {
	t.Helper()
	if config.Log == nil {
		config.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	e, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(e.Handler())
	t.Cleanup(func() {
		server.Close()
		e.Close()
	})
	return testEdge{Edge: e, client: hostsAt(server.URL), url: server.URL}
}

// hostsAt makes the calls of a client to one host.
func hostsAt(url string) *signal.Hosts {
	return signal.NewHosts(&signal.Host{BaseURL: url, Transport: httptransport.Transport{}})
}

// svrsig returns the one that the edge gave to the latest pull of a sessionid.
func (e testEdge) svrsig(sessionID string) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, s := range slices.Backward(e.sessions) {
		if s.id == sessionID {
			return s.svrsig
		}
	}
	return ""
}

// stopstream sends a stopstream to one of the edge's hosts, "" for the faultless one, and returns the status.
func (e testEdge) stopstream(t *testing.T, host, stream, svrsig string) int {
	t.Helper()
	body := fmt.Sprintf(`{"streamurl":%q,"svrsig":%q}`, stream, svrsig)
	reply, err := http.Post(e.url+host+"/webrtc/v1/stopstream", "text/plain", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	reply.Body.Close()
	return reply.StatusCode
}

// viewer is a native player.
type viewer struct {
	t            *testing.T
	pc           *webrtc.PeerConnection
	stream       *signal.Stream // nil: not pulled
	seiPass      int            // of the pull to come
	offer        webrtc.SessionDescription
	answer       string           // SDP
	audio, video chan *rtp.Packet // received packets
	videoSSRC    chan webrtc.SSRC // SSRC of each new video track
	videoMime    chan string      // MIME type of each new video track
	alerts       chan string      // sender of each DTLS alert, which means that the edge has closed the connection
}

var bothKinds = []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo}

// newViewer returns a viewer that offers to receive the given kinds, with pion's default codecs or only the given ones.
func newViewer(t *testing.T, kinds []webrtc.RTPCodecType, only ...webrtc.RTPCodecParameters) *viewer {
	t.Helper()
	media := &webrtc.MediaEngine{}
	if len(only) == 0 {
		if err := media.RegisterDefaultCodecs(); err != nil {
			t.Fatal(err)
		}
	}
	for _, codec := range only {
		kind := webrtc.RTPCodecTypeVideo
		if codec.MimeType == webrtc.MimeTypeOpus {
			kind = webrtc.RTPCodecTypeAudio
		}
		if err := media.RegisterCodec(codec, kind); err != nil {
			t.Fatal(err)
		}
	}
	var settings webrtc.SettingEngine
	settings.SetIncludeLoopbackCandidate(true)
	settings.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	conn, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	alerts := make(chan string, 16)
	mux := webrtc.NewICEUDPMux(nil, &alertWatcher{PacketConn: conn, alerts: alerts})
	settings.SetICEUDPMux(mux)
	pc, err := webrtc.NewAPI(webrtc.WithMediaEngine(media), webrtc.WithSettingEngine(settings)).NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = pc.Close()
		_ = mux.Close()
		_ = conn.Close()
	})
	v := &viewer{
		t: t, pc: pc,
		audio: make(chan *rtp.Packet, 4096), video: make(chan *rtp.Packet, 4096),
		videoSSRC: make(chan webrtc.SSRC, 4), videoMime: make(chan string, 4),
		alerts: alerts,
	}
	for _, kind := range kinds {
		if _, err := pc.AddTransceiverFromKind(kind, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly}); err != nil {
			t.Fatal(err)
		}
	}
	pc.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
		packets := v.audio
		if track.Kind() == webrtc.RTPCodecTypeVideo {
			packets = v.video
			v.videoSSRC <- track.SSRC()
			v.videoMime <- track.Codec().MimeType
		}
		for {
			packet, _, err := track.ReadRTP()
			if err != nil {
				return
			}
			packets <- packet
		}
	})
	return v
}

// requestPull sends a pullstream without connecting, and returns the error of the edge, if any.
func (v *viewer) requestPull(e testEdge, stream, sessionID string) error {
	v.t.Helper()
	offer, err := v.pc.CreateOffer(nil)
	if err != nil {
		v.t.Fatal(err)
	}
	v.offer = offer
	v.stream, err = e.client.PullStream(v.t.Context(), signal.PullStreamRequest{
		StreamURL: stream, SessionID: sessionID, ClientInfo: "go test", SEIPass: v.seiPass,
		LocalSDP: signal.SessionDescription{Type: "offer", SDP: offer.SDP},
	})
	if err == nil {
		v.answer = v.stream.Answer()
	}
	return err
}

// pull sends a pullstream and connects. The test must then wait for media, since closing a pion peer connection while it connects
// is a race within pion.
func (v *viewer) pull(e testEdge, stream, sessionID string) {
	v.t.Helper()
	if err := v.requestPull(e, stream, sessionID); err != nil {
		v.t.Fatal(err)
	}
	v.connect()
}

// connect starts the connection that requestPull has negotiated.
func (v *viewer) connect() {
	v.t.Helper()
	if err := v.pc.SetLocalDescription(v.offer); err != nil {
		v.t.Fatal(err)
	}
	if err := v.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: v.answer}); err != nil {
		v.t.Fatal(err)
	}
}

func (v *viewer) stop() error { return v.stream.Stop(v.t.Context()) }

// sendPLI requests a key frame.
func (v *viewer) sendPLI() {
	v.t.Helper()
	ssrc := receive(v.t, v.videoSSRC, "the video track")
	if err := v.pc.WriteRTCP([]rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: uint32(ssrc)}}); err != nil {
		v.t.Fatal(err)
	}
}

// receive returns the next value of a channel. It fails the test if there is none before the deadline.
func receive[T any](t *testing.T, from <-chan T, what string) T {
	t.Helper()
	select {
	case value := <-from:
		return value
	case <-time.After(deadline):
		t.Fatalf("%s did not arrive within %v", what, deadline)
		panic("unreachable")
	}
}

// waitFor polls a condition until it is true, for conditions without an event. It fails the test after the deadline.
func waitFor(t *testing.T, what string, condition func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !condition() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("%s: not within %v", what, deadline)
		}
	}
}

// beginsKeyFrame reports whether an RTP packet is the first of a key frame.
func beginsKeyFrame(codec string, packet *rtp.Packet) bool {
	if codec == codecVP8 {
		var vp8 codecs.VP8Packet
		payload, err := vp8.Unmarshal(packet.Payload)
		return err == nil && vp8.S == 1 && vp8.PID == 0 && payload[0]&1 == 0
	}
	const stapA = 24 // RFC 6184 §5.7.1: header, size, then the first unit
	if packet.Payload[0]&0x1f == stapA {
		return packet.Payload[3]&0x1f == nalSPS
	}
	return packet.Payload[0]&0x1f == nalSPS
}

// getState returns the reply to GET /edge/state.
func getState(t *testing.T, e testEdge, query url.Values) State {
	t.Helper()
	reply, err := http.Get(e.url + "/edge/state?" + query.Encode())
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	var state State
	if err := json.NewDecoder(reply.Body).Decode(&state); err != nil {
		t.Fatal(err)
	}
	return state
}

// onlySession returns the only session with the given ID.
func onlySession(t *testing.T, e testEdge, id string) SessionState {
	t.Helper()
	sessions := e.State(id, "").Sessions
	if len(sessions) != 1 {
		t.Fatalf("%d sessions with ID %q, want 1", len(sessions), id)
	}
	return sessions[0]
}
