package session

import (
	"time"

	"lebplayer/signal/quality"
)

const (
	// stillness is how long a picture stands before that is called a stall.
	stillness = quality.Stillness
	// disconnectGrace is how long ICE may be "disconnected" without a byte.
	disconnectGrace = 1500 * time.Millisecond
	// decodeLimit is how long video may arrive without a decoded frame: the
	// browser asks for key frames by itself (RFC 4585 §6.3.1) and is given time.
	decodeLimit = 3 * time.Second
	// videoLimit is how long video may be absent while sound goes on.
	videoLimit = 5 * time.Second
	// absence is how long video has to be away to be given time to be decoded
	// when it comes back.
	absence = 2 * time.Second
	// suspension is a pause between two looks that means that nobody looked:
	// a suspended machine, a frozen page. What did not happen then says nothing.
	suspension = 5 * time.Second
)

// health tells from counters whether what a pull receives is alive. LEB
// answers pullstream with errcode 0 even for a stream that is not live, and a
// server that merely falls silent changes no connection state: only the
// counters can tell.
type health struct {
	mediaLimit, decodeLimit time.Duration
	disconnected            bool // ICE says so
	hidden                  bool // the page is: frames need not be decoded, and are not shown

	since  time.Time // nothing before is judged
	looked time.Time // last

	bytes, videoBytes, frames int64
	fresh                     bool // these are no older than the last frame shown
	// When they last moved; and since when video that arrives ought to have
	// been decoded.
	bytesAt, videoAt, framesAt, decodedAt time.Time
}

// newHealth begins to judge at now: media may be absent for that limit.
func newHealth(now time.Time, hidden bool, mediaLimit, decodeLimit time.Duration) *health {
	return &health{mediaLimit: mediaLimit, decodeLimit: decodeLimit, hidden: hidden, since: now, looked: now, fresh: true}
}

// shown notes that a frame was shown: media arrive, and are decoded.
func (h *health) shown(now time.Time) {
	h.look(now)
	h.fresh = false
	h.bytesAt, h.videoAt, h.framesAt, h.decodedAt = now, now, now, now
}

// counted notes the counters as they are now. After a frame was shown the
// first ones are only what the next are compared with. While a screen shows
// what it gets, a frame that is decoded but not shown is none: its stream may
// be one that nobody has asked for (Chromium 156, after a change of SSRC).
func (h *health) counted(now time.Time, s quality.Sample, shows bool) {
	h.look(now)
	var bytes, videoBytes, frames int64
	if s.Audio != nil {
		bytes = s.Audio.BytesReceived
	}
	if s.Video != nil {
		videoBytes, frames = s.Video.BytesReceived, s.Video.FramesDecoded
		bytes += videoBytes
	}
	switch {
	case h.fresh:
		h.compare(now, bytes, videoBytes, frames, shows)
	case h.hidden: // nothing else tells that media came until now
		h.since = now
	}
	h.bytes, h.videoBytes, h.frames, h.fresh = bytes, videoBytes, frames, true
}

func (h *health) compare(now time.Time, bytes, videoBytes, frames int64, shows bool) {
	if bytes != h.bytes {
		h.bytesAt = now
	}
	if videoBytes != h.videoBytes {
		if h.quiet(now, h.videoAt) >= absence {
			h.decodedAt = now
		}
		h.videoAt = now
	}
	if frames != h.frames && !shows {
		h.framesAt, h.decodedAt = now, now
	}
}

// look begins anew after a time in which nobody did.
func (h *health) look(now time.Time) {
	if now.Sub(h.looked) >= suspension {
		h.since = now
	}
	h.looked = now
}

// see begins anew when the page is hidden or comes back: what is looked at from
// then on has not been before, nor often, as browsers slow down a hidden page's
// timers to one a second.
func (h *health) see(now time.Time, hidden bool) {
	if h.hidden != hidden {
		h.hidden, h.since = hidden, now
	}
}

// quiet is for how long something has not happened, as far as it is judged.
func (h *health) quiet(now, at time.Time) time.Duration {
	if at.Before(h.since) {
		at = h.since
	}
	return now.Sub(at)
}

// verdict gives the Error of a stream that has been dead, or has not been
// decodable, for too long.
func (h *health) verdict(now time.Time) *Error {
	limit := h.mediaLimit
	if h.disconnected {
		limit = min(limit, disconnectGrace)
	}
	switch {
	case h.quiet(now, h.bytesAt) >= limit:
		return &Error{Code: CodeNoMedia, Message: "no media for " + limit.String() + ": the stream is not live, or its path is blocked"}
	case !h.hidden && h.videoArrives(now) && h.quiet(now, h.decodedAt) >= h.decodeLimit:
		return &Error{Code: CodeDecodeFailed, Message: "video arrives, but no frame could be shown for " + h.decodeLimit.String()}
	case h.videoBytes > 0 && h.quiet(now, h.videoAt) >= videoLimit:
		return &Error{Code: CodeNoMedia, Message: "sound arrives, but no video for " + videoLimit.String()}
	default:
		return nil
	}
}

// videoArrives tells whether there is something to decode.
func (h *health) videoArrives(now time.Time) bool {
	return h.videoBytes > 0 && h.quiet(now, h.videoAt) < absence
}

// undecoded tells whether video arrives but is of no use.
func (h *health) undecoded(now time.Time) bool {
	return h.videoArrives(now) && h.quiet(now, h.decodedAt) > h.quiet(now, h.videoAt)
}

// movedAt is when the picture last moved; of sound alone, or unseen, when media last arrived.
func (h *health) movedAt() time.Time {
	if h.hidden || h.framesAt.IsZero() {
		return h.bytesAt
	}
	return h.framesAt
}

// still tells whether the picture has stood for so long that it is a stall.
func (h *health) still(now time.Time) bool {
	return h.quiet(now, h.movedAt()) >= min(stillness, h.mediaLimit)
}
