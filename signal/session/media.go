package session

import (
	"context"
	"errors"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/quality"
)

// Signalling is the protocol's five calls; *signal.Client makes them.
type Signalling interface {
	PullStream(context.Context, signal.PullStreamRequest) (signal.PullStreamReply, error)
	StopStream(context.Context, signal.StopStreamRequest) error
	ReportQuality(context.Context, signal.QualityReport) error
	ReportICEState(context.Context, signal.ICEStateReport) error
	ReportFirstFrame(context.Context, signal.FirstFrameReport) error
}

// Media is a receiving peer connection and the video element that shows it.
// Run calls its methods from one goroutine at a time, but Play and
// SetLocalDescription may still be under way when another one is called.
// All of them end when their context does.
type Media interface {
	// Offer adds the receiving transceivers and creates the offer.
	Offer(context.Context) (sdp string, err error)
	SetLocalDescription(ctx context.Context, sdp string) error
	SetRemoteDescription(ctx context.Context, sdp string) error
	// Play starts the video element, muting it first if muted is true. It
	// gives ErrAutoplayRefused where the browser wants a gesture first.
	Play(ctx context.Context, muted bool) error
	Stats(context.Context) (quality.Sample, error)
	// Events gives what happens by itself. It is never closed.
	Events() <-chan MediaEvent
	// Close lets go of everything; no event comes after it.
	Close()
}

// ErrAutoplayRefused is what Media.Play gives when the browser's autoplay
// policy refuses (NotAllowedError).
var ErrAutoplayRefused = errors.New("autoplay refused")

// MediaEvent is one of TrackAdded, ICEStateChanged, ConnectionStateChanged,
// FrameRendered and Resized.
type MediaEvent any

// The media events.
type (
	// TrackAdded: the answer brought a track, and the video element has it.
	TrackAdded struct{}
	// ICEStateChanged carries both ICE states after one of them changed.
	ICEStateChanged struct{ Connection, Gathering string }
	// ConnectionStateChanged carries RTCPeerConnectionState: ICE and DTLS together.
	ConnectionStateChanged struct{ State string }
	// FrameRendered: the first frame is on the screen.
	FrameRendered struct{ At time.Time }
	// Resized: the picture's size in pixels changed.
	Resized struct{ Width, Height int }
)
