package session

import (
	"context"
	"errors"
	"time"

	"lebplayer/signal/quality"
)

const (
	watchInterval  = time.Second
	reportInterval = 2 * time.Second // spec, reportquality: 每两秒统计一次
	sampleAge      = 100 * time.Millisecond
)

// follower goes along with the media: it hears its events, reads its
// counters, and decides what they mean for the session.
type follower struct {
	*Session
	media   Media
	reports *reports

	playVideo func(muted bool) // starts the video element
	played    chan error       // what came of it
	asked     bool             // playVideo has been called
	muted     bool             // the last time, muted

	watching *time.Ticker
	watchdog *watchdog      // nil until connected
	last     quality.Sample // the newest counters
	read     time.Time      // when they were read
	framed   bool           // the first frame has been rendered
	size     Resize         // the picture's, last told

	shown, reported quality.Sample // the counters last told to the page, and to the server
}

// newFollower makes the follower of a play that lasts as long as ctx.
func newFollower(ctx context.Context, s *Session, media Media, reports *reports) *follower {
	f := &follower{Session: s, media: media, reports: reports, played: make(chan error, 1), watching: time.NewTicker(watchInterval)}
	f.playVideo = func(muted bool) {
		f.asked, f.muted = true, muted
		go func() { f.played <- media.Play(ctx, muted) }()
	}
	return f
}

// close ends the watch.
func (f *follower) close() { f.watching.Stop() }

// untilFirstFrame returns nil once a frame has been rendered.
func (f *follower) untilFirstFrame(ctx context.Context) error {
	for !f.framed {
		if err := f.next(ctx, nil, nil); err != nil {
			return err
		}
	}
	return nil
}

// untilTheEnd follows a stream that plays, with stats for the page and quality
// reports for the server.
func (f *follower) untilTheEnd(ctx context.Context) error {
	stats, report := time.NewTicker(f.Config.StatsInterval), time.NewTicker(reportInterval)
	defer stats.Stop()
	defer report.Stop()
	f.shown = f.sample(ctx)
	f.reported = f.shown
	for {
		if err := f.next(ctx, stats.C, report.C); err != nil {
			return err
		}
	}
}

// next waits for one thing to happen, and handles it.
func (f *follower) next(ctx context.Context, stats, report <-chan time.Time) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case e := <-f.media.Events():
		return f.hear(e)
	case err := <-f.played:
		f.afterPlay(err)
	case <-f.watching.C:
		return f.watch(ctx)
	case <-stats:
		now := f.sample(ctx)
		f.Observer.Observe(Stats{Sample: now, Delta: quality.Between(f.shown, now)})
		f.shown = now
	case <-report:
		now := f.sample(ctx)
		if !now.Time.IsZero() { // the counters can be read
			f.reports.quality(quality.Between(f.reported, now))
		}
		f.reported = now
	}
	return nil
}

// hear handles one event of the media.
func (f *follower) hear(event MediaEvent) error {
	switch e := event.(type) {
	case TrackAdded:
		if !f.asked {
			f.playVideo(false)
		}
	case ICEStateChanged:
		f.Observer.Observe(ICEState(e))
		f.reports.iceState(e)
	case ConnectionStateChanged:
		return f.connection(e.State)
	case FrameRendered:
		f.firstFrame(e.At)
	case Resized:
		f.resized(Resize(e))
	}
	return nil
}

// resized tells of a new size. Chromium 156 fires "resize" twice at the start.
func (f *follower) resized(size Resize) {
	if size != f.size {
		f.size = size
		f.Observer.Observe(size)
	}
}

func (f *follower) connection(state string) error {
	switch state {
	case "connected":
		if f.watchdog == nil {
			if !f.framed {
				f.waterfall.Connected = f.elapsed()
			}
			f.watchdog = newWatchdog(time.Now(), f.Config.StallTimeout)
		}
	case "failed":
		return &Error{Code: CodeICEFailed, Message: "the connection to the media server failed"}
	}
	return nil
}

func (f *follower) firstFrame(at time.Time) {
	if f.framed {
		return
	}
	f.framed = true
	f.waterfall.FirstFrame = at.Sub(f.Config.StartTime)
	if f.waterfall.Connected == 0 { // Chromium 156 may render before it says "connected"
		f.waterfall.Connected = f.waterfall.FirstFrame
	}
	f.enter(StatePlaying, "first-frame")
	f.Observer.Observe(FirstFrame{SessionID: f.Config.SessionID, Elapsed: f.waterfall.FirstFrame, Waterfall: f.waterfall})
	f.reports.firstFrame(f.Config.StartTime, at)
	f.reports.release()
}

// watch reads the counters for the watchdog. A start that takes this long is
// no longer held up by reports, and they may tell why.
func (f *follower) watch(ctx context.Context) error {
	f.reports.release()
	if f.watchdog == nil {
		return nil
	}
	return f.watchdog.check(time.Now(), f.sample(ctx))
}

// sample reads the counters, unless that was done a moment ago: the stats, the
// report and the watchdog are often due together. Where the counters can't be
// read they have not moved.
func (f *follower) sample(ctx context.Context) quality.Sample {
	if time.Since(f.read) < sampleAge {
		return f.last
	}
	if sample, err := f.media.Stats(ctx); err == nil {
		f.last, f.read = sample, time.Now()
	}
	return f.last
}

// afterPlay decides what follows a refused autoplay. Any other rejection of
// play() means that the page itself paused or reloaded the element.
func (f *follower) afterPlay(err error) {
	switch {
	case err == nil && f.muted:
		f.Observer.Observe(AutoplayBlocked{Muted: true})
	case !errors.Is(err, ErrAutoplayRefused):
	case f.muted || f.Config.Autoplay == AutoplayManual:
		f.Observer.Observe(AutoplayBlocked{Muted: false})
	default:
		f.playVideo(true)
	}
}
