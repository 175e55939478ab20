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

// Media is a receiving peer connection: one for each pull. A pull calls its
// methods from one goroutine at a time, but SetLocalDescription may still be
// under way when another one is called. All of them end when their context does.
type Media interface {
	// Offer adds the receiving transceivers and creates the offer.
	Offer(context.Context) (sdp string, err error)
	SetLocalDescription(ctx context.Context, sdp string) error
	SetRemoteDescription(ctx context.Context, sdp string) error
	Stats(context.Context) (quality.Sample, error)
	// SetJitterBufferTarget and Renegotiate are package avsync's.
	avsync.Media
	// RequestKeyFrame has the browser ask for a key frame, if it can be made to.
	RequestKeyFrame()
	// Events gives what happens by itself. It is never closed.
	Events() <-chan MediaEvent
	// Close lets go of everything; no event comes after it.
	Close()
}

// Screen is the page's video element: one for the whole play, whichever pull
// it shows.
type Screen interface {
	// Show puts the tracks that a Media of the same maker receives, or has
	// offered to receive, on the screen in place of what is there. The last
	// picture stays until the new one comes.
	Show(Media)
	// Play starts the element, muting it first if muted is true. It gives
	// ErrAutoplayRefused where the browser wants a gesture first.
	Play(ctx context.Context, muted bool) error
	// Frames is how many frames have been shown so far, or less than 0 while
	// none are: in a hidden page, in a paused element. It is cheap to ask.
	Frames() int
	// Paused tells whether the element is paused, whoever did it.
	Paused() bool
	// Silent tells whether nobody can hear the element: it is muted, or its volume is 0.
	Silent() bool
	// Interrupted tells, once, that it was the browser that paused the
	// element, and that there is no reason for it any more.
	Interrupted() bool
	// Events gives what happens by itself. It is never closed.
	Events() <-chan ScreenEvent
	// Close takes the picture off the screen; no event comes after it.
	Close()
}

// Page is the page round the player.
type Page interface {
	// Hidden tells whether nobody can see the page: W3C Page Visibility.
	Hidden() bool
	// Online is navigator.onLine: false is certain, true is a hope.
	Online() bool
	// Returned tells of the moments in which the page has become visible or
	// online again, or has been thawed. It is never closed.
	Returned() <-chan struct{}
}

// ErrAutoplayRefused is what Screen.Play gives when the browser's autoplay
// policy refuses (NotAllowedError).
var ErrAutoplayRefused = errors.New("autoplay refused")

// MediaEvent is one of ICEStateChanged, ConnectionStateChanged,
// TransportClosed, SEIReceived and TransformFailed.
type MediaEvent any

// The media events.
type (
	// ICEStateChanged carries both ICE states after one of them changed.
	ICEStateChanged struct{ Connection, Gathering string }
	// ConnectionStateChanged carries RTCPeerConnectionState: ICE and DTLS together.
	ConnectionStateChanged struct{ State string }
	// TransportClosed: the other side has closed DTLS (close_notify, RFC 5246
	// §7.2.1). ICE would tell five seconds later, Chromium 156.
	TransportClosed struct{}
	// SEIReceived: a SEI NAL unit has come, as sei.Parse takes it, with the frame
	// of that RTP timestamp.
	SEIReceived struct {
		Body         []byte
		RTPTimestamp uint32
	}
	// TransformFailed: the frames can't be looked into for SEI, and later Media
	// of the play do without. Held: nor do they get any further in this one.
	TransformFailed struct {
		Reason string
		Held   bool
	}
)

// ScreenEvent is one of FrameRendered, Resized and Steered.
type ScreenEvent any

// The screen events.
type (
	// FrameRendered: what a Media brings is on the screen for the first time since
	// that was shown. Its first frame had been received and decoded that long
	// before; 0: the browser does not tell.
	FrameRendered struct {
		At                time.Time
		Received, Decoded time.Duration
		Unseen            bool // nobody has seen a frame: the page is hidden, or there is none
		AudioOnly         bool // there is none
	}
	// Resized: the picture's size in pixels changed.
	Resized struct{ Width, Height int }
	// Steered: the element was paused, or started, or made louder or quieter.
	Steered struct{}
)
