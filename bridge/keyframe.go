//go:build js && wasm

package bridge

import "syscall/js"

// RequestKeyFrame implements session.Media. No browser has a call for it but a
// transform's sendKeyFrameRequest, in its worker. Where there is no transform
// yet, one is made for it: in Chromium 156 one that is set this late stands
// beside the frames' way, elsewhere it passes them on. Where it can't be had, the
// browser's own requests have to do.
func (p *peer) RequestKeyFrame() {
	go func() {
		if missing(p.worker) && !p.openLateTransform() {
			return
		}
		p.worker.Call("postMessage", js.Null())
	}()
}

// openLateTransform sets a transform on a picture that comes already.
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
		p.worker.Call("terminate")
		return false
	}
	video.Get("receiver").Set("transform", transform)
	return true
}
