package session

import (
	"context"
	"time"
)

// turnedBack is by how much less an RTP timestamp of video, at 90 kHz, has to be than
// the one before: a fifth of a second. Timestamps wrap (RFC 3550 §5.1).
const turnedBack = -90000 / 5

// videoClock is the newest timestamp of a pull's video.
type videoClock struct{ ssrc, timestamp uint32 }

// hasTurnedBack reads the timestamp, and reports whether it has gone back since the last
// call.
func (c *videoClock) hasTurnedBack(peer Peer) bool {
	before := *c
	c.ssrc, c.timestamp = peer.VideoTimestamp()
	return before.timestamp != 0 && c.ssrc == before.ssrc && int32(c.timestamp-before.timestamp) < turnedBack
}

// checkClock replaces a pull whose video's timestamps have gone back, as those of a
// publisher that has begun anew: the browser delays such video for as long as it plays
// (browsers.md, "timestamps that go back").
//
// It does so once a second, as the page waits for another thread meanwhile.
func (p *play) checkClock(ctx context.Context) {
	now := p.session.now()
	if now-p.clockAt < time.Second-watchInterval/2 {
		return
	}
	p.clockAt = now
	if p.current.clock.hasTurnedBack(p.current.peer) && p.session.settings.Load().Retry.MaxAttempts > 0 {
		p.lose(ctx, fail(CodeDecodeFailed, "the timestamps of the video have gone back", nil), true)
	}
}
