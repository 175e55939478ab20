package session

import (
	"time"

	"lebplayer/signal/internal/json"
	"lebplayer/signal/quality"
	"lebplayer/signal/sei"
)

// Observer hears what a session has to say. Observe is called from several
// goroutines; it must not block, and must not call back into the session.
type Observer interface {
	Observe(Event)
}

// Event is one thing a session says. Name returns the event's name in the
// TypeScript API and the first argument of the raw export's sink; [JSON] returns
// its detail.
type Event interface {
	Name() string
	json.Message
}

// StateChange says that the session went from one state to another. Reason is
// one word for people who read logs: "play", "first-frame", "stop", or the
// error's code.
type StateChange struct {
	From, To State
	Reason   string
}

// ICEState says that one of the two ICE states changed. The strings are
// RTCIceConnectionState and RTCIceGatheringState of W3C WebRTC.
type ICEState struct {
	Connection, Gathering string
}

// FirstFrame says that the first frame has been rendered, Elapsed after the
// caller's play().
type FirstFrame struct {
	SessionID string
	Elapsed   time.Duration
	Waterfall Waterfall
}

// Waterfall tells where the time until the first frame went: for each phase,
// how long after the caller's play() it was over.
type Waterfall struct {
	Offer      time.Duration // the offer exists
	Signalling time.Duration // pullstream has been answered
	Answer     time.Duration // the browser has taken the answer
	ICE        time.Duration // ICE is up
	DTLS       time.Duration // and DTLS
	// The first frame's packets have come, it has been decoded, and it has
	// been rendered. The first two are the third where the browser does not
	// tell: requestVideoFrameCallback's receiveTime and presentationTime.
	FirstPacket, FirstDecoded, FirstFrame time.Duration
}

// settle brings the phases that end with the first frame into order. What was
// heard of late, or not at all, was over when the next was: Chromium 156 may
// render before it says that it is connected.
func (w *Waterfall) settle() {
	next := w.FirstFrame
	for _, phase := range []*time.Duration{&w.FirstDecoded, &w.FirstPacket, &w.DTLS, &w.ICE, &w.Answer} {
		if *phase <= 0 || *phase > next {
			*phase = next
		}
		next = *phase
	}
}

// Stats carries the newest counters, what happened since the Stats before, and
// the freezes of the whole play.
type Stats struct {
	At      time.Time // when the counters were read, by the page's clock
	Sample  quality.Sample
	Delta   *quality.Delta
	Freezes quality.Freezes
}

// AutoplayBlocked says that the browser refused to play with sound. Muted
// tells what came of it: true, it plays muted now; false, it waits for a
// gesture of the viewer.
type AutoplayBlocked struct {
	Muted bool
}

// Resize says that the picture has a new size, in pixels.
type Resize struct {
	Width, Height int
}

// SEI carries a message that came with the frame of that RTP timestamp, at
// 90 kHz, of the stream on the screen. That frame has yet to be decoded.
type SEI struct {
	sei.Message
	RTPTimestamp uint32
}

// Stall says that the picture has not moved for a second; without a picture,
// that no sound has come.
type Stall struct{}

// Reconnecting says that pull number Attempt, counted from the trouble it
// answers, begins in Delay.
type Reconnecting struct {
	Attempt int
	Delay   time.Duration
	Reason  *Error
}

// Recovered says that the picture moves again, after Duration without
// movement. Attempts is how many pulls were begun meanwhile: 0 when it came
// back by itself.
type Recovered struct {
	Duration time.Duration
	Attempts int
}

// Warning is a failure that does not touch playing.
type Warning struct{ Err *Error }

// Failure is why the session failed. It follows the StateChange to "failed";
// after it comes only the Warning of a stopstream that fails.
type Failure struct{ Err *Error }

// EventNames lists the name of every Event.
func EventNames() []string {
	events := []Event{StateChange{}, ICEState{}, FirstFrame{}, Stats{}, AutoplayBlocked{}, Resize{}, SEI{},
		Stall{}, Reconnecting{}, Recovered{}, Warning{}, Failure{}}
	names := make([]string, len(events))
	for i, e := range events {
		names[i] = e.Name()
	}
	return names
}
