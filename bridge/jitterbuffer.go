//go:build js && wasm

package bridge

import (
	"syscall/js"
	"time"

	"lebplayer/signal/session/avsync"
)

// minAudioTarget is the lowest target for audio: browsers.md, "audio target of 0".
const minAudioTarget = 20 * time.Millisecond

// SetJitterBufferTarget implements avsync.Peer with jitterBufferTarget (W3C WebRTC
// Extensions), in ms, or with its predecessor playoutDelayHint, in s (browsers.md,
// "playoutDelayHint"). Audio and video get the same target, as lip sync would delay
// one to match the other.
func (p *peer) SetJitterBufferTarget(target time.Duration) {
	if target == p.target {
		return
	}
	p.target = target
	for _, transceiver := range p.transceivers() {
		if receiver := get(transceiver, "receiver"); target >= 0 && kindOf(transceiver) == "audio" {
			setTarget(receiver, max(target, minAudioTarget))
		} else {
			setTarget(receiver, target)
		}
	}
}

func setTarget(receiver js.Value, target time.Duration) {
	name, unit := "jitterBufferTarget", time.Millisecond
	if get(receiver, name).IsUndefined() {
		name, unit = "playoutDelayHint", time.Second
	}
	// A browser that rejects the target keeps its own.
	if target == avsync.BrowserDefault {
		_ = set(receiver, name, js.Null())
	} else {
		_ = set(receiver, name, float64(target)/float64(unit))
	}
}
