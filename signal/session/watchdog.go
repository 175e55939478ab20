package session

import (
	"time"

	"lebplayer/signal/quality"
)

// watchdog tells from two kinds of counters whether a stream is alive. LEB
// answers pullstream with errcode 0 even for a stream that is not live, and a
// server that merely falls silent changes no connection state: only the
// counters can tell.
type watchdog struct {
	limit time.Duration

	bytes, videoBytes, frames int64
	bytesAt, framesAt         time.Time // when they last moved
}

// newWatchdog starts counting at now.
func newWatchdog(now time.Time, limit time.Duration) *watchdog {
	return &watchdog{limit: limit, bytesAt: now, framesAt: now}
}

// check gives the Error of a stream that has been dead, or has not been
// decodable, for the whole limit.
func (w *watchdog) check(now time.Time, s quality.Sample) error {
	var bytes, videoBytes, frames int64
	if s.Audio != nil {
		bytes = s.Audio.BytesReceived
	}
	if s.Video != nil {
		videoBytes, frames = s.Video.BytesReceived, s.Video.FramesDecoded
		bytes += videoBytes
	}
	if bytes != w.bytes {
		w.bytesAt = now
	}
	// Without video there is nothing to decode; the clock starts with it.
	if frames != w.frames || videoBytes == w.videoBytes {
		w.framesAt = now
	}
	w.bytes, w.videoBytes, w.frames = bytes, videoBytes, frames

	switch {
	case now.Sub(w.bytesAt) >= w.limit:
		return &Error{Code: CodeNoMedia, Message: "no media for " + w.limit.String() + ": the stream is not live, or its path is blocked"}
	case now.Sub(w.framesAt) >= w.limit:
		return &Error{Code: CodeDecodeFailed, Message: "video arrives, but no frame could be decoded for " + w.limit.String()}
	default:
		return nil
	}
}
