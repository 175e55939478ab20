package session

import (
	"context"
	"time"
)

const (
	// startWatch is how often a start is looked at. A start that takes this
	// long is no longer held up by looking, nor by reports, which may tell why.
	startWatch = time.Second
	// readyWatch is how often a pull is looked at that is made beside another.
	readyWatch = 50 * time.Millisecond
	// pictureGrace is how long after connecting a pull without video is not
	// yet taken for one of sound alone.
	pictureGrace = 1500 * time.Millisecond
)

// try makes one pull and waits until it is ready, as long as a start may take.
func (s *Session) try(p *pull, prepared *Prepared, ready func(*pull, context.Context) error) error {
	ctx, started := s.limitStart(p.ctx)
	defer started()
	err := p.connect(ctx, prepared)
	if err == nil {
		err = p.stepError(ctx, "", "waiting for the first frame", ready(p, ctx))
	}
	if err != nil {
		p.close()
	}
	return err
}

// untilRendered returns once a frame of the pull is on the screen.
func (p *pull) untilRendered(ctx context.Context) error {
	watching := time.NewTicker(startWatch)
	defer watching.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case e := <-p.media.Events():
			if err := p.hear(e); err != nil {
				return err
			}
		case e := <-p.Screen.Events():
			if frame, rendered := p.display.hear(e); rendered {
				p.firstFrame(frame)
				return nil
			}
		case err := <-p.display.played:
			p.display.afterPlay(err)
		case <-watching.C:
			p.reports.release()
			p.count(ctx, false)
			if err := p.judge(); err != nil {
				return err
			}
		}
	}
}

// untilDecoded returns once there is something to show, without showing it.
func (p *pull) untilDecoded(ctx context.Context) error {
	watching := time.NewTicker(readyWatch)
	defer watching.Stop()
	for !p.decoded() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case e := <-p.media.Events():
			if err := p.hear(e); err != nil {
				return err
			}
		case <-watching.C:
			p.count(ctx, false)
			if err := p.judge(); err != nil {
				return err
			}
		}
	}
	p.reports.firstFrame(p.began, time.Now())
	p.reports.release()
	return nil
}

// decoded tells whether there is something to show: a frame, or sound where no
// picture is wanted, comes, or is looked at.
func (p *pull) decoded() bool {
	if p.health == nil || p.health.bytes == 0 {
		return false
	}
	unseen := p.Config.SoundOnly || time.Since(p.connected) >= pictureGrace && (p.health.videoBytes == 0 || p.Page.Hidden())
	return p.health.frames > 0 || unseen
}

// judge gives the Error of a pull that is dead.
func (p *pull) judge() error {
	if p.health == nil {
		return nil
	}
	p.health.see(time.Now(), p.Page.Hidden())
	if err := p.health.verdict(time.Now()); err != nil {
		return err
	}
	return nil
}

// firstFrame tells of the frame with which the play has begun.
func (p *pull) firstFrame(frame FrameRendered) {
	p.waterfall.FirstFrame = frame.At.Sub(p.Config.StartTime)
	p.waterfall.FirstDecoded = p.waterfall.FirstFrame - frame.Decoded
	p.waterfall.FirstPacket = p.waterfall.FirstFrame - frame.Received
	p.waterfall.settle()
	p.Session.enter(StatePlaying, "first-frame")
	p.Observer.Observe(FirstFrame{SessionID: p.Config.SessionID, Elapsed: p.waterfall.FirstFrame, Waterfall: p.waterfall})
	p.reports.firstFrame(p.began, frame.At)
	p.reports.release()
}
