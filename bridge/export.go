//go:build js && wasm

package bridge

import (
	"context"
	"runtime"
	"sync/atomic"
	"syscall/js"

	"lebplayer/signal/session"
	"lebplayer/signal/session/avsync"
)

// Export sets the global `leb`, which a page or the shell takes over:
//
//	leb.version                      this build's version
//	leb.prepare(options) → prepared    makes the offer of a later play, or its pull; never throws
//	leb.play(options, sink) → session  starts a play; never throws
//	leb.discard(prepared)              closes an offer, or stops a pull, that no play has taken
//	leb.switchTo(session, streamurl, sessionid?, prepared?) → Promise  resolves with undefined when the new stream is on the screen, or with the error
//	leb.cancelSwitch(session)  withdraws the last switchTo, which resolves with "aborted"
//	leb.setOptions(session, options) → error | undefined  changes what may change during a play, or nothing if an option is wrong
//	leb.attach(session, video)         moves a play to another video element
//	leb.stop(session) → Promise        resolves when the play has ended and stopstream has succeeded or failed
//	leb.counters() → {liveFuncs, sessions}  for tests and diagnostics
//
// The options are those of readConfig. sink(type, detail) is called for every
// session.Event; web/docs/api.md lists the events. A session has the members
// sessionId and pc, its RTCPeerConnection. A prepared is passed to play as the
// option "prepared"; exports.prepare describes its members.
func Export(version string) {
	e := &exports{plays: map[int]*running{}, offers: map[int]*offer{}}
	js.Global().Set("leb", object{
		{"version", version},
		{"prepare", js.FuncOf(e.prepare)},
		{"discard", js.FuncOf(e.discard)},
		{"play", js.FuncOf(e.play)},
		{"switchTo", js.FuncOf(e.switchTo)},
		{"cancelSwitch", js.FuncOf(e.cancelSwitch)},
		{"setOptions", js.FuncOf(e.setOptions)},
		{"attach", js.FuncOf(e.attach)},
		{"stop", js.FuncOf(e.stop)},
		{"counters", js.FuncOf(e.counters)},
	}.value())
}

// exports keeps the plays that have not ended, and the offers that no play
// has taken, by the ids in their handles.
type exports struct {
	plays  map[int]*running
	offers map[int]*offer
	last   int // the newest id

	newReceivers avsync.Capability // of the page's browser, for all plays
	unreachable  atomic.Bool       // the page reaches no media server
}

// newID sets and returns a new id of a handle.
func (e *exports) newID(h handle) int {
	e.last++
	h.Set("id", e.last)
	return e.last
}

// running is one play under way.
type running struct {
	video        *element
	stop         context.CancelFunc
	switches     chan *session.Switch
	cancelSwitch context.CancelFunc // withdraws the last switch; nil before the first
	settings     session.Settings   // as last set
	changes      chan session.Settings
	ended        chan struct{}
}

// play is leb.play(options, sink).
func (e *exports) play(_ js.Value, args []js.Value) any {
	h := newHandle(member{"sessionId", js.Null()})
	observer := sink{argument(args, 1)}
	c, err := readConfig(argument(args, 0))
	var s *session.Session
	var video *element
	if err == nil {
		s, video, err = e.newSession(c, h, observer)
	}
	if err != nil {
		session.Refuse(observer, err)
		return h.Value
	}
	h.Set("sessionId", c.session.SessionID)

	ctx, stop := context.WithCancel(context.Background())
	r := &running{
		video: video, stop: stop, switches: make(chan *session.Switch), settings: c.session.Settings, changes: make(chan session.Settings, 1),
		ended: make(chan struct{}),
	}
	page := newPage(video)
	s.Page = page
	s.Switches, s.Changes = r.switches, r.changes
	if o := e.take(c.prepared); o != nil {
		s.Prepared, s.Held = o.prepared, o.held
		// The same options, with the findings of the offer (transformFailed).
		s.OpenPeer = func() (session.Peer, error) { return openFor(h, o.config) }
		if o.held != nil {
			h.Set("sessionId", o.config.session.SessionID)
		}
		h.Set("pc", o.handle.Get("pc"))
	}
	id := e.newID(h)
	e.plays[id] = r
	removePageHide := onPageHide(stop)
	spawn(func() {
		_ = s.Run(ctx) // the observer has heard the error
		s.Signalling.(signalling).Wait()
		stop()
		page.close()
		removePageHide()
		delete(e.plays, id)
		close(r.ended)
		runtime.GC() // an idle program would keep the memory of the play until the next one
	})
	return h.Value
}

