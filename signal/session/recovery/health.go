package recovery

import (
	"time"

	"lebplayer/signal/quality"
)

const (
	// disconnectGrace is how long ICE may be "disconnected" without a byte.
	disconnectGrace = 1500 * time.Millisecond
	// absence is how long video has to be absent so that decodeLimit starts anew
	// when video comes back.
	absence = 2 * time.Second
	// goneLimit is how long a kind of media has to be absent to be called gone,
	// unless the stream is slower.
	goneLimit = 1500 * time.Millisecond
	// sentLimit is how long media that are sent may be absent while others arrive.
	sentLimit = 3 * time.Second
	// firstRhythm is the longest time between two frames that counts as slow. It is
	// assumed of a stream without audio until there have been two frames; audio tells
	// a slow stream from a broken one.
	firstRhythm = 5 * time.Second
	// maxLook is the longest time between two looks that are not late.
	maxLook = 500 * time.Millisecond
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
	Withheld            // one kind of media does not arrive, though the server reports that it is sent
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
	rhythm                     time.Duration // the time between two frames, lately; 0: there have not been two
	audio, video               arrival
}

// arrival is the newest arrival of a kind of media.
type arrival struct {
	bytes, sent int64
	at, looked  time.Duration
	reports     int // of the sender since then, each of which has told of more packets
}

// note notes the counter of a kind of media, as it was read at an instant.
func (a *arrival) note(at time.Duration, in *quality.Inbound) {
	a.looked = at
	if in == nil {
		return
	}
	if in.BytesReceived != a.bytes {
		a.bytes, a.at, a.reports = in.BytesReceived, at, 0
	}
	if in.PacketsSent != a.sent {
		a.sent = in.PacketsSent
		a.reports++
	}
}

// isWithheld reports whether the sender goes on sending media of which nothing
// arrives. Its reports come a second or more apart, and the first may tell of packets
// that have arrived.
func (a *arrival) isWithheld() bool {
	return a.bytes > 0 && a.reports >= 3 && a.looked-a.at >= sentLimit
}

// lasts reports whether the media still arrive, or have never done so.
func (a *arrival) lasts(limit time.Duration) bool { return a.bytes == 0 || a.looked-a.at < limit }

// Arrived notes which kinds of media have arrived by a reading of the counters. It
// is told of every reading, also of those while frames are shown.
func (h *Health) Arrived(at time.Duration, s quality.Sample) {
	h.audio.note(at, s.Audio)
	h.video.note(at, s.Video)
}

// Arriving reports which kinds of media have not gone. One that has never come has
// not gone either.
func (h *Health) Arriving() (audio, video bool) {
	return h.audio.lasts(goneLimit), h.video.lasts(h.due(goneLimit))
}

// Inherit takes over what an earlier judgement has learned about the pull.
func (h *Health) Inherit(earlier *Health) {
	h.rhythm, h.audio, h.video = earlier.rhythm, earlier.audio, earlier.video
}

// due returns how long the next frame may take by the stream's own rhythm, but no
// less than limit.
func (h *Health) due(limit time.Duration) time.Duration {
	switch {
	case h.hasFrames && h.rhythm > 0:
		return max(limit, 2*h.rhythm)
	case h.hasFrames && (!h.HasSound() || h.isHeardAlone()):
		return max(limit, 2*firstRhythm)
	default:
		return limit
	}
}

// beat learns the rhythm from new frames. One long gap counts for half, and is forgotten
// in a second or two if the frames after it come as before.
func (h *Health) beat(now time.Duration, frames int) {
	if gap := min(h.quiet(now, h.framesAt)/time.Duration(frames), firstRhythm); h.hasFrames && !h.hidden && gap > 0 {
		if h.rhythm > gap {
			gap = (gap + 3*h.rhythm) / 4
		} else if h.rhythm > 0 {
			gap = (gap + h.rhythm) / 2
		}
		h.rhythm = gap
	}
}

// NewHealth returns the Health of a pull that is judged from now on. Media may be
// absent for mediaLimit, and video may stay undecoded for decodeLimit.
func NewHealth(now time.Duration, hidden bool, mediaLimit, decodeLimit time.Duration) *Health {
	return &Health{mediaLimit: mediaLimit, decodeLimit: decodeLimit, hidden: hidden, since: now, looked: now, fresh: true}
}

// Shown notes that frames have been shown since the last look: media arrive and are
// decoded. If they are fewer than usual, the last of them was shown some time ago.
func (h *Health) Shown(now time.Duration, frames int) {
	at := h.framesAt + h.rhythm*time.Duration(frames)
	if h.rhythm == 0 || h.quiet(now, at) < h.quiet(now, h.framesAt)/4 {
		at = now
	}
	at = max(at, now-maxLook)
	h.look(now)
	h.beat(now, frames)
	h.fresh, h.hasFrames = false, true
	h.bytesAt, h.videoAt, h.framesAt, h.decodedAt = at, at, at, at
	h.video.at = h.video.looked
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
	heardAlone := h.isHeardAlone()
	if bytes != h.bytes {
		h.bytesAt = now
	}
	if videoBytes != h.videoBytes {
		if heardAlone || h.quiet(now, h.videoAt) >= absence {
			h.decodedAt = now
		}
		h.videoAt = now
	}
	if frames != h.frames && !screenShows {
		h.beat(now, 1)
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
// reached. Audio without a picture waits for the key frame as long as that takes:
// another pull would begin in the middle of the same group of pictures.
func (h *Health) Judge(now time.Duration) (Symptom, time.Duration) {
	limit := h.mediaLimit
	if h.Disconnected {
		limit = min(limit, disconnectGrace)
	}
	if !h.HasSound() {
		limit = h.due(limit)
	}
	switch {
	case h.quiet(now, h.bytesAt) >= limit:
		return NoMedia, limit
	case !h.hidden && h.videoArrives(now) && h.quiet(now, h.decodedAt) >= h.decodeLimit && (h.hasFrames || !h.HasSound()):
		return Undecodable, h.decodeLimit
	case h.audio.isWithheld() || h.video.isWithheld():
		return Withheld, sentLimit
	default:
		return Healthy, 0
	}
}

// HasMedia reports whether anything has arrived.
func (h *Health) HasMedia() bool { return h.bytes > 0 }

// HasSound reports whether audio has arrived.
func (h *Health) HasSound() bool { return h.bytes > h.videoBytes }

// HasVideo reports whether video has arrived.
func (h *Health) HasVideo() bool { return h.videoBytes > 0 }

// AwaitsKeyFrame reports whether video arrives of which no frame has been decoded.
func (h *Health) AwaitsKeyFrame() bool { return h.videoBytes > 0 && h.frames == 0 }

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

// MovedAt returns the instant of the picture's last movement. Without a picture, in a
// hidden page, and while audio arrives without video, it returns that of the last
// arrival of media.
func (h *Health) MovedAt() time.Duration {
	if h.hidden || !h.hasFrames || h.isHeardAlone() {
		return h.bytesAt
	}
	return h.decodedAt
}

// isHeardAlone reports whether audio arrives while video does not.
func (h *Health) isHeardAlone() bool { return h.bytesAt-h.videoAt >= quality.Stillness/2 }

// IsStill reports whether the picture has stood still for so long that it is a stall.
func (h *Health) IsStill(now time.Duration) bool {
	return h.quiet(now, h.MovedAt()) >= h.due(min(quality.Stillness, h.mediaLimit))
}
