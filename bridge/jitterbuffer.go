//go:build js && wasm

package bridge

import (
	"syscall/js"
	"time"

	"lebplayer/signal/session"
)

// leastForSound is what sound may be asked to wait: at 0 some browsers play it
// in pieces.
const leastForSound = 20 * time.Millisecond

// SetJitterBufferTarget implements session.Media: jitterBufferTarget of W3C
// WebRTC Extensions, in ms, or Chromium's older playoutDelayHint, in s. Both
// kinds get it, or lip sync would delay the one for the other's sake.
func (p *peer) SetJitterBufferTarget(target time.Duration) {
	if target == p.target {
		return
	}
	p.target = target
	for _, transceiver := range p.transceivers() {
		if receiver := transceiver.Get("receiver"); target >= 0 && kindOf(transceiver) == "audio" {
			setTarget(receiver, max(target, leastForSound))
		} else {
			setTarget(receiver, target)
		}
	}
}

func setTarget(receiver js.Value, target time.Duration) {
	name, unit := "jitterBufferTarget", time.Millisecond
	if receiver.Get(name).IsUndefined() {
		name, unit = "playoutDelayHint", time.Second
	}
	if target == session.BrowsersOwn {
		receiver.Set(name, js.Null())
	} else {
		receiver.Set(name, float64(target)/float64(unit))
	}
}
