package recovery

import (
	"time"

	"lebplayer/signal/quality"
)

const (
	// disconnectGrace is how long ICE may be "disconnected" without a byte.
	disconnectGrace = 1500 * time.Millisecond
	// videoLimit is how long video may be absent while audio goes on.
	videoLimit = 5 * time.Second
	// absence is how long video has to be absent so that decodeLimit starts anew
	// when video comes back.
	absence = 2 * time.Second
	// suspension is a time between two readings so long that the machine or the
	// page must have been suspended. The absence of media meanwhile means nothing.
	suspension = 5 * time.Second
)

// DecodeLimit is how long video may arrive without a decoded frame: the browser
// requests key frames by itself (RFC 4585 §6.3.1), which takes time.
const DecodeLimit = 3 * time.Second

// Symptom is a fault of a pull's media.
type Symptom uint8

// The symptoms.
const (
	Healthy     Symptom = iota
	NoMedia             // nothing arrives
	Undecodable         // video arrives, but no frame is shown
	NoVideo             // audio arrives, but video has stopped
)

// Health judges by a pull's counters whether media arrive and are decoded. LEB answers
// pullstream with errcode 0 even for a stream that is not live, and a server
// that merely falls silent changes no connection state: only counters tell.
// Instants are durations since the play began.
type Health struct {
	Disconnected bool // RTCIceConnectionState is "disconnected"

	mediaLimit, decodeLimit time.Duration
	hidden                  bool // the page is hidden: frames need not be decoded, and are not shown

	since  time.Duration // the beginning of the time that is judged
	looked time.Duration // the newest reading

	bytes, videoBytes, frames int64
	fresh                     bool // the counters are no older than the last frame shown
	hasFrames                 bool // a frame has been seen
	// bytesAt, videoAt and framesAt are when all bytes, bytes of video and frames
	// were last seen to grow.
	bytesAt, videoAt, framesAt time.Duration
	decodedAt                  time.Duration // when decodeLimit began: at the last frame, or the return of video
}

// NewHealth returns the Health of a pull that is judged from now on. Media may be
// absent for mediaLimit, and video may stay undecoded for decodeLimit.
func NewHealth(now time.Duration, hidden bool, mediaLimit, decodeLimit time.Duration) *Health {
	return &Health{mediaLimit: mediaLimit, decodeLimit: decodeLimit, hidden: hidden, since: now, looked: now, fresh: true}
}

// Shown notes that a frame has been shown: media arrive and are decoded.
func (h *Health) Shown(now time.Duration) {
	h.look(now)
	h.fresh, h.hasFrames = false, true
	h.bytesAt, h.videoAt, h.framesAt, h.decodedAt = now, now, now, now
}

// AudioHeard notes that audio arrives in a pull that has no picture.
func (h *Health) AudioHeard(now time.Duration) { h.bytesAt = now }

// Counted notes the current counters. The first counters after a shown frame are
// only compared with the next ones. On a screen that shows frames (screenShows), a
// frame that is decoded but not shown does not count: see browsers.md, "decoded but
// not shown".
func (h *Health) Counted(now time.Duration, s quality.Sample, screenShows bool) {
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
		h.compare(now, bytes, videoBytes, frames, screenShows)
	case h.hidden: // media may have arrived until now, of which a hidden page has shown nothing
		h.since = now
	}
	h.bytes, h.videoBytes, h.frames, h.fresh = bytes, videoBytes, frames, true
}

// compare notes which counters have grown.
func (h *Health) compare(now time.Duration, bytes, videoBytes, frames int64, screenShows bool) {
	if bytes != h.bytes {
		h.bytesAt = now
	}
	if videoBytes != h.videoBytes {
		if h.quiet(now, h.videoAt) >= absence {
			h.decodedAt = now
		}
		h.videoAt = now
	}
	if frames != h.frames && !screenShows {
		h.hasFrames, h.framesAt, h.decodedAt = true, now, now
	}
}

// look notes the time of a reading, and begins to judge anew after a suspension.
func (h *Health) look(now time.Duration) {
	if now-h.looked >= suspension {
		h.since = now
	}
	h.looked = now
}

// PageChanged begins to judge anew when the page is hidden or shown again. Browsers
// slow the timers of a hidden page down to one a second and show none of its frames,
// so that a second without a new frame means nothing there.
func (h *Health) PageChanged(now time.Duration, hidden bool) {
	if h.hidden != hidden {
		h.hidden, h.since = hidden, now
	}
}

// quiet returns the time since at, within the time that is judged.
func (h *Health) quiet(now, at time.Duration) time.Duration {
	return now - max(at, h.since)
}

// Judge returns the symptom that has lasted too long, and the limit that it has
// reached.
func (h *Health) Judge(now time.Duration) (Symptom, time.Duration) {
	limit := h.mediaLimit
	if h.Disconnected {
		limit = min(limit, disconnectGrace)
	}
	switch {
	case h.quiet(now, h.bytesAt) >= limit:
		return NoMedia, limit
	case !h.hidden && h.videoArrives(now) && h.quiet(now, h.decodedAt) >= h.decodeLimit:
		return Undecodable, h.decodeLimit
	case h.videoBytes > 0 && h.quiet(now, h.videoAt) >= videoLimit:
		return NoVideo, videoLimit
	default:
		return Healthy, 0
	}
}

// HasMedia reports whether anything has arrived.
func (h *Health) HasMedia() bool { return h.bytes > 0 }

// HasVideo reports whether video has arrived.
func (h *Health) HasVideo() bool { return h.videoBytes > 0 }

// HasFrames reports whether a frame has been decoded.
func (h *Health) HasFrames() bool { return h.frames > 0 }

// videoArrives reports whether video arrives that can be decoded.
func (h *Health) videoArrives(now time.Duration) bool {
	return h.videoBytes > 0 && h.quiet(now, h.videoAt) < absence
}

// IsUndecoded reports whether video arrives but is not decoded.
func (h *Health) IsUndecoded(now time.Duration) bool {
	return h.videoArrives(now) && h.quiet(now, h.decodedAt) > h.quiet(now, h.videoAt)
}

// MovedAt returns the instant of the picture's last movement. Without a picture, or
// in a hidden page, it returns that of the last arrival of media.
func (h *Health) MovedAt() time.Duration {
	if h.hidden || !h.hasFrames {
		return h.bytesAt
	}
	return h.framesAt
}

// IsStill reports whether the picture has stood still for so long that it is a stall.
func (h *Health) IsStill(now time.Duration) bool {
	return h.quiet(now, h.MovedAt()) >= min(quality.Stillness, h.mediaLimit)
}
