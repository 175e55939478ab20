//go:build js && wasm

package bridge

import (
	"context"
	"runtime"
	"syscall/js"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

// offerLifetime is how long an offer waits for its play. It costs the server
// nothing, but the browser holds ports for it.
const offerLifetime = time.Minute

// offer is a prepared play that has not been taken.
type offer struct {
	id       int
	handle   handle
	config   *config
	prepared *session.Prepared // nil while it is being made
	expiry   *time.Timer
	unlisten func() // to the page's end
}

// prepare is leb.prepare(options). The prepared it returns has the members pc,
// id, which is 0 once it is spent, and ready: a promise of undefined, or of
// what went wrong, as the sink's "error" would tell it. A page that is left or put
// into the back/forward cache gives it up.
func (e *exports) prepare(_ js.Value, args []js.Value) any {
	h := newHandle()
	id := e.newID(h)
	o := &offer{id: id, handle: h}
	e.offers[id] = o
	drop := func() { e.drop(id) }
	o.expiry = time.AfterFunc(offerLifetime, drop)
	o.unlisten = onPageHide(drop)
	options := argument(args, 0)
	h.Set("ready", promise(func() any {
		err := o.make(options)
		if err == nil && e.offers[id] == o {
			return js.Undefined()
		}
		e.drop(id)
		if err == nil { // discarded while it was being made
			o.prepared.Close()
			return js.Undefined()
		}
		return toJS(session.JSON(session.AsError(err)))
	}))
	return h.Value
}

func (o *offer) make(options js.Value) error {
	c, err := readConfig(options)
	if err != nil {
		return err
	}
	o.config = c
	openPeer := func() (session.Peer, error) { return openFor(o.handle, c) }
	if o.prepared, err = session.Prepare(context.Background(), openPeer, c.session.Firefox); err == nil {
		signal.Rehearse(o.prepared.Offer())
	}
	return err
}

// take gives the offer of a handle to a play, unless it is spent. One that is
// still being made is given up: the play's own comes as soon.
func (e *exports) take(handle js.Value) *offer {
	o := e.offers[idOf(handle)]
	if o == nil {
		return nil
	}
	e.forget(o)
	if o.prepared == nil {
		return nil
	}
	return o
}

// discard is leb.discard(prepared).
func (e *exports) discard(_ js.Value, args []js.Value) any {
	e.drop(idOf(argument(args, 0)))
	return nil
}

// drop closes an offer that nobody takes.
func (e *exports) drop(id int) {
	if o := e.offers[id]; o != nil {
		e.forget(o)
		if o.prepared != nil {
			o.prepared.Close()
		}
		runtime.GC()
	}
}

func (e *exports) forget(o *offer) {
	o.expiry.Stop()
	o.unlisten()
	delete(e.offers, o.id)
	o.handle.Set("id", 0)
}
