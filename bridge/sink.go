//go:build js && wasm

package bridge

import (
	"syscall/js"

	"lebplayer/signal/json"
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
	name, message := describe(e)
	detail := toJS(message)
	if e, ok := e.(session.SEI); ok {
		detail.Set("payload", toBytes(e.Payload))
	}
	queueMicrotask.Invoke(s.callback.Call("bind", js.Null(), name, detail))
}

// toJS makes an object of a message. One text and JSON.parse are fewer bytes,
// and fewer calls into JavaScript, than setting member by member.
func toJS(m json.Message) js.Value {
	return jsonParse.Invoke(string(json.Marshal(m)))
}

// describe gives an event's name and detail as the TypeScript API has them:
// times in milliseconds, sizes in pixels, rates in bit/s.
func describe(e session.Event) (string, json.Message) {
	switch e := e.(type) {
	case session.StateChange:
		return e.Name(), stateChange(e)
	case session.ICEState:
		return e.Name(), iceState(e)
	case session.FirstFrame:
		return e.Name(), firstFrame(e)
	case session.Stats:
		return e.Name(), stats(e)
	case session.AutoplayBlocked:
		return e.Name(), autoplayBlocked(e)
	case session.Resize:
		return e.Name(), resize(e)
	case session.SEI:
		return e.Name(), supplement(e)
	case session.Stall:
		return e.Name(), empty{}
	case session.Reconnecting:
		return e.Name(), reconnecting(e)
	case session.Recovered:
		return e.Name(), recovered(e)
	case session.Warning:
		return e.Name(), failure{e.Err}
	default:
		failed, _ := e.(session.Failure)
		return failed.Name(), failure{failed.Err}
	}
}

type stateChange session.StateChange

// Write implements json.Message.
func (e stateChange) Write(w *json.Writer) {
	w.String("from", string(e.From))
	w.String("to", string(e.To))
	w.String("reason", e.Reason)
}

type iceState session.ICEState

// Write implements json.Message.
func (e iceState) Write(w *json.Writer) {
	w.String("iceConnectionState", e.Connection)
	w.String("iceGatheringState", e.Gathering)
}

type firstFrame session.FirstFrame

// Write implements json.Message.
func (e firstFrame) Write(w *json.Writer) {
	w.String("sessionId", e.SessionID)
	w.Decimal("elapsed", milliseconds(e.Elapsed))
	w.Object("waterfall", waterfall(e.Waterfall))
}

type autoplayBlocked session.AutoplayBlocked

// Write implements json.Message.
func (e autoplayBlocked) Write(w *json.Writer) { w.Bool("muted", e.Muted) }

type resize session.Resize

// Write implements json.Message.
func (e resize) Write(w *json.Writer) {
	w.Int("width", int64(e.Width))
	w.Int("height", int64(e.Height))
}

type supplement session.SEI

// Write implements json.Message: all but the payload, which is no JSON.
func (e supplement) Write(w *json.Writer) {
	w.Int("type", int64(e.Type))
	if e.UUID != "" {
		w.String("uuid", e.UUID)
	}
	w.Int("rtpTimestamp", int64(e.RTPTimestamp))
}

type empty struct{}

// Write implements json.Message.
func (empty) Write(*json.Writer) {}

type reconnecting session.Reconnecting

// Write implements json.Message.
func (e reconnecting) Write(w *json.Writer) {
	w.Int("attempt", int64(e.Attempt))
	w.Decimal("delay", milliseconds(e.Delay))
	w.String("reason", string(e.Reason.Code))
	w.String("message", e.Reason.Message)
}

type recovered session.Recovered

// Write implements json.Message.
func (e recovered) Write(w *json.Writer) {
	w.Decimal("duration", milliseconds(e.Duration))
	w.Int("attempts", int64(e.Attempts))
}

type waterfall session.Waterfall

