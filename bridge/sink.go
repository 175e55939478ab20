//go:build js && wasm

package bridge

import (
	"syscall/js"

	"lebplayer/signal/session"
)

// sink is session.Observer on the page's function sink(type, detail).
type sink struct{ callback js.Value }

// Observe calls the page's function in a microtask: in order, never while Go
// runs, and what it throws is reported like any listener's exception.
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

// toJS makes an object of JSON. One text and JSON.parse are fewer bytes, and
// fewer calls into JavaScript, than setting member by member.
func toJS(json string) js.Value { return jsonParse.Invoke(json) }
