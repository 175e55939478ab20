package session

import (
	"context"
	"errors"
	"sync"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/quality"
	"lebplayer/signal/session/avsync"
)

// Defaults of Config, and limits that are not the caller's to set.
const (
	DefaultStartTimeout  = 10 * time.Second
	DefaultStallTimeout  = 1500 * time.Millisecond
	DefaultStatsInterval = 2 * time.Second
	DefaultPauseTimeout  = 10 * time.Second

	// stopTimeout ends a stopstream that nobody answers.
	stopTimeout = 5 * time.Second
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

// Config is what the caller of play() asks for. StreamURL, SessionID,
// ClientInfo and ClientIP go to the server as they are.
type Config struct {
	StreamURL  string
	SessionID  string
	ClientInfo string
	ClientIP   string // "" = not sent

	StartTime     time.Time     // when the caller asked for the play
	StartTimeout  time.Duration // of each attempt to the first frame; half of it for media once connected
	StallTimeout  time.Duration // without media, until another pull is made
	StatsInterval time.Duration // between two Stats events
	Latency       time.Duration // target of the jitter buffers, or LatencyAuto
	PauseTimeout  time.Duration // in a pause, until the pull is let go of
	Reports       Reports
	Autoplay      Autoplay
	Retry         Retry
	SoundOnly     bool // no video is offered
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

// Session is one play. Its fields are set before Run and not changed
// thereafter; a Session runs once.
type Session struct {
	Config     Config
	Signalling Signalling
	OpenMedia  func() (Media, error)
	Screen     Screen
	Page       Page
	Observer   Observer
	Random     func() float64 // in [0, 1): spreads what many viewers do at once
	Switches   <-chan *Switch // while playing; nil: none will come
	Prepared   *Prepared      // made earlier by Prepare, or nil

	// NewReceivers is what the page knows of Media.Renegotiate; nil: it is not used.
	NewReceivers *avsync.Capability

	state   State
	display *display
	ladder  ladder
	outage  outage
	freezes quality.Freezes
	avsync  *avsync.Controller
	calls   sync.WaitGroup // to the server, behind the play's back
}

// Run plays until ctx is cancelled, which is how a play is stopped, or until
// it fails. It returns when the server has been told, or could not be: nil
// after a stop, else the *Error that the Observer was given.
func (s *Session) Run(ctx context.Context) error {
	defer s.calls.Wait()
	err := s.play(ctx)
	return s.end(err)
}

// play is the whole of it. It ends with an error always: that of ctx when the
// play was stopped.
func (s *Session) play(ctx context.Context) error {
	defer s.Screen.Close()
	s.ladder = ladder{Retry: s.Config.Retry, random: s.Random}
	s.display = newDisplay(ctx, s)
	s.avsync = s.newAVSync()

	first, err := s.start(ctx)
	if err != nil {
		return err
	}
	f := newFollower(ctx, s, first)
	defer f.close()
	for {
		if err := f.next(ctx); err != nil {
			return err
		}
	}
}

// start pulls, as often as it may, until a frame is on the screen.
func (s *Session) start(ctx context.Context) (*pull, error) {
	prepared := s.Prepared
	if _, err := signal.ParseStreamURL(s.Config.StreamURL); err != nil {
		if prepared != nil {
			prepared.Close()
		}
		s.enter(StateOffering, "play")
		return nil, err
	}
	for {
		p := s.newPull(ctx, s.Config.StreamURL, false)
		if s.state == "" {
			p.began = s.Config.StartTime
		}
		err := s.try(p, prepared, (*pull).untilRendered)
		if err == nil {
			s.outage = outage{}
			return p, nil
		}
		prepared = nil
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		delay, err := s.again(err)
		if err != nil {
			return nil, err
		}
		if err := s.backOff(ctx, delay); err != nil {
			return nil, err
		}
	}
}

// end says the last word: stopped or failed. What it returns is Run's.
func (s *Session) end(err error) error {
	if errors.Is(err, context.Canceled) {
		s.enter(StateStopped, "stop")
		return nil
	}
	failure := AsError(err)
	s.enter(StateFailed, string(failure.Code))
	s.Observer.Observe(Failure{failure})
	return failure
}

// Refuse tells the observer of a play that can't even begin.
func Refuse(o Observer, err error) {
	_ = (&Session{Observer: o}).end(err)
}

// limitStart gives a context that ends when ctx does or when the start has
// taken too long.
func (s *Session) limitStart(ctx context.Context) (context.Context, context.CancelFunc) {
	limit := s.Config.StartTimeout
	cause := &Error{Code: CodeTimeout, Message: "no frame within " + limit.String(), Err: context.DeadlineExceeded}
	return context.WithTimeoutCause(ctx, limit, cause)
}

// stepError names the step that failed. A step that ended because ctx did
// gives ctx's cause: the stop, or the start's time-out.
func (s *Session) stepError(ctx context.Context, code ErrorCode, step string, err error) error {
	known, ours := errors.AsType[*Error](context.Cause(ctx))
	switch {
	case err == nil:
		return nil
	case ours:
		timeout := *known
		timeout.Message += " (" + step + ")"
		return &timeout
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case code == "":
		return err
	default:
		return fail(code, step, err)
	}
}

func (s *Session) enter(to State, reason string) {
	from := s.state
	if from == "" {
		from = StateIdle
	}
	s.state = to
	s.Observer.Observe(StateChange{From: from, To: to, Reason: reason})
}

// behind makes a call to the server that the play does not wait for. Run
// does, at its end.
func (s *Session) behind(call func()) {
	s.calls.Add(1)
	go func() {
		defer s.calls.Done()
		call()
	}()
}

// elapsed is the time since the caller's play().
func (s *Session) elapsed() time.Duration { return time.Since(s.Config.StartTime) }
