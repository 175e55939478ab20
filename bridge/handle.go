//go:build js && wasm

package bridge

import "syscall/js"

// handle is the page's object for a play, or for an offer or a pull made ahead. Its members
// include
//
//	id      the key by which Go finds the play or the offer; 0 for none
//	pc      the RTCPeerConnection on the screen, or the first one made; null before
//	beside  the newest RTCPeerConnection after the first, so that the page can close it if this program dies
type handle struct{ js.Value }

// newHandle makes a handle with the members pc, which is null, and more.
func newHandle(more ...member) handle {
	return handle{append(object{{"pc", js.Null()}}, more...).value()}
}

// add puts a peer that has just been made into the handle.
func (h handle) add(p *peer) {
	name := "beside"
	if missing(get(h.Value, "pc")) {
		name = "pc"
	}
	_ = set(h.Value, name, p.pc.JSValue())
}

// show makes pc the connection of the peer that is now on the screen.
func (h handle) show(p *peer) { _ = set(h.Value, "pc", p.pc.JSValue()) }

// idOf returns the id of a handle, or 0 for any other value.
func idOf(handle js.Value) int { return int(number(handle, "id")) }
