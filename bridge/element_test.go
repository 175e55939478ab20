//go:build js && wasm

package bridge

import (
	"syscall/js"
	"testing"

	"lebplayer/signal/session"
)

func testElement() *element {
	s, err := newElement(videoElement(), newHandle())
	if err != nil {
		panic(err)
	}
	return s
}

// showing shows a peer whose tracks are those of a canvas, and returns it.
func showing(t *testing.T, s *element) *peer {
	t.Helper()
	p := testPeer(t)
	stream := js.Global().Get("document").Call("createElement", "canvas").Call("captureStream")
	p.tracks = append(p.tracks, stream.Call("getTracks").Index(0))
	s.Show(p, false)
	return p
}

// TestPlayWithoutStreamEndsWithTheElement: closing the element ends a pending
// play().
func TestPlayWithoutStreamEndsWithTheElement(t *testing.T) {
	noLeaks(t)
	s := testElement()
	ended := make(chan error, 1)
	s.node.Set("srcObject", s.stream)
	go func() { ended <- s.Play(deadline(t), true) }()
	eventually(t, "play has been called", func() bool { return s.node.Get("muted").Bool() })
	s.Close()
	if err := <-ended; err == nil {
		t.Error("play succeeded without a stream")
	}
	if !s.node.Get("srcObject").IsNull() {
		t.Error("the stream is still in the element")
	}
}

// TestViewersMuteStays: an element that the viewer has muted before Play does so
// stays muted at the end.
func TestViewersMuteStays(t *testing.T) {
	noLeaks(t)
	s := testElement()
	s.node.Set("muted", true)
	ended := make(chan error, 1)
	s.node.Set("srcObject", s.stream)
	go func() { ended <- s.Play(deadline(t), true) }()
	eventually(t, "play has been called", func() bool { return !s.node.Get("paused").Bool() })
	s.Close()
	<-ended
	if !s.node.Get("muted").Bool() {
		t.Error("the viewer's mute was undone")
	}
}

func TestCloseLeavesAnotherStreamAlone(t *testing.T) {
	noLeaks(t)
	s := testElement()
	other := js.Global().Get("MediaStream").New()
	s.node.Set("srcObject", other)
	s.Close()
	if !s.node.Get("srcObject").Equal(other) {
		t.Error("another stream was removed from the element")
	}
}

// TestShowExchangesTracks: the element keeps its stream, which has only the new
// tracks. A stream that the page has put there meanwhile is left alone.
func TestShowExchangesTracks(t *testing.T) {
	noLeaks(t)
	s := testElement()
	defer s.Close()
	first := showing(t, s)
	defer first.Close()
	if !s.node.Get("srcObject").Equal(s.stream) {
		t.Fatal("the element has no stream")
	}
	second := showing(t, s)
	defer second.Close()
	tracks := s.stream.Call("getTracks")
	if tracks.Length() != 1 || !tracks.Index(0).Equal(second.tracks[0]) {
		t.Errorf("%d tracks are shown, want only the new one", tracks.Length())
	}
	if !s.handle.Get("pc").Equal(second.pc.JSValue()) {
		t.Error("the handle has another peer connection than the one shown")
	}
	other := js.Global().Get("MediaStream").New()
	s.node.Set("srcObject", other)
	showing(t, s).Close()
	if !s.node.Get("srcObject").Equal(other) {
		t.Error("the page's own stream was replaced")
	}
}

// TestEndedElementPlaysOn: when the tracks of a failed start have ended, the
// element plays those of the next start.
func TestEndedElementPlaysOn(t *testing.T) {
	noLeaks(t)
	s := testElement()
	defer s.Close()
	showing(t, s).Close()
	js.Global().Get("Object").Call("defineProperty", s.node.Underlying(), "ended", object{{"value", true}}.value())
	showing(t, s).Close()
	eventually(t, "the element plays", func() bool { return !s.node.Get("paused").Bool() })
}

// TestMove: the stream, and what the viewer has set, go over to another element.
// Nothing is left of the play in the old one.
func TestMove(t *testing.T) {
	noLeaks(t)
	s := testElement()
	old, other := s.video(), videoElement()
	defer showing(t, s).Close()
	old.Set("volume", 0.25)
	s.mute() // as Play does
	s.move(other)
	if !old.Get("srcObject").IsNull() || old.Get("muted").Bool() {
		t.Error("the old element keeps the stream or the mute")
	}
	if !other.Get("srcObject").Equal(s.stream) || other.Get("muted").Bool() || other.Get("volume").Float() != 0.25 || other.Get("paused").Bool() {
		t.Error("the new element does not play the stream as the old one did")
	}
	if e, ok := (<-s.Events()).(session.Moved); !ok || e.Paused {
		t.Errorf("the session was told %v", e)
	}
	s.Close()
	s.move(old)
	if !other.Get("srcObject").IsNull() || !old.Get("srcObject").IsNull() {
		t.Error("a closed element shows the stream")
	}
}

// TestAttachOfNothing: leb.attach passes over what is no session and what is no video.
func TestAttachOfNothing(t *testing.T) {
	e := &exports{plays: map[int]*running{1: {video: testElement()}}}
	play := object{{"id", 1}}.value()
	video := e.plays[1].video.video()
	for _, args := range [][]js.Value{{}, {play}, {play, js.Null()}, {play, js.ValueOf("video")}, {js.ValueOf(7), videoElement()}, {play, video}} {
		e.attach(js.Undefined(), args)
	}
	if !e.plays[1].video.video().Equal(video) {
		t.Error("the play has been moved")
	}
	e.attach(js.Undefined(), []js.Value{play, videoElement()})
	if e.plays[1].video.video().Equal(video) {
		t.Error("the play has not been moved")
	}
}
