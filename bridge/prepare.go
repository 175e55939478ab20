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

// defaultPrepareTimeout is how long a pull waits for its play. It is billed meanwhile.
const defaultPrepareTimeout = 10 * time.Second

// offer is a prepared play that has not been taken: an offer alone, or a pull.
type offer struct {
	id       int
	handle   handle
	config   *config
	prepared *session.Prepared // the offer; nil while it is being made
	held     *session.Held     // the pull
	expiry   *time.Timer
	unlisten func() // stops listening for the end of the page
}

// prepare is leb.prepare(options). With the option streamurl it makes a pull. The
// prepared it returns is a handle with one more member, ready: a promise of undefined,
// or of the error, in the form of the sink's "error" event. Its id is 0 once it has
// been taken or dropped. It is dropped when its page is left or put into the
// back/forward cache.
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
		err := e.make(o, options)
		if err != nil {
			e.drop(id)
			return toJS(session.JSON(session.AsError(err)))
		}
		if e.offers[id] != o && o.prepared != nil { // dropped while it was being made
			o.prepared.Close()
		}
		return js.Undefined()
	}))
	return h.Value
}

// make makes the offer, or the pull. It returns an error if the options are wrong, the
// browser makes none, or the pull can't be shown.
func (e *exports) make(o *offer, options js.Value) error {
	c, err := readConfig(options)
	if err != nil {
		return err
	}
	o.config = c
	if c.session.StreamURL != "" || c.session.AskURL != nil {
		return e.hold(o)
	}
	openPeer := func() (session.Peer, error) { return openFor(o.handle, c) }
	if o.prepared, err = session.Prepare(context.Background(), openPeer, c.session.Firefox); err == nil {
		signal.Rehearse(o.prepared.Offer())
		session.Rehearse(o.prepared.Offer())
	}
	return err
}

// hold makes the pull, and returns when it can be shown. From then on it waits for its
// play as long as the option says.
func (e *exports) hold(o *offer) error {
	s, video, err := e.newSession(o.config, o.handle, sink{})
	if err != nil {
		return err
	}
	video.move(documentOf(o.config.video).Call("createElement", "video")) // which is as loud
	o.held = s.Hold(func() { e.drop(o.id) })
	err = <-o.held.Ready
	o.expiry.Reset(o.config.prepareTimeout)
	return err
}

// take returns the offer of a handle for a play, or nil if it has been taken or
// dropped. An offer that is still being made is dropped: that of the play itself
// comes as soon. A pull that is still being made is taken.
func (e *exports) take(handle js.Value) *offer {
	o := e.offers[idOf(handle)]
	if o == nil {
		return nil
	}
	e.forget(o)
	if o.prepared == nil && o.held == nil {
		return nil
	}
	return o
}

// discard is leb.discard(prepared).
func (e *exports) discard(_ js.Value, args []js.Value) any {
	e.drop(idOf(argument(args, 0)))
	return nil
}

// drop closes an offer that no play has taken, or stops its pull.
func (e *exports) drop(id int) {
	if o := e.offers[id]; o != nil {
		e.forget(o)
		o.held.Stop()
		if o.prepared != nil {
			o.prepared.Close()
		}
		runtime.GC()
	}
}

// forget removes an offer from those that a play may take.
func (e *exports) forget(o *offer) {
	o.expiry.Stop()
	o.unlisten()
	delete(e.offers, o.id)
	o.handle.Set("id", 0)
}
