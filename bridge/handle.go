//go:build js && wasm

package bridge

import "syscall/js"

// handle is the page's object of a play or of an offer made ahead. Its members are
// id, by which Go finds what it stands for, and
//
//	pc      the RTCPeerConnection on the screen, or the first one made; null before
//	beside  the one made last after that, from where it can be closed should this program die
type handle struct{ js.Value }

// newHandle makes a handle with more members.
func newHandle(more ...member) handle {
	return handle{append(object{{"pc", js.Null()}}, more...).value()}
}

// made has a peer that has just been made in the handle.
func (h handle) made(p *peer) {
	name := "beside"
	if missing(get(h.Value, "pc")) {
		name = "pc"
	}
	_ = set(h.Value, name, p.pc.JSValue())
}

// show has the peer that is now on the screen in the handle.
func (h handle) show(p *peer) { _ = set(h.Value, "pc", p.pc.JSValue()) }

// idOf reads the id of a handle, 0 of anything else.
func idOf(handle js.Value) int { return int(number(handle, "id")) }
