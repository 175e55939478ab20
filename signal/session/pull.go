package session

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/sdp"
	"lebplayer/signal/session/avsync"
	"lebplayer/signal/session/recovery"
)

// pull is one pullstream and its outcome: a peer connection, a stream that has to
// be stopped, and reports. A play shows one pull, and may be making another.
type pull struct {
	session   *Session
	avsync    *avsync.Controller
	prepared  *Prepared               // the connection that was made ahead, or nil
	held      *Held                   // the pull that was made ahead, or nil
	taken     chan<- *pull            // of a pull that is made ahead: gets it when a play takes it; nil from then on
	sessionID string                  // the sessionid of pullstream
	url       atomic.Pointer[wireURL] // the stream that the server sends
	first     bool                    // it is the play's first pull, whose steps the page is told of
	onScreen  bool                    // the element shows it, so that the page is told of its events

	peer        Peer
	stream      Stream             // nil until the server has answered
	answer      string             // the server's, as it was set
	reports     *reports           // nil until the answer is set
	sync        *avsync.Sync       // nil until there is a peer
	shows       chan bool          // of a start: gets a value when the play has to show the peer; true: its audio alone
	soundAlone  bool               // the element has its audio alone, until there is a picture
	frames      chan FrameRendered // of a start: gets the first frame
	released    bool               // a pause has lasted so long that the server was told to stop
	unrelease   context.CancelFunc // ends the repetition of that stopstream; nil before
	unstoppable chan struct{}      // gets one when that stopstream has failed too often
	closed      bool               // the peer has been closed

	asked       time.Time        // when pullstream was sent
	answeredAt  time.Duration    // when the answer was set, since the play began
	connectedAt time.Duration    // when the connection came up, since the play began
	ice         ICEStateChanged  // the newest ICE states
	waterfall   Waterfall        // of a start
	frame       FrameRendered    // of a start: the first frame
	awaitsFrame bool             // its first frame on the screen is still to be reported
	clock       videoClock       // of the newest frame that is known
	health      *recovery.Health // nil until the connection is up
	counters    counters
}

// newPull returns a pull that has not been started. Until the play has shown a
// frame, its pulls are shown from their beginning.
func (p *play) newPull(from wireURL) *pull {
	p.pulls++
	made := &pull{
		session: p.session, avsync: p.avsync, sessionID: p.session.Config.SessionID,
		onScreen: p.current == nil, frames: make(chan FrameRendered, 1), unstoppable: make(chan struct{}, 1),
		shows: make(chan bool, 3), // the offer's tracks, the answer's, and its audio alone
	}
	if p.pulls == 1 {
		made.first, made.prepared, made.held = true, p.session.Prepared, p.session.Held
	} else {
		made.sessionID += "-" + strconv.Itoa(p.pulls)
	}
	made.url.Store(&wireURL{url: from.url, ask: from.ask})
	return made
}

// wireURL is the stream URL of what the server sends in a pull: the one that was
// pulled, or another bitrate of it.
type wireURL struct {
	url     string
	ask     AskURL // gives the url of the next pull; nil: it is the same
	attempt int    // the number of the attempt that has asked for the bitrate
}

// switched notes that the server has switched to a bitrate, unless it has since
// switched to one that was asked for later.
func (p *pull) switched(to wireURL) {
	for {
		before := p.url.Load()
		if before.attempt > to.attempt || p.url.CompareAndSwap(before, &to) {
			return
		}
	}
}

