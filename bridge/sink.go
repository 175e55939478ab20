//go:build js && wasm

package bridge

import (
	"syscall/js"

	"lebplayer/signal/session"
)

// sink is session.Observer on the page's function sink(type, detail).
type sink struct{ callback js.Value }

// Observe calls the page's function in a microtask. Calls are in order and never
// happen while Go runs, and the browser reports an exception of the function like
// that of any listener.
func (s sink) Observe(e session.Event) {
	if s.callback.Type() != js.TypeFunction {
		return
	}
	detail := toJS(session.JSON(e))
	if e, ok := e.(session.SEI); ok {
		detail.Set("payload", toBytes(e.Payload))
	}
	queueMicrotask.Invoke(s.callback.Call("bind", js.Null(), e.Name(), detail))
}

// toJS returns the object that a JSON text describes. One text and JSON.parse take
// fewer bytes and fewer calls into JavaScript than setting each member.
func toJS(json string) js.Value { return jsonParse.Invoke(json) }
