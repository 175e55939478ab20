//go:build js && wasm

package bridge

import "syscall/js"

// RequestKeyFrame implements session.Peer. No browser has a call for it but a
// transform's sendKeyFrameRequest, in its worker. Where there is no transform
// yet, one is made for it. One that is set this late sees no frames, or passes them on
// as they are (browsers.md, "late transform"). Where it can't be had, the browser's
// own requests have to do.
func (p *peer) RequestKeyFrame() {
	go func() {
		if missing(p.worker) && !p.openLateTransform() {
			return
		}
		_, _ = call(p.worker, "postMessage", js.Null())
	}()
}

// openLateTransform sets a transform on video that comes already.
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