// Write implements json.Message.
func (f waterfall) Write(w *json.Writer) {
	w.Decimal("offer", milliseconds(f.Offer))
	w.Decimal("signalling", milliseconds(f.Signalling))
	w.Decimal("answer", milliseconds(f.Answer))
	w.Decimal("ice", milliseconds(f.ICE))
	w.Decimal("dtls", milliseconds(f.DTLS))
	w.Decimal("firstPacket", milliseconds(f.FirstPacket))
	w.Decimal("firstDecoded", milliseconds(f.FirstDecoded))
	w.Decimal("firstFrame", milliseconds(f.FirstFrame))
}

type failure struct{ *session.Error }

// Write implements json.Message.
func (f failure) Write(w *json.Writer) {
	w.String("code", string(f.Code))
	w.String("message", f.Message)
	w.Bool("retryable", f.Retryable())
	if f.Endpoint != "" {
		w.String("endpoint", f.Endpoint)
	}
	if f.ErrCode != 0 {
		w.Int("errcode", int64(f.ErrCode))
		w.String("errmsg", f.ErrMsg)
	}
	if f.Status != 0 {
		w.Int("status", int64(f.Status))
	}
}

type stats session.Stats

// Write implements json.Message.
func (e stats) Write(w *json.Writer) {
	w.Int("timestamp", e.At.UnixMilli())
	w.Int("score", int64(e.Delta.Score()))
	if in := e.Sample.Audio; in != nil {
		w.Object("audio", inboundAudio{inbound{in, &e.Delta.Audio, e.Delta}})
	}
	if in := e.Sample.Video; in != nil {
		w.Object("video", inboundVideo{inbound{in, &e.Delta.Video, e.Delta}, e.Freezes})
	}
	if e.Sample.RoundTripTime > 0 {
		w.Decimal("roundTripTime", milliseconds(e.Sample.RoundTripTime))
	}
	if e.Sample.Pair != nil {
		w.Object("candidatePair", candidatePair{e.Sample.Pair})
	}
}

type candidatePair struct{ *quality.CandidatePair }

// Write implements json.Message.
func (p candidatePair) Write(w *json.Writer) {
	w.String("local", p.Local)
	w.String("remote", p.Remote)
	w.String("protocol", p.Protocol)
}

// inbound is a track: its counters, and what came since the stats before.
type inbound struct {
	*quality.Inbound
	flow  *quality.Flow
	delta *quality.Delta
}

// Write implements json.Message.
func (in inbound) Write(w *json.Writer) {
	w.String("codec", in.Codec)
	w.Int("ssrc", int64(in.SSRC))
	w.Decimal("bitrate", in.flow.Bitrate())
	w.Int("packetsReceived", in.PacketsReceived)
	w.Int("packetsLost", in.PacketsLost)
	w.Int("bytesReceived", in.BytesReceived)
	w.Decimal("loss", in.flow.Loss())
	w.Decimal("jitter", milliseconds(in.Jitter))
	w.Decimal("jitterBufferDelay", milliseconds(in.flow.JitterBufferDelay()))
	w.Int("nackCount", in.NACKCount)
	if latency := in.delta.Latency(in.flow); latency > 0 {
		w.Decimal("latency", milliseconds(latency))
	}
}

type inboundAudio struct{ inbound }

// Write implements json.Message.
func (in inboundAudio) Write(w *json.Writer) {
	in.inbound.Write(w)
	w.Decimal("concealed", in.flow.Concealed())
}

type inboundVideo struct {
	inbound
	freezes quality.Freezes // of the whole play
}

// Write implements json.Message.
func (in inboundVideo) Write(w *json.Writer) {
	in.inbound.Write(w)
	w.Int("width", in.FrameWidth)
	w.Int("height", in.FrameHeight)
	w.Decimal("framesPerSecond", in.flow.DecodedRate())
	w.Decimal("framesReceivedPerSecond", in.flow.ReceivedRate())
	w.Int("framesDecoded", in.FramesDecoded)
	w.Int("framesDropped", in.FramesDropped)
	w.Decimal("decodeTime", milliseconds(in.flow.DecodeTime()))
	w.Int("pliCount", in.PLICount)
	w.Int("firCount", in.FIRCount)
	w.Int("freezeCount", in.freezes.Count)
	w.Decimal("totalFreezesDuration", milliseconds(in.freezes.Total))
	w.Decimal("longestFreeze", milliseconds(in.freezes.Longest))
}
