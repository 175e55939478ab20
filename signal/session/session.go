package session

import (
	"context"
	"errors"
	"sync"
	"time"

	"lebplayer/signal"
)

// Defaults of Config, and limits that are not the caller's to set.
const (
	DefaultStartTimeout  = 10 * time.Second
	DefaultStallTimeout  = 5 * time.Second
	DefaultStatsInterval = 2 * time.Second

	// pullTimeout ends a pullstream that nobody answers. It outlasts a stop:
	// an answer that comes late still carries a svrsig to be stopped.
	pullTimeout = 10 * time.Second
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
	StartTimeout  time.Duration // from Run to the first frame
	StallTimeout  time.Duration // without media, or without a decoded frame
	StatsInterval time.Duration // between two Stats events
	Reports       Reports
	Autoplay      Autoplay
	Firefox       bool // the offer is Firefox's: see sdp.MungeOffer
}

// Session is one play. Its fields are set before Run and not changed
// thereafter; a Session runs once.
type Session struct {
	Config     Config
	Signalling Signalling
	OpenMedia  func() (Media, error)
	Observer   Observer
	Prepared   *Prepared // made earlier by Prepare, or nil

	state     State
	waterfall Waterfall
	calls     sync.WaitGroup // to the server, behind the play's back
}

// Run plays until ctx is cancelled, which is how a play is stopped, or until
// it fails. It returns when the server has been told, or could not be: nil
// after a stop, else the *Error that the Observer was given.
func (s *Session) Run(ctx context.Context) error {
	defer s.calls.Wait()
	err := s.play(ctx)
	return s.end(err)
}

// play is the straight path. It ends with an error always: that of ctx when
// the play was stopped.
func (s *Session) play(ctx context.Context) error {
	s.enter(StateOffering, "play")
	if _, err := signal.ParseStreamURL(s.Config.StreamURL); err != nil {
		if s.Prepared != nil {
			s.Prepared.Close()
		}
		return err
	}
	start, started := s.limitStart(ctx)
	defer started()

	prepared, err := s.prepared(start)
	if err != nil {
		return s.stepError(start, "", "creating the offer", err)
	}
	media := prepared.media
	defer media.Close()
	s.waterfall.Offer = s.elapsed()

	s.enter(StatePulling, "offer")
	ticket, answer, err := s.pull(start, prepared.offer)
	if err != nil {
		return s.stepError(start, "", "waiting for pullstream's answer", err)
	}
	defer s.stopStream(ticket)
	s.waterfall.Signalling = s.elapsed()

	s.enter(StateConnecting, "answer")
	if err := <-prepared.local; err != nil {
		return s.stepError(start, CodeNegotiation, "setting the offer", err)
	}
	if err := media.SetRemoteDescription(start, answer); err != nil {
		return s.stepError(start, CodeNegotiation, "setting the answer", err)
	}
	s.waterfall.Answer = s.elapsed()

	reports := s.startReports(ctx, ticket)
	defer reports.close()

	f := newFollower(ctx, s, media, reports)
	defer f.close()
	if err := f.untilFirstFrame(start); err != nil {
		return s.stepError(start, "", "waiting for the first frame", err)
	}
	started()
	return f.untilTheEnd(ctx)
}

// end says the last word: stopped or failed. What it returns is Run's.
func (s *Session) end(err error) error {
	if errors.Is(err, context.Canceled) {
		s.enter(StateStopped, "stop")
		return nil
	}
	failure := asError("", err)
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

func (s *Session) elapsed() time.Duration { return time.Since(s.Config.StartTime) }
