package session

import (
	"context"
	"errors"

	"lebplayer/signal/sei"
	"lebplayer/signal/session/recovery"
)

// errFramesHeld is the cause of the end of a pull that the player has brought
// about itself, by a transform. The next pull is made without.
var errFramesHeld = errors.New("frames are held back")

// hear handles an event of the peer connection. Its error is the end of the pull.
func (p *pull) hear(ctx context.Context, event PeerEvent) error {
	switch e := event.(type) {
	case ICEStateChanged:
		p.iceState(ctx, e)
	case ConnectionStateChanged:
		return p.connectionState(e.State)
	case TransportClosed:
		return &Error{Code: CodeClosed, Message: "the server ended the connection"}
	case SEIReceived:
		for _, m := range sei.Parse(e.Body) {
			p.tell(ctx, SEI{m, e.RTPTimestamp})
		}
	case TransformFailed:
		p.session.tellDuring(ctx, Warning{&Error{Code: CodeUnsupported, Message: "SEI can't be read in frames here: " + e.Reason}})
		if e.Held {
			return &Error{Code: CodeDecodeFailed, Message: "video arrives, but is held back: " + e.Reason, Err: errFramesHeld}
		}
	}
	return nil
}

func (p *pull) iceState(ctx context.Context, e ICEStateChanged) {
	p.ice = e
	if e.Connection == "connected" || e.Connection == "completed" {
		p.session.reach()
		if p.waterfall.ICE == 0 {
			p.waterfall.ICE = p.session.elapsed()
		}
	}
	p.reports.iceState(e)
	p.tell(ctx, ICEState(e))
	if p.health != nil {
		p.health.Disconnected = e.Connection == "disconnected"
	}
}

func (p *pull) connectionState(state string) error {
	switch state {
	case "connected":
		p.session.reach()
		if p.health == nil {
			limit := p.session.Config.StartTimeout / 2
			p.connectedAt = p.session.now()
			p.health = recovery.NewHealth(p.connectedAt, p.session.Page.Hidden(), limit, 3*limit)
			p.waterfall.DTLS = p.session.elapsed()
		}
	case "failed":
		if err := p.unreached(0); err != nil {
			return err
		}
		return &Error{Code: CodeICEFailed, Message: "the connection to the media server failed"}
	}
	return nil
}

// judgeAnew begins to judge the pull by the limits of a stream that plays.
func (p *pull) judgeAnew(ctx context.Context) {
	now, limit := p.session.now(), p.session.Config.StallTimeout
	health := recovery.NewHealth(now, p.session.Page.Hidden(), limit, max(recovery.DecodeLimit, limit))
	if p.health != nil {
		health.Inherit(p.health)
	}
	p.health = health
	p.health.Disconnected = p.ice.Connection == "disconnected"
	p.counters.begin(p.sample(ctx))
	if video := p.counters.newest.Video; video != nil && video.FramesDecoded > 0 {
		p.health.Shown(now, 1)
	} else {
		p.health.AudioHeard(now)
	}
}

// diagnose returns the error of a pull with a symptom, or nil.
func (p *pull) diagnose() error {
	if p.health == nil {
		return p.unreached(reachLimit)
	}
	switch s, limit := p.health.Judge(p.session.now()); s {
	case recovery.NoMedia:
		return &Error{Code: CodeNoMedia, Message: "no media for " + limit.String() + ": the stream is not live, or its path is blocked"}
	case recovery.Undecodable:
		return &Error{Code: CodeDecodeFailed, Message: "video arrives, but no frame could be shown for " + limit.String()}
	case recovery.Withheld:
		return &Error{Code: CodeNoMedia, Message: "the server sends audio and video, but only one of them has arrived for " + limit.String()}
	default:
		return nil
	}
}

// tellFirstFrame tells the page of the first frame of the play, and reports it to
// the server.
func (p *pull) tellFirstFrame() {
	w := &p.waterfall
	w.FirstFrame = p.frame.At.Sub(p.session.Config.StartTime)
	w.FirstDecoded = w.FirstFrame - p.frame.Decoded
	w.FirstPacket = w.FirstFrame - p.frame.Received
	w.sort()
	p.session.Observer.Observe(FirstFrame{SessionID: p.stream.SessionID(), Elapsed: w.FirstFrame, Video: !p.frame.AudioOnly, Waterfall: *w})
	p.reportFirstFrame(p.frame)
}

// rendered handles the first frame after the pull was shown.
func (p *pull) rendered(frame FrameRendered) {
	if p.awaitsFrame {
		p.awaitsFrame = false
		p.reportFirstFrame(frame)
	}
}

// reportFirstFrame reports a first frame, if a viewer has seen it.
func (p *pull) reportFirstFrame(frame FrameRendered) {
	if !frame.Unseen {
		p.reports.firstFrame(p.asked, frame.At)
	}
}

// count reads the counters for the pull's health. screenShows is whether the
// element counts the frames that it shows of the pull.
func (p *pull) count(ctx context.Context, screenShows bool) {
	if p.health != nil {
		p.health.Counted(p.session.now(), p.sample(ctx), screenShows)
	}
}
