package session

import (
	"context"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/quality"
	"lebplayer/signal/session/recovery"
)

const (
	// bitrateTimeout ends a tabrctl that nobody answers.
	bitrateTimeout = 5 * time.Second
	// bitrateGrace is how long after the server's agreement a new bitrate is
	// looked for. Then it is taken for granted.
	bitrateGrace = 5 * time.Second
)

// attempt is a pull in the making, or a request for another bitrate of the pull
// on the screen.
type attempt struct {
	number int
	done   chan outcome       // gets the outcome, and has room for it
	reason string             // why the pull is made: "reconnecting" or "switch"
	pull   *pull              // nil: it is a request for a bitrate
	cancel context.CancelFunc // ends the making of the pull
	agreed time.Time          // when the server agreed to the bitrate; zero before
	before quality.Inbound    // the video when the server was asked for the bitrate
}

// outcome is the end of an attempt.
type outcome struct {
	err                error
	picture, audioOnly bool // as in recovery.Ready
}

// outcome returns the channel that gets the attempt's outcome. That of a nil
// attempt gets none.
func (a *attempt) outcome() <-chan outcome {
	if a == nil {
		return nil
	}
	return a.done
}

// shows returns the channel that gets a value when the attempt's pull has to be
// shown.
func (a *attempt) shows() <-chan bool {
	if a == nil || a.pull == nil {
		return nil
	}
	return a.pull.shows
}

// begin begins an attempt.
func (p *play) begin(ctx context.Context, b recovery.Begin) {
	from := wireURL{url: p.session.Config.StreamURL, ask: p.session.Config.AskURL}
	if p.current != nil {
		from = *p.current.url.Load()
	}
	reason, request := "reconnecting", p.requests[b.Request]
	if request != nil {
		reason, from = "switch", wireURL{url: request.StreamURL, ask: request.AskURL}
	}
	a := &attempt{number: b.Attempt, reason: reason, done: make(chan outcome, 1)}
	p.attempt = a
	if b.Kind == recovery.SwitchingBitrate {
		p.switchBitrate(ctx, a, from.url)
		return
	}
	a.pull = p.newPull(from)
	if request != nil {
		a.pull.held = request.Held
		if request.SessionID != "" {
			a.pull.sessionID = request.SessionID
		}
	}
	ctx, a.cancel = context.WithCancel(ctx)
	p.session.behind(func() { a.done <- a.pull.start(ctx) })
}

// switchBitrate asks the server for another bitrate in the same connection
// (tabrctl). The call is not cancelled if another stream is asked for meanwhile,
// since the server sends whatever it has agreed to.
func (p *play) switchBitrate(ctx context.Context, a *attempt, url string) {
	current := p.current
	from, _ := signal.ParseStreamURL(current.url.Load().url) // both have been parsed before
	to, _ := signal.ParseStreamURL(url)
	name, _ := signal.SwitchableBitrate(from, to)
	if video := current.sample(ctx).Video; video != nil {
		a.before = *video
	}
	p.session.behind(func() {
		ctx, cancel := context.WithTimeout(ctx, bitrateTimeout)
		defer cancel()
		err := current.stream.SwitchBitrate(ctx, name)
		if err == nil {
			current.switched(wireURL{url: url, attempt: a.number})
		}
		a.done <- outcome{err: err}
	})
}

// attempted tells the recovery the outcome of the attempt under way.
func (p *play) attempted(ctx context.Context, o outcome) {
	a := p.attempt
	switch {
	case ctx.Err() != nil: // it may have failed with the play
		a.done <- o // for cancel
		p.step(ctx, recovery.Stop{})
	case o.err != nil:
		p.attempt = nil
		p.step(ctx, recovery.AttemptFailed{Attempt: a.number, Why: p.session.failure(o.err)})
	case a.pull == nil:
		p.agreed(ctx)
	default:
		a.pull.soundAlone = a.pull.soundAlone || !o.picture // the picture may have come just after
		p.step(ctx, recovery.Ready{Attempt: a.number, Picture: o.picture, AudioOnly: o.audioOnly})
		if p.attempt == a { // it was not good enough
			p.attempt = nil
			a.cancel()
			a.pull.close()
		}
	}
}

// agreed notes that the server has agreed to another bitrate. The attempt ends
// when the bitrate is on the screen.
func (p *play) agreed(ctx context.Context) {
	a := p.attempt
	a.agreed = time.Now()
	if video := p.current.sample(ctx).Video; video != nil {
		a.before.KeyFramesDecoded = video.KeyFramesDecoded
	}
}

// awaitBitrate ends a request for a bitrate when that is on the screen. Another
// bitrate begins with a key frame, and may have another size or SSRC.
func (p *play) awaitBitrate(ctx context.Context) {
	a := p.attempt
	if a.agreed.IsZero() {
		return
	}
	video := p.current.sample(ctx).Video
	came := video != nil && (video.SSRC != a.before.SSRC || video.KeyFramesDecoded > a.before.KeyFramesDecoded ||
		video.FrameWidth != a.before.FrameWidth || video.FrameHeight != a.before.FrameHeight)
	if came || time.Since(a.agreed) >= bitrateGrace {
		p.step(ctx, recovery.Kept{Attempt: a.number})
	}
}

// cancel cancels the attempt under way, and closes the pull if it is ready
// nevertheless.
func (p *play) cancel() {
	a := p.attempt
	p.attempt = nil
	if a.pull == nil {
		return
	}
	a.cancel()
	p.session.behind(func() {
		if (<-a.done).err == nil {
			a.pull.close()
		}
	})
}

// withdrawn returns the channel that is closed when the page no longer wants the
// switch that is under way. Only the newest request can be without an answer.
func (p *play) withdrawn() <-chan struct{} {
	if request := p.requests[p.asked]; request != nil {
		return request.Withdrawn
	}
	return nil
}

// switchTo begins to replace the stream on the screen. The last request wins.
func (p *play) switchTo(ctx context.Context, request *Switch) {
	to, err := signal.ParseStreamURL(request.StreamURL)
	if err != nil && request.AskURL == nil {
		request.Done <- AsError(err)
		return
	}
	from, _ := signal.ParseStreamURL(p.current.url.Load().url) // has been parsed before
	_, bitrate := signal.SwitchableBitrate(from, to)
	p.asked++
	p.requests[p.asked] = request
	p.step(ctx, recovery.SwitchTo{Request: p.asked, Bitrate: bitrate && request.Held == nil})
}
