package session

import (
	"context"
	"math"
	"time"

	"lebplayer/signal"
)

// Defaults of Config.
const (
	DefaultStartTimeout  = 10 * time.Second
	DefaultStallTimeout  = 1500 * time.Millisecond
	DefaultStatsInterval = 2 * time.Second
	DefaultPauseTimeout  = 10 * time.Second
)

// Autoplay is the reaction to a browser that refuses to play with sound.
type Autoplay string

// The reactions to a refused autoplay.
const (
	AutoplayMuted  Autoplay = "muted"  // play muted instead
	AutoplayManual Autoplay = "manual" // wait for a gesture of the viewer
)

// Reports selects the optional reports that are sent.
type Reports struct {
	Quality, ICEState, FirstFrame bool
}

// Unlimited is a Retry.MaxAttempts that is never used up.
const Unlimited = math.MaxInt32

// Retry is how often, and after how long, a pull that failed or broke is made
// again: see recovery.Policy.
type Retry struct {
	MaxAttempts         int // in a row; 0: a pull is never made again
	BaseDelay, MaxDelay time.Duration
	ErrCodes            []signal.Code // the refusals of pullstream after which it is tried again
}

// DefaultRetry tries six times in about half a minute.
var DefaultRetry = Retry{MaxAttempts: 6, BaseDelay: 500 * time.Millisecond, MaxDelay: 15 * time.Second}

// DefaultSettings are the Settings of a caller who has no wishes.
var DefaultSettings = Settings{
	StatsInterval: DefaultStatsInterval, Latency: LatencyAuto, Reports: Reports{true, true, true}, Retry: DefaultRetry,
}

// Settings has the wishes that may change during a play.
type Settings struct {
	StatsInterval time.Duration // between two Stats events
	Latency       time.Duration // jitter buffer target, or LatencyAuto
	Reports       Reports
	Retry         Retry
}

// Config has the wishes of the caller of play(). StreamURL, ClientInfo and
// ClientIP go to the server unchanged.
type Config struct {
	StreamURL string
	AskURL    AskURL // is asked for each pull's StreamURL; nil: that does not change
	// SessionID is the sessionid of the first pull. It has to tell each pull
	// from all others (spec, pullstream: 标识本次拉流), so later ones have a number
	// behind it: "id-2".
	SessionID  string
	ClientInfo string
	ClientIP   string // "": not sent

	StartTime    time.Time     // the caller's play()
	StartTimeout time.Duration // from the beginning of an attempt to its first frame; half of it may pass without media once connected
	StallTimeout time.Duration // how long nothing may arrive until the stream is pulled again
	PauseTimeout time.Duration // how long a pause keeps the pull
	Autoplay     Autoplay
	SEI          bool // the server is asked to pass SEI on
	Fallback     bool // the caller plays something else when the play has failed
	Firefox      bool // the browser is Firefox: see sdp.MungeOffer

	Settings // at the beginning of the play
}

// AskURL asks the caller for the newest URL of a stream, whose signature is good for
// a short time. It returns when ctx ends. An error that is no *Error is the
// caller's own.
type AskURL func(ctx context.Context) (string, error)

// Switch is a request to show another stream in a session that plays.
type Switch struct {
	StreamURL string
	AskURL    AskURL // as in Config
	SessionID string // of the pull; "": one of the play's own
	// Held is the pull of the stream if it has been made earlier, or nil. Whoever
	// asks stops it once there is an outcome.
	Held *Held
	// Withdrawn is closed when the page no longer wants the stream; nil: never.
	Withdrawn <-chan struct{}
	// Done gets the outcome, for which it needs room: nil once the new stream is
	// on the screen. After an error the old stream plays on, unless the session
	// has ended.
	Done chan<- error
}
