//go:build js && wasm

package bridge

import "syscall/js"

// RequestKeyFrame implements session.Peer. The only call for it in a browser is a
// transform's sendKeyFrameRequest, in its worker. If there is no transform yet,
// RequestKeyFrame makes one. A transform that is set this late sees no frames, or
// passes them on unchanged (browsers.md, "late transform"). Without transforms, only
// the browser itself requests key frames.
func (p *peer) RequestKeyFrame() {
	spawn(func() {
		if missing(p.worker) && !p.openLateTransform() {
			return
		}
		_, _ = call(p.worker, "postMessage", js.Null())
	})
}

// openLateTransform sets a transform on video that is being received already. It
// reports whether that was possible.
func (p *peer) openLateTransform() bool {
	video := p.transceiver("video")
	if missing(video) || !p.canTransform() {
		return false
	}
	transform, err := p.openTransform()
	if err != nil {
		return false
	}
	if p.closing {
		_, _ = call(p.worker, "terminate")
		return false
	}
	return set(get(video, "receiver"), "transform", transform) == nil
}
