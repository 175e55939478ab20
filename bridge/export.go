//go:build js && wasm

package bridge

import (
	"context"
	"syscall/js"

	"lebplayer/signal/session"
)

// Export sets the global `leb`, which a page or the shell takes over:
//
//	leb.version                      this build's version
//	leb.prepare(options) → prepared    makes the offer of a later play; never throws
//	leb.play(options, sink) → session  starts a play; never throws
//	leb.discard(prepared)              lets go of what no play has taken
//	leb.stop(session) → Promise        resolves when the server was told, or could not be
//	leb.counters() → {liveFuncs, sessions}  for tests and diagnostics
//
// The options are those of readConfig. sink(type, detail) is called for every
// session.Event; web/docs/api.md lists them. The session returned has the
// members sessionId and pc, its RTCPeerConnection. A prepared is given to play
// as its option of that name; prepare.go tells more.
func Export(version string) {
	e := &exports{plays: map[int]*running{}, offers: map[int]*offer{}}
	js.Global().Set("leb", object{
		{"version", version},
		{"prepare", js.FuncOf(e.prepare)},
		{"discard", js.FuncOf(e.discard)},
		{"play", js.FuncOf(e.play)},
		{"stop", js.FuncOf(e.stop)},
		{"counters", js.FuncOf(e.counters)},
	}.value())
}

// exports keeps the plays that have not ended, and the offers that no play
// has taken, by the ids in their handles.
type exports struct {
	plays  map[int]*running
	offers map[int]*offer
	last   int
}

// newID gives an id to a handle.
func (e *exports) newID(handle js.Value) int {
	e.last++
	handle.Set("id", e.last)
	return e.last
}

// idOf reads the id of a handle, 0 of anything else.
func idOf(handle js.Value) int {
	if handle.Type() != js.TypeObject || handle.Get("id").Type() != js.TypeNumber {
		return 0
	}
	return handle.Get("id").Int()
}

// running is one play under way.
type running struct {
	stop  context.CancelFunc
	ended chan struct{}
}

// play is leb.play(options, sink).
func (e *exports) play(_ js.Value, args []js.Value) any {
	handle := object{{"pc", js.Null()}, {"sessionId", js.Null()}}.value()
	observer := sink{argument(args, 1)}
	c, err := readConfig(argument(args, 0))
	if err != nil {
		session.Refuse(observer, err)
		return handle
	}
	handle.Set("sessionId", c.session.SessionID)

	s := &session.Session{
		Config:     c.session,
		Signalling: &c.client,
		Observer:   observer,
		OpenMedia:  func() (session.Media, error) { return openMedia(c, handle) },
	}
	if o := e.take(c.prepared); o != nil {
		s.Prepared = o.prepared
		handle.Set("pc", o.handle.Get("pc"))
	}
	ctx, stop := context.WithCancel(context.Background())
	r := &running{stop: stop, ended: make(chan struct{})}
	id := e.newID(handle)
	e.plays[id] = r
	removePageHide := onPageHide(stop)
	go func() {
		_ = s.Run(ctx) // the observer has heard the error
		stop()
		removePageHide()
		delete(e.plays, id)
		close(r.ended)
	}()
	return handle
}

// openMedia makes the peer connection and shows it in the handle.
func openMedia(c config, handle js.Value) (session.Media, error) {
	p, err := openPeer(c)
	if err != nil {
		return nil, err
	}
	handle.Set("pc", p.pc.JSValue())
	return p, nil
}

// stop is leb.stop(session). A session that has ended, or was none, is
// stopped already.
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
