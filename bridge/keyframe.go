//go:build js && wasm

package bridge

import (
	"context"
	"syscall/js"
)

// keyFrameWorker asks for a key frame (W3C WebRTC Encoded Transform,
// sendKeyFrameRequest) and passes on what it is given: nothing in Chromium
// 156, where a transform set this late stands beside the frames' way, and
// every frame elsewhere.
const keyFrameWorker = `onrtctransform=async({transformer:t})=>{t.readable.pipeTo(t.writable).catch(()=>0);t.sendKeyFrameRequest().catch(()=>0)}`

// RequestKeyFrame implements session.Media. No browser has a call for it but
// this one, in a worker. Where it can't be had, the browser's own requests
// have to do.
func (p *peer) RequestKeyFrame() {
	video := p.transceiver("video")
	if missing(video) || missing(js.Global().Get("RTCRtpScriptTransform")) || !missing(video.Get("receiver").Get("transform")) {
		return
	}
	source := js.Global().Get("Blob").New(js.ValueOf([]any{keyFrameWorker}))
	url := js.Global().Get("URL").Call("createObjectURL", source)
	go func() {
		// A page's policy may forbid the worker: Content Security Policy, worker-src.
		worker, err := await(context.Background(), construct("Worker", url))
		js.Global().Get("URL").Call("revokeObjectURL", url)
		if err != nil {
			return
		}
		p.undo = append(p.undo, func() { worker.Call("terminate") })
		if p.closing {
			worker.Call("terminate")
			return
		}
		reflect := js.Global().Get("Reflect")
		set := reflect.Get("set").Call("bind", js.Null(), video.Get("receiver"), "transform")
		_, _ = await(context.Background(), construct("RTCRtpScriptTransform", worker).Call("then", set))
	}()
}

// construct gives a promise of new class(argument): what it throws is a rejection.
func construct(class string, argument js.Value) js.Value {
	constructor := js.Global().Get("Reflect").Get("construct").Call("bind", js.Null(), js.Global().Get(class))
	return js.Global().Get("Promise").Call("resolve", js.ValueOf([]any{argument})).Call("then", constructor)
}
