//go:build js && wasm

package bridge

import (
	_ "embed"
	"syscall/js"
)

// transformWorker is the worker of an RTCRtpScriptTransform (W3C WebRTC Encoded
// Transform) on the video. It passes every frame on unchanged, even if looking into
// it fails. It looks into a frame before it passes the frame on, as a frame that has
// been written is empty. It posts
//
//	{units: []}                        once, when the first frame comes
//	{units: [ArrayBuffer…], rtpTimestamp}  the SEI NAL units of a frame that has some, without their headers
//
// and requests a key frame when it receives null. Other messages are for the worker of
// web/npm/src/courier.ts, which shares the file leb-worker.js with this one. A frame of
// H.264 or H.265 is in Annex B: units with a start code of 3 or 4 bytes in front. A
// frame that begins without a start code belongs to another codec. In H.264 SEI comes
// before the first slice, in H.265 also behind the last. Of a frame with more than 32
// such units, which no encoder makes, it posts the first 32.
//
//go:embed transform.js
var transformWorker string

// openTransform makes a transform and its worker, which ends with the peer.
func (p *peer) openTransform() (js.Value, error) {
	worker, err := p.openWorker()
	if err != nil {
		return js.Undefined(), err
	}
	p.worker = worker
	p.undo = append(p.undo, func() { _, _ = call(worker, "terminate") })
	return construct("RTCRtpScriptTransform", worker)
}

// openWorker makes the worker from the URL that the page has chosen, or from a blob.
func (p *peer) openWorker() (js.Value, error) {
	if url := p.config.workerURL; url != "" {
		return construct("Worker", url)
	}
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
	return worker, err
}

// canTransform reports whether the browser has transforms, and none has failed in
// this play.
func (p *peer) canTransform() bool {
	return !p.config.transformFailed && !missing(get(js.Global(), "RTCRtpScriptTransform"))
}
