package session

import "lebplayer/signal/internal/json"

// Each event has its name and the members of its detail here, as the TypeScript
// API has them: times in milliseconds, sizes in pixels, rates in bit/s. Those of
// Stats are in statsdetail.go.

// JSON returns the detail of an [Event], or an [*Error], as a JSON object.
func JSON(detail json.Message) string { return string(json.Marshal(detail)) }

// Name implements Event.
func (StateChange) Name() string { return "statechange" }

// Write implements Event.
func (e StateChange) Write(w *json.Writer) {
	w.String("from", string(e.From))
	w.String("to", string(e.To))
	w.String("reason", e.Reason)
}

// Name implements Event.
func (ICEState) Name() string { return "icestate" }

// Write implements Event.
func (e ICEState) Write(w *json.Writer) {
	w.String("iceConnectionState", e.Connection)
	w.String("iceGatheringState", e.Gathering)
}

// Name implements Event.
func (FirstFrame) Name() string { return "firstframe" }

// Write implements Event.
func (e FirstFrame) Write(w *json.Writer) {
	w.String("sessionId", e.SessionID)
	w.Milliseconds("elapsed", e.Elapsed)
	w.Bool("video", e.Video)
	w.Object("waterfall", e.Waterfall)
}

// Write writes the phases, of which each has a member.
func (f Waterfall) Write(w *json.Writer) {
	w.Milliseconds("offer", f.Offer)
	w.Milliseconds("signalling", f.Signalling)
	w.Milliseconds("answer", f.Answer)
	w.Milliseconds("ice", f.ICE)
	w.Milliseconds("dtls", f.DTLS)
	w.Milliseconds("firstPacket", f.FirstPacket)
	w.Milliseconds("firstDecoded", f.FirstDecoded)
	w.Milliseconds("firstFrame", f.FirstFrame)
}

// Name implements Event.
func (AutoplayBlocked) Name() string { return "autoplayblocked" }

// Write implements Event.
func (e AutoplayBlocked) Write(w *json.Writer) { w.Bool("muted", e.Muted) }

// Name implements Event.
func (Resize) Name() string { return "resize" }

// Write implements Event.
func (e Resize) Write(w *json.Writer) {
	w.Int("width", int64(e.Width))
	w.Int("height", int64(e.Height))
}

// Name implements Event.
func (Tracks) Name() string { return "tracks" }

// Write implements Event.
func (e Tracks) Write(w *json.Writer) {
	w.Bool("audio", e.Audio)
	w.Bool("video", e.Video)
}

// Name implements Event.
func (SEI) Name() string { return "sei" }

// Write implements Event. The payload, which is bytes, is left out.
func (e SEI) Write(w *json.Writer) {
	w.Int("type", int64(e.Type))
	if e.UUID != "" {
		w.String("uuid", e.UUID)
	}
	w.Int("rtpTimestamp", int64(e.RTPTimestamp))
}

// Name implements Event.
func (Stall) Name() string { return "stall" }

// Write implements Event.
func (Stall) Write(*json.Writer) {}

// Name implements Event.
func (Reconnecting) Name() string { return "reconnecting" }

// Write implements Event.
func (e Reconnecting) Write(w *json.Writer) {
	w.Int("attempt", int64(e.Attempt))
	w.Milliseconds("delay", e.Delay)
	w.String("reason", string(e.Reason.Code))
	w.String("message", e.Reason.Message)
}

// Name implements Event.
func (Recovered) Name() string { return "recovered" }

// Write implements Event.
func (e Recovered) Write(w *json.Writer) {
	w.Milliseconds("duration", e.Duration)
	w.Int("attempts", int64(e.Attempts))
}

// Name implements Event.
func (Exchange) Name() string { return "exchange" }

// Write implements Event.
func (e Exchange) Write(w *json.Writer) { w.String("reason", e.Reason) }

// Name implements Event.
func (Warning) Name() string { return "warning" }

// Write implements Event.
func (e Warning) Write(w *json.Writer) { e.Err.Write(w) }

// Name implements Event.
func (Failure) Name() string { return "error" }

// Write implements Event.
func (e Failure) Write(w *json.Writer) { e.Err.Write(w) }

// Write writes what an LEBError of the TypeScript API is made from. Members
// that do not apply are left out.
func (e *Error) Write(w *json.Writer) {
	w.String("code", string(e.Code))
	w.String("message", e.Message)
	w.Bool("retryable", e.Retryable())
	if e.Endpoint != "" {
		w.String("endpoint", e.Endpoint)
	}
	if e.ErrCode != 0 {
		w.Int("errcode", int64(e.ErrCode))
		w.String("errmsg", e.ErrMsg)
	}
	if e.Status != 0 {
		w.Int("status", int64(e.Status))
	}
}
