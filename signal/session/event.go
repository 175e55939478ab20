package session

import (
	"time"

	"lebplayer/signal/internal/json"
	"lebplayer/signal/quality"
	"lebplayer/signal/sei"
)

// Observer receives the events of a session. Observe is called from several
// goroutines. It must not block, and must not call the session.
type Observer interface {
	Observe(Event)
}

// Event is one event of a session. Name returns the event's name in the
// TypeScript API and the first argument of the raw export's sink; [JSON] returns
// its detail.
type Event interface {
	Name() string
	json.Message
}

// StateChange reports that the session has gone from one state to another.
// Reason is a word for readers of logs: "play", "first-frame", "stop", or the
// code of an error.
type StateChange struct {
	From, To State
	Reason   string
}

// ICEState reports that one of the two ICE states has changed. The strings are
// those of RTCIceConnectionState and RTCIceGatheringState in W3C WebRTC.
type ICEState struct {
	Connection, Gathering string
}

// FirstFrame reports that the play has begun.
type FirstFrame struct {
	SessionID string        // of the pull that the frame belongs to
	Elapsed   time.Duration // from the caller's play() to the frame
	Video     bool          // it is a frame, not audio that is heard alone
	Waterfall Waterfall
}

// Waterfall has the end of each phase of a start, as the time since the
// caller's play().
type Waterfall struct {
	Offer      time.Duration // the offer is made
	Signalling time.Duration // the server has answered pullstream
	Answer     time.Duration // the answer is set
	ICE        time.Duration // ICE is connected
	DTLS       time.Duration // DTLS is connected
	// FirstPacket and FirstDecoded are receiveTime and presentationTime of
	// requestVideoFrameCallback. Where the browser does not report them they
	// equal FirstFrame.
	FirstPacket  time.Duration // the packets of the first frame have arrived
	FirstDecoded time.Duration // the first frame has been decoded
	FirstFrame   time.Duration // the first frame has been rendered
}

// sort brings the phases before the first frame into order. A phase whose end
// was reported late, or not at all, ended with the next one: browsers.md,
// "rendered before connected".
func (w *Waterfall) sort() {
	next := w.FirstFrame
	for _, phase := range []*time.Duration{&w.FirstDecoded, &w.FirstPacket, &w.DTLS, &w.ICE, &w.Answer} {
		if *phase <= 0 || *phase > next {
			*phase = next
		}
		next = *phase
	}
}

// Stats carries the newest counters, their growth since the Stats before, and
// the freezes of the whole play.
type Stats struct {
	At      time.Time // when the counters were read, by the page's clock
	Sample  quality.Sample
	Delta   *quality.Delta
	Freezes quality.Freezes
}

// AutoplayBlocked reports that the browser has refused to play with sound.
type AutoplayBlocked struct {
	Muted bool // it plays muted; else it waits for a gesture of the viewer
}

// Resize reports a new size of the picture, in pixels.
type Resize struct {
	Width, Height int
}

// SEI carries a message of the stream on the screen. The frame that it belongs
// to has yet to be decoded.
type SEI struct {
	sei.Message
	RTPTimestamp uint32 // of the frame, at 90 kHz
}

// Tracks reports that a kind of media has gone while the other goes on, or has come
// back.
type Tracks struct{ Audio, Video bool }

// Stall reports that the picture has not moved for a second, or without a
// picture that no audio has come.
type Stall struct{}

// Reconnecting reports that another pull will begin.
type Reconnecting struct {
	Attempt int           // 1 for the first one since the picture moved
	Delay   time.Duration // until it begins
	Reason  *Error        // the failure that makes it necessary
}

// Recovered reports that the picture moves again.
type Recovered struct {
	Duration time.Duration // without movement
	Attempts int           // the pulls begun meanwhile; 0: it came back by itself
}

// Exchange reports that the tracks of another pull are about to take the place of those
// in the element. Reason is "switch" or "reconnecting".
type Exchange struct{ Reason string }

// Warning reports a failure that does not affect playing.
type Warning struct{ Err *Error }

// Failure reports why the session has failed. It follows the StateChange to
// "failed". Only the Warning of a stopstream that fails may come after it.
type Failure struct{ Err *Error }

// EventNames lists the name of every Event.
func EventNames() []string {
	events := []Event{StateChange{}, ICEState{}, FirstFrame{}, Stats{}, AutoplayBlocked{}, Resize{}, SEI{},
		Stall{}, Reconnecting{}, Recovered{}, Exchange{}, Tracks{}, Warning{}, Failure{}}
	names := make([]string, len(events))
	for i, e := range events {
		names[i] = e.Name()
	}
	return names
}
