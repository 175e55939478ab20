package session

import (
	"context"
	"errors"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/quality"
	"lebplayer/signal/session/avsync"
)

// Signalling asks the server for streams.
type Signalling interface {
	// PullStream returns when the server has answered or ctx has ended. One
	// that fails leaves nothing running on the server, whatever comes late.
	PullStream(context.Context, signal.PullStreamRequest) (Stream, error)
}

// Stream is a stream that the server has agreed to send: a successful
// pullstream. It has to be stopped.
type Stream interface {
	// Answer returns the server's SDP answer.
	Answer() string
	// SessionID returns the sessionid with which the stream was pulled.
	SessionID() string
	// Stop tells the server to stop sending. It may be repeated after a failure,
	// and does nothing after it has succeeded.
	Stop(context.Context) error
	ReportQuality(context.Context, signal.QualityReport) error
	ReportICEState(context.Context, signal.ICEStateReport) error
	ReportFirstFrame(context.Context, signal.FirstFrameReport) error
	// SwitchBitrate has the server send another bitrate within the connection:
	// one that signal.SwitchableBitrate has named.
	SwitchBitrate(ctx context.Context, name string) error
}

// Peer is a receiving RTCPeerConnection: one for each pull. A pull calls its
// methods from one goroutine at a time, except that SetLocalDescription may
// still be under way when another one is called. Every method returns when its
// context ends.
type Peer interface {
	// Offer adds the receiving transceivers and creates the offer.
	Offer(context.Context) (sdp string, err error)
	SetLocalDescription(ctx context.Context, sdp string) error
	SetRemoteDescription(ctx context.Context, sdp string) error
	// Stats reads the counters of what has been received.
	Stats(context.Context) (quality.Sample, error)
	// SetJitterBufferTarget and Renegotiate belong to package avsync.
	avsync.Peer
	// RequestKeyFrame makes the browser ask for a key frame, where that can be done.
	RequestKeyFrame()
	// Events returns the events that nobody has asked for. The channel is never closed.
	Events() <-chan PeerEvent
	// Close closes the connection. No event comes after it.
	Close()
}

// Element is the page's video element. It is one for the whole play, whichever
// pull it shows, unless the page moves the play to another one.
type Element interface {
	// Show replaces the tracks in the element by those that the peer receives or
	// has offered to receive, or by its audio if soundAlone is set. The last picture
	// stays until the new tracks have one. The page has heard all earlier events when
	// the tracks of another peer go. Show reports whether the element has to be started
	// again: one that has waited for video plays audio only after that.
	Show(peer Peer, soundAlone bool) (stopped bool)
	// Play starts the element, and mutes it before if muted is true. It returns
	// ErrAutoplayRefused where the browser wants a gesture of the viewer first.
	Play(ctx context.Context, muted bool) error
	// Frames returns the number of frames shown so far. It says nothing in a hidden
	// page, and is cheap to call.
	Frames() int
	// VideoTimestamp asks for the RTP timestamp of the next frame that is shown. Later
	// calls return it once, 0 where the browser does not tell, and false until then. The
	// page is rendered for it.
	VideoTimestamp() (timestamp uint32, known bool)
	// Paused reports whether the element is paused, whoever has paused it.
	Paused() bool
	// Silent reports whether nobody can hear the element: it is muted, or its volume is 0.
	Silent() bool
	// Interrupted reports, once, that the browser has paused the element and that
	// its reason for that is gone.
	Interrupted() bool
	// Events returns the events that nobody has asked for. The channel is never closed.
	Events() <-chan ElementEvent
	// Close takes the tracks out of the element. No event comes after it.
	Close()
}

// Page is the page around the player.
type Page interface {
	// Hidden reports whether nobody can see the page (W3C Page Visibility).
	Hidden() bool
	// Online returns navigator.onLine. Where it is false there may be a network all the same.
	Online() bool
	// Returned gets a value whenever the page becomes visible or online again, or
	// is thawed (W3C Page Lifecycle). The channel is never closed.
	Returned() <-chan struct{}
}

// ErrAutoplayRefused is the error of Element.Play when the browser's autoplay
// policy refuses to start the element (NotAllowedError).
var ErrAutoplayRefused = errors.New("autoplay refused")

// PeerEvent is one of ICEStateChanged, ConnectionStateChanged,
// TransportClosed, SEIReceived and TransformFailed.
type PeerEvent any

// The events of a peer connection.
type (
	// ICEStateChanged carries both ICE states after a change of either one, in
	// the words of RTCIceConnectionState and RTCIceGatheringState.
	ICEStateChanged struct{ Connection, Gathering string }

	// ConnectionStateChanged carries the RTCPeerConnectionState, which covers ICE
	// and DTLS.
	ConnectionStateChanged struct{ State string }

	// TransportClosed: the server has closed DTLS (close_notify, RFC 5246
	// §7.2.1). ICE reports that later: browsers.md, "DTLS closed".
	TransportClosed struct{}

	// SEIReceived carries an SEI NAL unit, in the form that sei.Parse takes.
	SEIReceived struct {
		Body         []byte
		RTPTimestamp uint32 // of the frame that the unit belongs to
	}

	// TransformFailed: the transform that should read SEI does not work. Later
	// peer connections of the play are made without it.
	TransformFailed struct {
		Reason string
		Held   bool // no frame gets through the transform of this one either
	}
)

// ElementEvent is one of FrameRendered, Resized, Steered, Moved and Taken.
type ElementEvent any

// The events of the element.
type (
	// FrameRendered: the element plays what it was given by the latest Show.
	FrameRendered struct {
		At time.Time
		// Received and Decoded are the ages of the frame, since its packets had
		// arrived and since it had been decoded; 0 where the browser does not
		// report them.
		Received, Decoded time.Duration
		Unseen            bool // no viewer has seen a frame: the page is hidden, or there is no video
		AudioOnly         bool // there is no video
	}

	// Resized carries the new size of the picture, in pixels.
	Resized struct{ Width, Height int }

	// Steered: the element was paused, started, muted, or its volume changed.
	Steered struct{}

	// Moved: the page has moved the play to another element, which has to be started
	// unless the viewer has paused the one before.
	Moved struct{ Paused bool }

	// Taken: someone else has changed the element's source.
	Taken struct{}
)
