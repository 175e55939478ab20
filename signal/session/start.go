package session

import (
	"context"
	"errors"
	"time"

	"lebplayer/signal/sdp"
)

const (
	// startWatch is how often the start of a play is looked at. A start that takes
	// this long is no longer held up by looking, nor by reports, which may tell why.
	startWatch = time.Second
	// readyWatch is how often a pull is looked at that is made beside another.
	readyWatch = 50 * time.Millisecond
	// hiddenGrace is how long after connecting the video of a hidden page is given
	// to be decoded, which it need not be there.
	hiddenGrace = 1500 * time.Millisecond
)

// start makes the pull, as long as a start may take, and returns when it can be
// shown. One that fails is closed.
func (p *pull) start(ctx context.Context) outcome {
	ctx, started := p.session.limitStart(ctx)
	defer started()
	var result outcome
	err := p.connect(ctx)
	switch {
	case err != nil:
	case p.onScreen:
		result, err = p.untilRendered(ctx)
	default:
		result, err = p.untilDecoded(ctx)
	}
	if err != nil {
		p.close()
		return outcome{err: stepError(ctx, "", "waiting for the first frame", err)}
	}
	return result
}

// untilRendered returns once the start of a play is on the screen.
func (p *pull) untilRendered(ctx context.Context) (outcome, error) {
	watching := time.NewTicker(startWatch)
	defer watching.Stop()
	for {
		select {
		case <-ctx.Done():
			return outcome{}, ctx.Err()
		case e := <-p.peer.Events():
			if err := p.hear(ctx, e); err != nil {
				return outcome{}, err
			}
		case p.frame = <-p.frames:
			return outcome{picture: !p.frame.AudioOnly}, nil
		case <-watching.C:
			p.reports.flush()
			if err := p.check(ctx); err != nil {
				return outcome{}, err
			}
		}
	}
}

// untilDecoded returns once there is something to show, without showing it.
func (p *pull) untilDecoded(ctx context.Context) (outcome, error) {
	watching := time.NewTicker(readyWatch)
	defer watching.Stop()
	for {
		if result, ready := p.ready(); ready {
			p.reports.flush()
			return result, nil
		}
		select {
		case <-ctx.Done():
			return outcome{}, ctx.Err()
		case e := <-p.peer.Events():
			if err := p.hear(ctx, e); err != nil {
				return outcome{}, err
			}
		case <-watching.C:
			if err := p.check(ctx); err != nil {
				return outcome{}, err
			}
		}
	}
}

// check reads the counters, and returns the error of a pull that has a symptom.
func (p *pull) check(ctx context.Context) error {
	if p.health != nil {
		p.health.PageChanged(p.session.now(), p.session.Page.Hidden())
	}
	p.count(ctx, false)
	return p.diagnose()
}

// ready reports whether there is something to show: a frame, video that a hidden
// page need not decode, or audio where no video is to be expected. Audio alone
// will do, too, where video has not come for as long as any media may be absent.
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
	case !sdp.HasVideo(p.stream.Answer()):
		return outcome{audioOnly: true}, true
	default:
		return outcome{}, since >= p.session.Config.StartTimeout/2
	}
}

// limitStart returns a context that ends when ctx does or when the start has
// taken too long.
func (s *Session) limitStart(ctx context.Context) (context.Context, context.CancelFunc) {
	limit := s.Config.StartTimeout
	cause := &Error{Code: CodeTimeout, Message: "no frame within " + limit.String(), Err: context.DeadlineExceeded}
	return context.WithTimeoutCause(ctx, limit, cause)
}

// stepError names the step that failed. A step that ended because ctx did has
// the error that is ctx's cause: the stop, or the start's time-out.
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
