//go:build js && wasm

package bridge

import (
	"context"
	"strings"
	"syscall/js"
	"testing"

	"lebplayer/signal/session"
)

func testPeer(t *testing.T) *peer {
	t.Helper()
	p, err := openPeer(&config{video: videoElement(), receiveAudio: true, receiveVideo: true})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestOfferReceivesAudioAndVideo(t *testing.T) {
	noLeaks(t)
	p := testPeer(t)
	defer p.Close()
	offer, err := p.Offer(deadline(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"m=audio ", "m=video ", "a=recvonly", "opus/48000/2", "H264/90000", "a=group:BUNDLE 0 1"} {
		if !strings.Contains(offer, want) {
			t.Errorf("the offer lacks %q", want)
		}
	}
	if err := p.SetLocalDescription(deadline(t), offer); err != nil {
		t.Error(err)
	}
	if sample, err := p.Stats(deadline(t)); err != nil || sample.Video != nil {
		t.Errorf("stats before any media: %+v, %v", sample, err)
	}
}

func TestAnswerThatIsNoneIsAnError(t *testing.T) {
	noLeaks(t)
	p := testPeer(t)
	defer p.Close()
	offer, _ := p.Offer(deadline(t))
	if err := p.SetLocalDescription(deadline(t), offer); err != nil {
		t.Fatal(err)
	}
	if err := p.SetRemoteDescription(deadline(t), "garbage"); err == nil {
		t.Error("garbage was accepted as an answer")
	}
}

// TestAnswerWithoutVideo: the element does not wait for a track that the answer
// rejects.
func TestAnswerWithoutVideo(t *testing.T) {
	noLeaks(t)
	p, s := testPeer(t), testElement()
	defer p.Close()
	defer s.Close()
	offer, _ := p.Offer(deadline(t))
	if err := p.SetLocalDescription(deadline(t), offer); err != nil {
		t.Fatal(err)
	}
	s.Show(p, false)
	if n := s.stream.Call("getTracks").Length(); n != 2 {
		t.Errorf("%d tracks are shown before the answer, want 2", n)
	}
	answer := strings.NewReplacer("a=recvonly", "a=sendonly", "a=setup:actpass", "a=setup:active", "m=video 9 ", "m=video 0 ").Replace(offer)
	if err := p.SetRemoteDescription(deadline(t), answer); err != nil {
		t.Fatal(err)
	}
	s.Show(p, false)
	tracks := s.node.Get("srcObject").Call("getTracks")
	if tracks.Length() != 1 || tracks.Index(0).Get("kind").String() != "audio" {
		t.Errorf("the element has %d tracks", tracks.Length())
	}
}

// TestCloseWhileOffering: Close during a step of the negotiation closes the
// connection at the end of the step, and nothing is left waiting.
func TestCloseWhileOffering(t *testing.T) {
	noLeaks(t)
	p := testPeer(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Offer(ctx); err == nil {
		t.Skip("the offer came before its context ended")
	}
	p.Close()
	eventually(t, "the connection is closed", func() bool { return p.pc.JSValue().Get("signalingState").String() == "closed" })
}

func TestUnsupported(t *testing.T) {
	constructor := js.Global().Get("RTCPeerConnection")
	js.Global().Set("RTCPeerConnection", js.Undefined())
	defer js.Global().Set("RTCPeerConnection", constructor)
	_, err := openPeer(&config{video: videoElement()})
	if e, ok := err.(*session.Error); !ok || e.Code != session.CodeUnsupported {
		t.Errorf("got %v", err)
	}
}
