package session

import (
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

// Autoplay is what to do when the browser refuses to play with sound.
type Autoplay string

// The two answers to a refused autoplay.
const (
	AutoplayMuted  Autoplay = "muted"  // play muted instead
	AutoplayManual Autoplay = "manual" // wait for a gesture of the viewer
)

// Reports says which of the three optional reports are sent.
type Reports struct {
	Quality, ICEState, FirstFrame bool
}

// Unlimited is a Retry.MaxAttempts that is never used up.
const Unlimited = math.MaxInt32

// Retry says how often, and after how long, a pull that failed or died is made
// again: see recovery.Policy.
type Retry struct {
	MaxAttempts         int // in a row; 0: a pull is never made again
	BaseDelay, MaxDelay time.Duration
	ErrCodes            []signal.Code // of pullstream, which are retried too
}

// DefaultRetry tries six times in about half a minute.
var DefaultRetry = Retry{MaxAttempts: 6, BaseDelay: 500 * time.Millisecond, MaxDelay: 15 * time.Second}

// Config is what the caller of play() asks for. StreamURL, ClientInfo and
// ClientIP go to the server as they are.
type Config struct {
	StreamURL string
	// SessionID is the sessionid of the first pull. It has to tell each pull
	// from all others (spec, pullstream: 标识本次拉流), so later ones have a number
	// behind it: "id-2".
	SessionID  string
	ClientInfo string
	ClientIP   string // "": not sent

	StartTime     time.Time     // when the caller asked for the play
	StartTimeout  time.Duration // of each attempt to the first frame; half of it for media once connected
	StallTimeout  time.Duration // without media, until another pull is made
	StatsInterval time.Duration // between two Stats events
	Latency       time.Duration // target of the jitter buffers, or LatencyAuto
	PauseTimeout  time.Duration // in a pause, until the pull is released
	Reports       Reports
	Autoplay      Autoplay
	Retry         Retry
	SEI           bool // the server is asked to pass SEI on
	Firefox       bool // the offer is Firefox's: see sdp.MungeOffer
}

// Switch asks a session that plays for another stream.
type Switch struct {
	StreamURL string
	// Done gets what came of it, and needs room for that: nil when the new
	// stream is on the screen; else the old one plays on, or the session has
	// ended and says so itself.
	Done chan<- error
}
