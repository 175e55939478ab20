package session

import (
	"context"
	"time"

	"lebplayer/signal/quality"
	"lebplayer/signal/sei"
	"lebplayer/signal/session/avsync"
)

// pull is one pullstream and what came of it: a media connection, a svrsig
// that has to be stopped, reports. A session shows one, and may be making
// another beside it.
type pull struct {
	*Session
	ctx    context.Context
	cancel context.CancelFunc
	url    string
	began  time.Time
	beside bool // another one's picture is on the screen: this one's life is no news yet

	media     Media
	stream    Stream // nil before the server has answered, and after it was told to stop
	reports   *reports
	waterfall Waterfall
	ice       ICEStateChanged // last heard
	connected time.Time       // zero before
	health    *health         // nil until connected

	last            quality.Sample      // the newest counters
	read            time.Time           // when they were read
	shown, reported quality.Sample      // the counters last told to the page, and to the server
	senderDelay     quality.SenderDelay // of what was told to the page
	switches        int                 // bitrates switched to
	sync            *avsync.Sync        // nil until there are media
}

// newPull makes a pull that lasts as long as ctx.
func (s *Session) newPull(ctx context.Context, url string, beside bool) *pull {
	p := &pull{Session: s, url: url, began: time.Now(), beside: beside}
	p.ctx, p.cancel = context.WithCancel(ctx)
	return p
}

// connect is the straight path of a pull: offer, pullstream, answer. Whatever
// it comes to, the pull has to be closed.
func (p *pull) connect(ctx context.Context, prepared *Prepared) error {
	p.enter(StateOffering, "play")
	if prepared == nil {
		var err error
		if prepared, err = Prepare(ctx, p.OpenMedia, p.Config.Firefox); err != nil {
			return p.stepError(ctx, "", "creating the offer", err)
		}
	}
	p.media = prepared.media
	p.sync = p.avsync.Attach(p.media)
	p.waterfall.Offer = p.elapsed()

	p.enter(StatePulling, "offer")
	stream, err := p.pullStream(ctx, prepared.offer)
	if err != nil {
		return p.stepError(ctx, "", "waiting for pullstream's answer", AsError(err))
	}
	p.stream = stream
	p.waterfall.Signalling = p.elapsed()

	p.enter(StateConnecting, "answer")
	if err := <-prepared.local; err != nil {
		return p.stepError(ctx, CodeNegotiation, "setting the offer", err)
	}
	if err := p.media.SetRemoteDescription(ctx, p.sync.Answer(stream.Answer(), p.Screen.Silent())); err != nil {
		return p.stepError(ctx, CodeNegotiation, "setting the answer", err)
	}
	p.waterfall.Answer = p.elapsed()
	p.show() // less what the answer has refused
	p.reports = p.startReports(p.ctx, stream)
	return nil
}

// show puts the play's first pull on the screen, before there is anything to
// see: a frame that comes from a server nearby while the answer is still being
// set is dropped where the element does not have the track yet (Chromium 156).
func (p *pull) show() {
	if !p.beside {
		p.display.show(p.media)
	}
}

// enter tells of the steps of the play's first pull.
func (p *pull) enter(to State, reason string) {
	if !p.beside && p.state != StateReconnecting {
		p.Session.enter(to, reason)
	}
}

// close undoes what connect did.
func (p *pull) close() {
	p.letGo()
	if p.media != nil {
		p.media.Close()
	}
	p.cancel()
}

// letGo has the server stop sending. What is on the screen stays.
func (p *pull) letGo() {
	if p.reports != nil {
		p.reports.close()
	}
	if p.stream != nil {
		p.stop(p.stream)
		p.stream = nil
	}
}

// hear handles one event of the media. Its error is the pull's end.
func (p *pull) hear(event MediaEvent) error {
	switch e := event.(type) {
	case ICEStateChanged:
		p.ice = e
		if p.waterfall.ICE == 0 && (e.Connection == "connected" || e.Connection == "completed") {
			p.waterfall.ICE = p.elapsed()
		}
		p.reports.iceState(e)
		if !p.beside {
			p.Observer.Observe(ICEState(e))
		}
		if p.health != nil {
			p.health.disconnected = e.Connection == "disconnected"
		}
	case ConnectionStateChanged:
		return p.connection(e.State)
	case TransportClosed:
		return &Error{Code: CodeClosed, Message: "the server ended the connection"}
	case SEIReceived:
		p.tellSEI(e)
	case TransformFailed:
		p.Observer.Observe(Warning{&Error{Code: CodeUnsupported, Message: "SEI can't be read in frames here: " + e.Reason}})
		if e.Held {
			return &Error{Code: CodeDecodeFailed, Message: "video arrives, but is held back: " + e.Reason, Err: errFramesHeld}
		}
	}
	return nil
}

// tellSEI tells of the messages of a unit. Those of a pull that nobody sees are
// no news.
func (p *pull) tellSEI(e SEIReceived) {
	if p.beside {
		return
	}
	for _, m := range sei.Parse(e.Body) {
		p.Observer.Observe(SEI{m, e.RTPTimestamp})
	}
}

func (p *pull) connection(state string) error {
	switch state {
	case "connected":
		if p.health == nil {
			limit := p.Config.StartTimeout / 2
			p.connected = time.Now()
			p.health = newHealth(p.connected, p.Page.Hidden(), limit, limit)
			p.waterfall.DTLS = p.elapsed()
		}
	case "failed":
		return &Error{Code: CodeICEFailed, Message: "the connection to the media server failed"}
	}
	return nil
}

// count reads the counters for the pull's health. It is told whether there is
// a screen that shows what the pull decodes.
func (p *pull) count(ctx context.Context, shows bool) {
	if p.health != nil {
		p.health.counted(time.Now(), p.sample(ctx), shows)
	}
}

// sample reads the counters, unless that was done a moment ago: the stats, the
// report and the watch are often due together. Where the counters can't be
// read they have not moved.
func (p *pull) sample(ctx context.Context) quality.Sample {
	if time.Since(p.read) < sampleAge {
		return p.last
	}
	if sample, err := p.media.Stats(ctx); err == nil {
		p.last, p.read = sample, time.Now()
	}
	return p.last
}

// stats gives the counters, and what came since it was last asked.
func (p *pull) stats(ctx context.Context) Stats {
	now := p.sample(ctx)
	delta := quality.Between(p.shown, now)
	p.senderDelay.Carry(delta)
	p.shown = now
	p.freezes.Add(delta.Video.Freezes())
	return Stats{Sample: now, Delta: delta, Freezes: p.freezes}
}

// report sends the quality report of the time since the one before, and gives
// what it is made of.
func (p *pull) report(ctx context.Context) *quality.Delta {
	now := p.sample(ctx)
	delta := quality.Between(p.reported, now)
	if !now.Time.IsZero() { // the counters can be read
		p.reports.quality(delta)
	}
	p.reported = now
	return delta
}

// startCounting is where the intervals of stats and reports start.
func (p *pull) startCounting(ctx context.Context) {
	p.shown = p.sample(ctx)
	p.reported = p.shown
}
