//go:build js && wasm

package bridge

import (
	_ "embed"
	"syscall/js"
)

// transformWorker is the worker of an RTCRtpScriptTransform (W3C WebRTC Encoded
// Transform) on the video. It passes on every frame as it is, whatever comes
// of looking into it; before that, as a frame that has been written is empty.
// It posts
//
//	{units: []}                        once, when the first frame comes
//	{units: [ArrayBuffer…], rtpTimestamp}  the SEI NAL units of a frame that has some, without their headers
//
// and asks for a key frame when anything is posted to it. A frame is in Annex B
// (H.264 and H.265): units with a start code of 3 or 4 bytes in front. What does
// not begin with one is another codec's. In H.264 SEI comes before the first
// slice, in H.265 also behind the last.
//
//go:embed transform.js
var transformWorker string

// openTransform makes a transform with its worker, which ends with the peer.
func (p *peer) openTransform() (js.Value, error) {
	source, err := construct("Blob", js.ValueOf([]any{transformWorker}))
	if err != nil {
		return js.Undefined(), err
	}
	class := get(js.Global(), "URL")
	url, err := call(class, "createObjectURL", source)
	if err != nil {
		return js.Undefined(), err
	}
	worker, err := construct("Worker", url)
	_, _ = call(class, "revokeObjectURL", url)
	if err != nil {
		return js.Undefined(), err
	}
	p.worker = worker
	p.undo = append(p.undo, func() { _, _ = call(worker, "terminate") })
	return construct("RTCRtpScriptTransform", worker)
}

// canTransform reports whether frames can be looked into here, as far as is known.
func (p *peer) canTransform() bool {
	return !p.config.transformFailed && !missing(get(js.Global(), "RTCRtpScriptTransform"))
}
