//go:build js && wasm

package bridge

import (
	"syscall/js"

	"lebplayer/signal/quality"
	"lebplayer/signal/session"
)

// sink is session.Observer on the page's function sink(type, detail).
type sink struct{ callback js.Value }

// Observe calls the page's function in a microtask: in order, never while Go
// runs, and what it throws is reported like any listener's exception.
func (s sink) Observe(e session.Event) {
	if s.callback.Type() != js.TypeFunction {
		return
	}
	js.Global().Call("queueMicrotask", s.callback.Call("bind", js.Null(), e.Name(), detail(e).value()))
}

// detail is the event as the TypeScript API describes it: times in
// milliseconds, sizes in pixels, rates in bit/s.
func detail(e session.Event) object {
	switch e := e.(type) {
	case session.StateChange:
		return object{{"from", string(e.From)}, {"to", string(e.To)}, {"reason", e.Reason}}
	case session.ICEState:
		return object{{"iceConnectionState", e.Connection}, {"iceGatheringState", e.Gathering}}
	case session.FirstFrame:
		return object{{"sessionId", e.SessionID}, {"elapsed", milliseconds(e.Elapsed)}, {"waterfall", waterfall(e.Waterfall).value()}}
	case session.Stats:
		return stats(e)
	case session.AutoplayBlocked:
		return object{{"muted", e.Muted}}
	case session.Resize:
		return object{{"width", e.Width}, {"height", e.Height}}
	case session.Warning:
		return failure(e.Err)
	case session.Failure:
		return failure(e.Err)
	default:
		return object{}
	}
}

func waterfall(w session.Waterfall) object {
	return object{
		{"offer", milliseconds(w.Offer)},
		{"signalling", milliseconds(w.Signalling)},
		{"answer", milliseconds(w.Answer)},
		{"connected", milliseconds(w.Connected)},
		{"firstFrame", milliseconds(w.FirstFrame)},
	}
}

func failure(e *session.Error) object {
	o := object{{"code", string(e.Code)}, {"message", e.Message}, {"retryable", e.Retryable()}}
	if e.Endpoint != "" {
		o = append(o, member{"endpoint", e.Endpoint})
	}
	if e.ErrCode != 0 {
		o = append(o, member{"errcode", int(e.ErrCode)}, member{"errmsg", e.ErrMsg})
	}
	if e.Status != 0 {
		o = append(o, member{"status", e.Status})
	}
	return o
}

func stats(e session.Stats) object {
	o := object{{"timestamp", float64(e.Sample.Time.UnixMilli())}}
	if in := e.Sample.Audio; in != nil {
		o = append(o, member{"audio", inbound(in, e.Delta.Audio).value()})
	}
	if in := e.Sample.Video; in != nil {
		video := append(inbound(in, e.Delta.Video), object{
			{"width", in.FrameWidth},
			{"height", in.FrameHeight},
			{"framesPerSecond", e.Delta.Video.DecodedRate()},
			{"framesReceivedPerSecond", e.Delta.Video.ReceivedRate()},
			{"framesDecoded", in.FramesDecoded},
			{"framesDropped", in.FramesDropped},
			{"freezeCount", in.FreezeCount},
		}...)
		o = append(o, member{"video", video.value()})
	}
	if e.Sample.RoundTripTime > 0 {
		o = append(o, member{"roundTripTime", milliseconds(e.Sample.RoundTripTime)})
	}
	return o
}

func inbound(in *quality.Inbound, flow quality.Flow) object {
	return object{
		{"codec", in.Codec},
		{"ssrc", float64(in.SSRC)},
		{"bitrate", flow.Bitrate()},
		{"packetsReceived", in.PacketsReceived},
		{"packetsLost", in.PacketsLost},
		{"bytesReceived", in.BytesReceived},
		{"jitter", milliseconds(in.Jitter)},
	}
}
