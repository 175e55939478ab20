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
	p, err := openPeer(config{video: videoElement(), receiveAudio: true, receiveVideo: true})
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
		t.Error("garbage was taken for an answer")
	}
}

// TestCloseWhileOffering: a connection closed while a step is under way is
// closed when that step is over, and nothing is left waiting.
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

// TestPlayWithoutStreamEndsWithTheElement: closing settles what play() left open.
func TestPlayWithoutStreamEndsWithTheElement(t *testing.T) {
	noLeaks(t)
	p := testPeer(t)
	ended := make(chan error, 1)
	p.video.element.Set("srcObject", p.video.stream)
	go func() { ended <- p.Play(deadline(t), true) }()
	eventually(t, "play has been called", func() bool { return p.video.element.Get("muted").Bool() })
	p.Close()
	if err := <-ended; err == nil {
		t.Error("play succeeded without a stream")
	}
	if !p.video.element.Get("srcObject").IsNull() {
		t.Error("the stream is still in the element")
	}
}

func TestCloseLeavesAnotherStreamAlone(t *testing.T) {
	noLeaks(t)
	p := testPeer(t)
	other := js.Global().Get("MediaStream").New()
	p.video.element.Set("srcObject", other)
	p.Close()
	if !p.video.element.Get("srcObject").Equal(other) {
		t.Error("another stream was taken out of the element")
	}
}

func TestUnsupported(t *testing.T) {
	constructor := js.Global().Get("RTCPeerConnection")
	js.Global().Set("RTCPeerConnection", js.Undefined())
	defer js.Global().Set("RTCPeerConnection", constructor)
	_, err := openPeer(config{video: videoElement()})
	if e, ok := err.(*session.Error); !ok || e.Code != session.CodeUnsupported {
		t.Errorf("got %v", err)
	}
}
