package session

import (
	"context"
	"time"
)

// turnedBack is by how much less an RTP timestamp of video, at 90 kHz, has to be than
// the one before: a fifth of a second. Timestamps wrap (RFC 3550 §5.1).
const turnedBack = -90000 / 5

// videoClock is the timestamp of a frame of a pull, and the SSRC by the counters then.
type videoClock struct {
	ssrc, timestamp uint32
	read            time.Duration
}

// checkClock replaces a pull whose video's timestamps have gone back, as those of a
// publisher that has begun anew: the browser delays such video for as long as it plays
// (browsers.md, "timestamps that go back"). Those of another SSRC count anew. It asks
// once a second, as the page is rendered for each answer.
func (p *play) checkClock(ctx context.Context) {
	now, current := p.session.now(), p.current
	before := current.clock
	if now-before.read < time.Second-watchInterval/2 || current.awaitsFrame {
		return
	}
	current.clock.read = now
	timestamp := p.session.Element.VideoTimestamp()
	if timestamp == 0 {
		return
	}
	current.clock = videoClock{current.counters.newest.VideoSSRC(), timestamp, now}
	if before.timestamp != 0 && int32(timestamp-before.timestamp) < turnedBack &&
		current.sampleNow(ctx).VideoSSRC() == before.ssrc && p.session.settings.Load().Retry.MaxAttempts > 0 {
		p.lose(ctx, fail(CodeDecodeFailed, "the timestamps of the video have gone back", nil), true)
	}
}