// connect takes a pull through offer, pullstream and answer, or takes over one that
// was made ahead. The pull has to be closed, also after an error.
func (p *pull) connect(ctx context.Context) error {
	if p.take(ctx) {
		return nil
	}
	p.enter(ctx, StateOffering, "play")
	prepared, err := p.prepare(ctx)
	if err != nil {
		return stepError(ctx, "", "creating the offer", err)
	}
	p.peer = prepared.peer
	p.sync = p.avsync.Attach(p.peer)
	p.waterfall.Offer = p.session.elapsed()

	p.enter(ctx, StatePulling, "offer")
	p.show(false) // while the request is under way
	if err := p.askURL(ctx); err != nil {
		return stepError(ctx, "", "waiting for the stream's URL", err)
	}
	p.warnExpired(ctx)
	if p.stream, err = p.pullStream(ctx, prepared.offer); err != nil {
		p.stream = nil
	}
	if lacksH264(prepared.offer) && refusesVideo(p.stream, err) {
		err = fail(CodeUnsupported, "this browser offers no H.264, and the server has no other video", err)
	}
	if err != nil {
		return stepError(ctx, "", "waiting for pullstream's answer", p.explained(err))
	}
	p.waterfall.Signalling = p.session.elapsed()

	p.enter(ctx, StateConnecting, "answer")
	if err := prepared.awaitLocal(ctx); err != nil {
		return stepError(ctx, CodeNegotiation, "setting the offer", err)
	}
	if err := p.readAnswer(ctx, prepared.offer); err != nil {
		return stepError(ctx, CodeNegotiation, "reading the answer", err)
	}
	if err := p.peer.SetRemoteDescription(ctx, p.sync.Answer(p.answer, p.session.Element.Silent())); err != nil {
		return stepError(ctx, CodeNegotiation, "setting the answer", err)
	}
	p.waterfall.Answer, p.answeredAt = p.session.elapsed(), p.session.now()
	p.show(false) // less what the answer has refused
	p.reports = p.session.startReports(p.stream)
	return nil
}

// readAnswer reads the server's answer, and tells the page what had to be mended.
func (p *pull) readAnswer(ctx context.Context, offer string) error {
	answer, mended, err := sdp.MendAnswer(offer, p.stream.Answer())
	if mended != "" {
		p.session.tellDuring(ctx, Warning{&Error{Code: CodeNegotiation, Message: "the answer was mended: " + mended}})
	}
	p.answer = answer
	return err
}

// lacksH264 reports whether an offer asks for video, but not in the one codec that
// every stream has: browsers.md, "H.264 offered late".
func lacksH264(offer string) bool {
	return strings.Contains(offer, "\nm=video") && !sdp.HasH264(offer)
}

// refusesVideo reports whether a server refuses what it is offered, by its answer or
// an errcode that has no meaning of its own.
func refusesVideo(answer Stream, err error) bool {
	if api, ok := errors.AsType[*signal.APIError](err); ok {
		return api.Code != signal.CodeStreamNotExist && api.Code != signal.CodeInvalidClientIP && api.Code != signal.CodeNotAllowed
	}
	return err == nil && !sdp.HasVideo(answer.Answer())
}

// prepare returns the offer that was made earlier, or makes one.
func (p *pull) prepare(ctx context.Context) (*Prepared, error) {
	if p.prepared != nil {
		return p.prepared, nil
	}
	return Prepare(ctx, p.session.OpenPeer, p.session.Config.Firefox)
}

// show makes the play show a pull of a start before there is anything to see:
// browsers.md, "first frame dropped".
func (p *pull) show(soundAlone bool) {
	if p.onScreen {
		trySend(p.shows, soundAlone)
	}
}

// enter tells the page of a step of the play's first pull.
func (p *pull) enter(ctx context.Context, to State, reason string) {
	if p.first {
		p.session.enterDuring(ctx, to, reason)
	}
}

// tell tells the page of an event, if the pull is on the screen and ctx has not
// ended.
func (p *pull) tell(ctx context.Context, e Event) {
	if p.onScreen {
		p.session.tellDuring(ctx, e)
	}
}

// close undoes what connect did.
func (p *pull) close() {
	p.endReports()
	if p.unrelease != nil {
		p.unrelease()
	}
	if p.stream != nil {
		p.session.stop(p.stream)
	}
	p.closePeer()
}

func (p *pull) endReports() {
	if p.reports != nil {
		p.reports.close()
	}
}

// closePeer closes the connection, and with it ends what a server that can't be
// told to stop still sends.
func (p *pull) closePeer() {
	if p.peer != nil && !p.closed {
		p.closed = true
		p.peer.Close()
	}
}

// release tells the server to stop sending in a pause. The connection stays open
// for the picture's sake (web/docs/design.md, "A pause is the element's"), so the
// stream goes on, and is billed, until the server has been told. If that fails
// again and again, the connection has to be closed too.
func (p *pull) release(ctx context.Context) {
	p.released = true
	p.endReports()
	ctx, p.unrelease = context.WithCancel(ctx)
	p.session.behind(func() {
		if !p.session.stopPersistently(ctx, p.stream) {
			p.unstoppable <- struct{}{}
		}
	})
}

// trySend sends to a channel that has room.
func trySend[T any](to chan<- T, value T) {
	select {
	case to <- value:
	default:
	}
}
