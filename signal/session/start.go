package session

import (
	"context"
	"errors"
	"time"

	"lebplayer/signal/sdp"
)

const (
	// startWatch is the interval of checks while a play starts. A start that takes
	// this long is not slowed down by checks any more, nor by reports, which may
	// tell why. If there is audio, but no picture by the next check, it is heard alone.
	startWatch = 700 * time.Millisecond
	// readyWatch is the interval of checks of a pull that is made beside another.
	readyWatch = 50 * time.Millisecond
	// hiddenGrace is the time that the video of a hidden page has to be decoded,
	// from the connection on. Browsers need not decode it there.
	hiddenGrace = 1500 * time.Millisecond
)

// start makes the pull and returns when it can be shown. A pull that fails, or
// takes longer than a start may, is closed. One that only waits for a key frame has
// as much time again: another pull would wait for the same one.
func (p *pull) start(ctx context.Context) outcome {
	limited, started := p.session.limitStart(ctx)
	defer started()
	var result outcome
	err := p.connect(limited)
	if err == nil {
		result, err = p.await(limited)
	}
	if err != nil && limited.Err() != nil && ctx.Err() == nil && p.health != nil && p.health.AwaitsKeyFrame() {
		limited, started = p.session.limitStart(ctx)
		defer started()
		result, err = p.await(limited)
	}
	if err != nil {
		p.close()
		return outcome{err: p.named(err)}
	}
	return result
}

// await returns when the pull can be shown, without showing it, or when the start of a
// play is on the screen.
func (p *pull) await(ctx context.Context) (result outcome, err error) {
	interval := readyWatch
	if p.onScreen {
		interval = startWatch
	}
	watching := time.NewTicker(interval)
	defer watching.Stop()
	for done := false; !done && err == nil; {
		if !p.onScreen {
			result, done = p.ready()
		}
		if !done {
			done, err = p.next(ctx, watching)
			result.picture = done && !p.frame.AudioOnly
		}
	}
	return result, stepError(ctx, "", "waiting for the first frame", err)
}

// next handles one thing that happens to a pull which the play does not follow yet. It
// reports whether the pull is on the screen, or has been taken. Its error is the end of
// the pull.
func (p *pull) next(ctx context.Context, watching *time.Ticker) (done bool, err error) {
	select {
	case p.taken <- p:
		p.taken = nil
		return true, nil
	case p.frame = <-p.frames:
		return true, nil
	case <-ctx.Done():
		return false, ctx.Err()
	case e := <-p.peer.Events():
		return false, p.hear(ctx, e)
	case <-watching.C:
		return false, p.check(ctx)
	}
}

// hasSoundAlone reports whether audio has arrived, but no frame has been decoded.
func (p *pull) hasSoundAlone() bool {
	return p.health != nil && p.health.HasSound() && !p.health.HasFrames()
}

// check reads the counters and returns the error of a pull with a symptom. A start that
// has audio, but no picture, by two checks is heard alone.
func (p *pull) check(ctx context.Context) error {
	heard := p.hasSoundAlone()
	if p.health != nil {
		p.health.PageChanged(p.session.now(), p.session.Page.Hidden())
	}
	p.count(ctx, false)
	err := p.diagnose()
	if p.onScreen {
		p.reports.flush()
		if err == nil && heard && p.hasSoundAlone() && !p.soundAlone {
			p.soundAlone = true
			p.show(true)
		}
	}
	return err
}

// ready reports whether the pull can be shown: it has a frame, or video that a
// hidden page need not decode, or audio where the answer has no video. Audio
// without the video that was promised is enough after the time that a start has
// for any media.
func (p *pull) ready() (result outcome, ready bool) {
	h := p.health
	if h == nil || !h.HasMedia() {
		return outcome{}, false
	}
	switch since := p.session.now() - p.connectedAt; {
	case h.HasFrames():
		return outcome{picture: true}, true
	case h.HasVideo():
		return outcome{picture: true}, p.session.Page.Hidden() && since >= hiddenGrace
	case !sdp.HasVideo(p.answer):
		return outcome{audioOnly: true}, true
	default:
		return outcome{}, since >= p.session.Config.StartTimeout/2
	}
}

// limitStart returns a context that ends with ctx, or when a start has taken too
// long.
func (s *Session) limitStart(ctx context.Context) (context.Context, context.CancelFunc) {
	limit := s.Config.StartTimeout
	cause := &Error{Code: CodeTimeout, Message: "no frame within " + limit.String(), Err: context.DeadlineExceeded}
	return context.WithTimeoutCause(ctx, limit, cause)
}

// stepError adds the failed step to an error. The error of a step that ended
// because ctx did is the cause of that: the stop, or the time-out of the start.
func stepError(ctx context.Context, code ErrorCode, step string, err error) error {
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
