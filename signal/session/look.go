package session

import (
	"context"
	"time"

	"lebplayer/signal/session/recovery"
)

const (
	// countInterval is how long counters may go unread while nothing else tells
	// that all is well.
	countInterval = 500 * time.Millisecond
	// calmAfter is how long a play has to go well until it is looked at half as often.
	calmAfter = 10 * time.Second
)

// untilLook returns the time until the next look. The plays of a page look in the same
// turn, as each wake-up costs a page more than a look. Where all has gone well, a look
// finds out later that frames have stopped, but Health tells when they did, and the
// next looks are soon enough.
func (p *play) untilLook() time.Duration {
	interval := watchInterval
	if p.session.now()-p.uneasyAt >= calmAfter {
		interval *= 2
	}
	return interval - time.Duration(time.Now().UnixNano())%interval
}

// look checks the pull on the screen. As long as the element shows new frames,
// the counters need not be read.
func (p *play) look(ctx context.Context) {
	if p.isPaused(ctx) {
		return
	}
	now, health := p.session.now(), p.current.health
	frames, hidden := -1, p.session.Page.Hidden()
	health.PageChanged(now, hidden)
	if !hidden {
		frames = p.session.Element.Frames()
	}
	more := frames - p.frames
	if frames >= 0 {
		p.frames, p.counts = frames, p.counts || more > 0
	}
	switch {
	case more > 0:
		health.Shown(now, more)
	case now-health.MovedAt() >= countInterval:
		p.current.count(ctx, p.counts && frames >= 0)
	}
	p.joinPicture(ctx)
	p.judge(ctx, now)
	p.tellTracks()
	if p.state.Next() == recovery.SwitchingBitrate {
		p.awaitBitrate(ctx)
	}
	p.keepInStep(ctx)
	p.checkClock(ctx)
	if health.MovedAt() < now || p.state.Next() != recovery.None || !p.current.sync.Rests() {
		p.uneasyAt = now
	}
}

// countAnew begins to count the frames of an element.
func (p *play) countAnew() {
	p.frames = p.session.Element.Frames()
	p.counts, p.uneasyAt = false, p.session.now()
}

// joinPicture shows the picture of a pull whose audio was shown alone, once there
// is one.
func (p *play) joinPicture(ctx context.Context) {
	current := p.current
	if video := current.counters.newest.Video; current.soundAlone && video != nil && video.FramesDecoded > 0 {
		current.soundAlone = false
		p.display.show(ctx, current.peer, false)
		p.step(ctx, recovery.PictureJoined{})
	}
}

// tellTracks tells the page when audio or video has gone or come back, while the
// other goes on.
func (p *play) tellTracks() {
	current := p.current
	current.health.Arrived(current.counters.read.Sub(p.session.began), current.counters.newest)
	if p.state.Condition() != recovery.Moving {
		return
	}
	audio, video := current.health.Arriving()
	tracks := Tracks{Audio: audio, Video: video && !current.soundAlone}
	if tracks != p.tracks {
		p.tracks = tracks
		p.session.Observer.Observe(tracks)
	}
}

// isPaused reports whether the element is paused, and tells the recovery of a
// change. The element's pause is the only one there is, whoever has made it.
func (p *play) isPaused(ctx context.Context) bool {
	switch {
	case !p.session.Element.Paused():
		if p.state.IsPaused() {
			if p.state.IsAlive() {
				p.judgeAnew(ctx)
			}
			p.step(ctx, recovery.ElementPlayed{})
		}
		return false
	case p.session.Element.Interrupted():
		p.display.playVideo(ctx, false)
	case !p.state.IsPaused():
		p.step(ctx, recovery.ElementPaused{})
	}
	return true
}

// judge tells the recovery what is new about the pull on the screen.
func (p *play) judge(ctx context.Context, now time.Duration) {
	health := p.current.health
	moved := health.MovedAt() > p.movedAt
	p.movedAt = max(p.movedAt, health.MovedAt())
	err := p.current.diagnose()
	switch still := health.IsStill(now); {
	case still && p.state.Condition() == recovery.Moving:
		p.step(ctx, recovery.Stood{Since: health.MovedAt(), Undecoded: health.IsUndecoded(now)})
	case moved && !still && err == nil && p.state.Condition() != recovery.Moving: // the audio of withheld video is no recovery
		p.step(ctx, recovery.Moved{})
	}
	if err != nil && p.state.IsAlive() {
		p.lose(ctx, err, false)
	}
	if p.state.Next() == recovery.Parked {
		p.observePage(ctx)
	}
}

// judgeAnew begins to judge the pull on the screen by the rules of playing.
func (p *play) judgeAnew(ctx context.Context) {
	p.current.judgeAnew(ctx)
	p.movedAt = p.current.health.MovedAt()
}

// hearElement handles an event of the element.
func (p *play) hearElement(ctx context.Context, e ElementEvent) {
	switch e := e.(type) {
	case Taken:
		p.step(ctx, recovery.Stop{})
		p.err = errTaken
		return
	case Moved:
		p.countAnew()
		if !e.Paused {
			p.display.playVideo(ctx, false)
		}
	}
	frame, rendered := p.display.hear(e)
	switch {
	case p.current != nil:
		if rendered {
			p.current.rendered(frame)
		}
		p.look(ctx)
	case rendered && p.attempt != nil:
		trySend(p.attempt.pull.frames, frame)
	}
}

// tellRest tells the page of counters that were read since tellStats. The pull on the
// screen is about to go.
func (p *play) tellRest() {
	if c := &p.current.counters; c.newest.Time.After(c.shown.Time) {
		p.session.Observer.Observe(p.current.known(&p.freezes, p.display.size))
	}
}

// tellStats tells the page of the counters, unless there are none: a pause has
// released the pull, or they can't be read.
func (p *play) tellStats(ctx context.Context) {
	if p.current.released {
		return
	}
	if stats := p.current.stats(ctx, &p.freezes, p.display.size); !stats.At.IsZero() {
		p.session.Observer.Observe(stats)
	}
}
