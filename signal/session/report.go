package session

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/quality"
)

const (
	reportTimeout = 6 * time.Second // courier.ts brings an answer before that
	// maxStrikes is the number of passing failures in a row after which a kind of
	// report is given up.
	maxStrikes = 3
	// reportBacklog is the number of reports of one kind that may wait for a slow
	// server. One more takes the place of the oldest.
	reportBacklog = 8
)

// unwanted remembers for a whole play which reports the server does not want:
// public servers may have dropped these endpoints.
type unwanted struct{ quality, iceState, firstFrame atomic.Bool }

// reportsQuality reports whether the caller and the server want reports of the quality.
func (s *Session) reportsQuality() bool {
	return s.settings.Load().Reports.Quality && !s.unwanted.quality.Load()
}

// reports sends the three optional reports of one pull: in order, one call at a
// time for each endpoint, and never in the way of playing.
type reports struct {
	session                             *Session // may change until flush
	stream                              Stream
	cancel                              context.CancelFunc
	flush                               func() // lets the reports go out, which are held back until then
	onQuality, onICEState, onFirstFrame *lane
}

// startReports starts the reports that the server wants. They are held back until
// flush, so that nothing competes with the first frame.
func (s *Session) startReports(stream Stream) *reports {
	ctx, cancel := context.WithCancel(context.Background())
	flushed := make(chan struct{})
	r := &reports{session: s, stream: stream, cancel: cancel, flush: sync.OnceFunc(func() { close(flushed) })}
	lane := func(refused *atomic.Bool, isWanted func(*Reports) bool) *lane {
		if refused.Load() {
			return nil
		}
		l := &lane{
			queue:    make(chan report, reportBacklog),
			isWanted: func() bool { return isWanted(&r.session.settings.Load().Reports) },
			refused:  refused,
		}
		s.behind(func() {
			select {
			case <-flushed:
				l.work(ctx, r.session.Observer)
			case <-ctx.Done():
			}
		})
		return l
	}
	r.onQuality = lane(&s.unwanted.quality, func(r *Reports) bool { return r.Quality })
	r.onICEState = lane(&s.unwanted.iceState, func(r *Reports) bool { return r.ICEState })
	r.onFirstFrame = lane(&s.unwanted.firstFrame, func(r *Reports) bool { return r.FirstFrame })
	return r
}

// close drops the reports that have not been sent.
func (r *reports) close() { r.cancel() }

// quality reports what was received from begin to end.
func (r *reports) quality(d *quality.Delta, begin, end time.Time) {
	body := d.Report(r.session.wall(begin), r.session.wall(end))
	r.onQuality.send(func(ctx context.Context) error { return r.stream.ReportQuality(ctx, body) })
}

func (r *reports) iceState(e ICEStateChanged) {
	body := signal.ICEStateReport{ICEConnectionState: e.Connection, ICEGatheringState: e.Gathering}
	r.onICEState.send(func(ctx context.Context) error { return r.stream.ReportICEState(ctx, body) })
}

// firstFrame reports the time from the request for the stream to its first
// rendered frame.
func (r *reports) firstFrame(asked, rendered time.Time) {
	body := signal.FirstFrameReport{StartTime: r.timestamp(asked), FirstPlayTime: r.timestamp(rendered)}
	r.onFirstFrame.send(func(ctx context.Context) error { return r.stream.ReportFirstFrame(ctx, body) })
}

func (r *reports) timestamp(t time.Time) signal.Timestamp {
	return signal.TimestampOf(r.session.wall(t))
}

// report sends one report.
type report func(context.Context) error

// lane keeps the reports of one endpoint in order. A nil lane sends nothing.
type lane struct {
	queue    chan report
	isWanted func() bool // by the caller, now
	refused  *atomic.Bool
}

// send queues a report, in place of the oldest if the queue is full. One goroutine
// calls it at a time.
func (l *lane) send(r report) {
	if l == nil {
		return
	}
	for {
		select {
		case l.queue <- r:
			return
		default:
		}
		select {
		case <-l.queue:
		default:
		}
	}
}

// work sends reports until ctx ends or the server turns out not to want them. It
// tells each failure once.
func (l *lane) work(ctx context.Context, observer Observer) {
	strikes := 0
	for {
		select {
		case <-ctx.Done():
			return
		case r := <-l.queue:
			var err error
			if l.isWanted() {
				err = r.send(ctx)
			}
			if ctx.Err() != nil {
				return
			}
			if err == nil {
				strikes = 0
				continue
			}
			observer.Observe(Warning{AsError(err)})
			if strikes++; strikes >= maxStrikes || !mayPass(err) {
				l.refused.Store(true)
				return
			}
		}
	}
}

func (r report) send(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, reportTimeout)
	defer cancel()
	return r(ctx)
}

// mayPass reports whether the server may take the same report later: the server or
// the network was in trouble, but the endpoint is there.
func mayPass(err error) bool {
	e := AsError(err)
	return e.Code != CodeBadReply && (e.Retryable() || errors.Is(err, context.DeadlineExceeded))
}