// newSession returns a session with all that each needs, on a page that never returns.
func (e *exports) newSession(c *config, h handle, observer sink) (*session.Session, *element, error) {
	video, err := newElement(c.video, h)
	return &session.Session{
		Config:     c.session,
		Signalling: c.hosts(observer),
		Observer:   observer,
		OpenPeer:   func() (session.Peer, error) { return openFor(h, c) },
		Element:    video,
		Page:       &page{element: video},
		Random:     random,
		Wall:       wall,

		NewReceivers: &e.newReceivers,
		Unreachable:  &e.unreachable,
	}, video, err
}

// openFor makes a peer and puts its connection into the handle.
func openFor(h handle, c *config) (session.Peer, error) {
	p, err := openPeer(c)
	if err != nil {
		return nil, err
	}
	h.add(p)
	return p, nil
}

// switchTo is leb.switchTo(session, streamurl, sessionid, prepared).
func (e *exports) switchTo(_ js.Value, args []js.Value) any {
	r, url := e.plays[idOf(argument(args, 0))], argument(args, 1)
	request := &session.Switch{}
	if o := e.take(argument(args, 3)); o != nil {
		if request.Held = o.held; o.prepared != nil {
			o.prepared.Close() // an offer alone is of no use here
		}
	}
	if id := argument(args, 2); id.Type() == js.TypeString {
		request.SessionID = id.String()
	}
	if r != nil {
		var withdrawn context.Context
		withdrawn, r.cancelSwitch = context.WithCancel(context.Background())
		request.Withdrawn = withdrawn.Done()
	}
	return promise(func() any {
		err := r.switchTo(url, request)
		request.Held.Stop()
		if err != nil {
			return toJS(session.JSON(session.AsError(err)))
		}
		return js.Undefined()
	})
}

// cancelSwitch is leb.cancelSwitch(session).
func (e *exports) cancelSwitch(_ js.Value, args []js.Value) any {
	if r := e.plays[idOf(argument(args, 0))]; r != nil && r.cancelSwitch != nil {
		r.cancelSwitch()
	}
	return js.Undefined()
}

func (r *running) switchTo(url js.Value, request *session.Switch) error {
	var ok bool
	if request.StreamURL, request.AskURL, ok = readURL(url); !ok {
		return badOption("the stream URL", "a string or a function")
	}
	over := &session.Error{Code: session.CodeAborted, Message: "the play has ended"}
	if r == nil {
		return over
	}
	done := make(chan error, 1)
	request.Done = done
	select {
	case r.switches <- request:
	case <-r.ended:
		return over
	}
	select {
	case err := <-done:
		return err
	case <-r.ended:
		return over
	}
}

// setOptions is leb.setOptions(session, options). For a session that has ended it only
// checks the options.
func (e *exports) setOptions(_ js.Value, args []js.Value) any {
	r := e.plays[idOf(argument(args, 0))]
	if r == nil {
		r = &running{changes: make(chan session.Settings, 1)}
	}
	settings, err := readSettings(argument(args, 1), r.settings)
	if err != nil {
		return toJS(session.JSON(session.AsError(err)))
	}
	select {
	case <-r.changes: // not taken over yet
	default:
	}
	r.settings = settings
	trySend(r.changes, settings)
	return js.Undefined()
}

// attach is leb.attach(session, video). It does nothing for a session that has ended,
// for the element that the session has already, and for a value that is no element.
func (e *exports) attach(_ js.Value, args []js.Value) any {
	r, video := e.plays[idOf(argument(args, 0))], argument(args, 1)
	if r != nil && isVideo(video) && !r.video.video().Equal(video) {
		r.video.move(video)
	}
	return js.Undefined()
}

// stop is leb.stop(session). For a session that has ended, or a value that is no
// session, the promise resolves at once.
func (e *exports) stop(_ js.Value, args []js.Value) any {
	r := e.plays[idOf(argument(args, 0))]
	if r != nil {
		r.stop()
	}
	return promise(func() any {
		if r != nil {
			<-r.ended
		}
		return js.Undefined()
	})
}

// counters is leb.counters().
func (e *exports) counters(js.Value, []js.Value) any {
	return object{{"liveFuncs", liveFunctions}, {"sessions", len(e.plays)}}.value()
}
