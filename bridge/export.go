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
//	leb.play(options, sink) → session  starts a play; never throws
//	leb.stop(session) → Promise        resolves when the server was told, or could not be
//	leb.counters() → {liveFuncs, sessions}  for tests and diagnostics
//
// The options are those of readConfig. sink(type, detail) is called for every
// session.Event; web/docs/api.md lists them. The session returned has the
// members sessionId and pc, its RTCPeerConnection.
func Export(version string) {
	e := &exports{plays: map[int]*running{}}
	js.Global().Set("leb", object{
		{"version", version},
		{"play", js.FuncOf(e.play)},
		{"stop", js.FuncOf(e.stop)},
		{"counters", js.FuncOf(e.counters)},
	}.value())
}

// exports keeps the plays that have not ended.
type exports struct {
	plays map[int]*running
	last  int
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
		OpenMedia: func() (session.Media, error) {
			p, err := openPeer(c)
			if err != nil {
				return nil, err
			}
			handle.Set("pc", p.pc.JSValue())
			return p, nil
		},
	}
	ctx, stop := context.WithCancel(context.Background())
	r := &running{stop: stop, ended: make(chan struct{})}
	e.last++
	id := e.last
	e.plays[id] = r
	handle.Set("id", id)
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

// stop is leb.stop(session). A session that has ended, or was none, is
// stopped already.
func (e *exports) stop(_ js.Value, args []js.Value) any {
	var r *running
	if handle := argument(args, 0); handle.Type() == js.TypeObject && handle.Get("id").Type() == js.TypeNumber {
		r = e.plays[handle.Get("id").Int()]
	}
	if r != nil {
		r.stop()
	}
	return promise(func() {
		if r != nil {
			<-r.ended
		}
	})
}

// counters is leb.counters().
func (e *exports) counters(js.Value, []js.Value) any {
	return object{{"liveFuncs", liveFunctions}, {"sessions", len(e.plays)}}.value()
}
