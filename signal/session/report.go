package session

import (
	"context"
	"errors"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/quality"
)

const (
	reportTimeout = 5 * time.Second
	// maxStrikes is how many passing failures in a row switch a report off.
	maxStrikes = 3
	// reportBacklog is how many reports of one kind may wait for a slow
	// server; past that the newest is dropped.
	reportBacklog = 8
)

// reports sends the three optional reports of one session: in order, one
// call at a time for each endpoint, and never in the way of playing. Public
// servers may have dropped these endpoints, so a report that is clearly not
// wanted is switched off for the session.
type reports struct {
	session                             *Session
	stream                              Stream
	cancel                              context.CancelFunc
	onQuality, onICEState, onFirstFrame *lane

	sending  chan struct{} // closed when reports may be sent
	released bool          // it is
}

// startReports begins with the reports that the caller wants. They are kept
// back until release: nothing competes with the first frame.
func (s *Session) startReports(ctx context.Context, stream Stream) *reports {
	ctx, cancel := context.WithCancel(ctx)
	r := &reports{session: s, stream: stream, cancel: cancel, sending: make(chan struct{})}
	wanted := s.Config.Reports
	r.onQuality = r.lane(ctx, wanted.Quality)
	r.onICEState = r.lane(ctx, wanted.ICEState)
	r.onFirstFrame = r.lane(ctx, wanted.FirstFrame)
	return r
}

// release lets the reports go out.
func (r *reports) release() {
	if !r.released {
		r.released = true
		close(r.sending)
	}
}

// close gives up what has not been sent.
func (r *reports) close() { r.cancel() }

func (r *reports) quality(d *quality.Delta) {
	r.onQuality.send(func(ctx context.Context) error {
		return r.stream.ReportQuality(ctx, d.Report())
	})
}

func (r *reports) iceState(e ICEStateChanged) {
	r.onICEState.send(func(ctx context.Context) error {
		return r.stream.ReportICEState(ctx, signal.ICEStateReport{
			ICEConnectionState: e.Connection, ICEGatheringState: e.Gathering,
		})
	})
}

func (r *reports) firstFrame(start, firstPlay time.Time) {
	r.onFirstFrame.send(func(ctx context.Context) error {
		return r.stream.ReportFirstFrame(ctx, signal.FirstFrameReport{
			StartTime: signal.TimestampOf(start), FirstPlayTime: signal.TimestampOf(firstPlay),
		})
	})
}

// lane keeps the reports of one endpoint in order. A nil lane sends nothing.
type lane struct {
	queue chan func(context.Context) error
}

func (r *reports) lane(ctx context.Context, wanted bool) *lane {
	if !wanted {
		return nil
	}
	l := &lane{queue: make(chan func(context.Context) error, reportBacklog)}
	r.session.behind(func() {
		select {
		case <-r.sending:
		case <-ctx.Done():
			return
		}
		l.work(ctx, func(err error) { r.session.Observer.Observe(Warning{AsError(err)}) })
	})
	return l
}

func (l *lane) send(report func(context.Context) error) {
	if l == nil {
		return
	}
	select {
	case l.queue <- report:
	default: // the server is too slow for reports
	}
}

// work sends until ctx ends, or until the server has made clear that it does
// not want this report. Each failure is told once.
func (l *lane) work(ctx context.Context, warn func(error)) {
	strikes := 0
	for {
		select {
		case <-ctx.Done():
			return
		case report := <-l.queue:
			err := sendReport(ctx, report)
			if ctx.Err() != nil {
				return
			}
			if err == nil {
				strikes = 0
				continue
			}
			warn(err)
			if strikes++; strikes >= maxStrikes || !passing(err) {
				return
			}
		}
	}
}

func sendReport(ctx context.Context, report func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, reportTimeout)
	defer cancel()
	return report(ctx)
}

// passing tells whether the same report may be taken next time: a busy
// server or a bad moment of the network, rather than an endpoint that is gone.
func passing(err error) bool {
	e := AsError(err)
	return e.Code != CodeBadReply && (e.Retryable() || errors.Is(err, context.DeadlineExceeded))
}
