package session

import (
	"context"
	"time"
)

// clockInterval is the time from the timestamp of a frame until another one is asked for.
// The page is rendered for each, so there are few; timestamps that go back by less than
// the time between two of them are not noticed.
const clockInterval = 2*time.Second - watchInterval

// videoClock is the RTP timestamp of a frame of a pull, and the SSRC by the counters then.
type videoClock struct {
	ssrc, timestamp uint32
	due             time.Duration // when the next one is asked for
}

// checkClock replaces a pull whose video's timestamps have gone back, as those of a
// publisher that has begun anew: the browser delays such video for as long as it plays
// (browsers.md, "timestamps that go back"). Those of another SSRC count anew. Timestamps
// wrap (RFC 3550 §5.1).
func (p *play) checkClock(ctx context.Context) {
	now, current := p.session.now(), p.current
	before := current.clock
	if now < before.due || current.awaitsFrame {
		return
	}
	timestamp, known := p.session.Element.VideoTimestamp()
	if !known {
		return
	}
	current.clock = videoClock{current.counters.newest.VideoSSRC(), timestamp, now + clockInterval}
	if before.timestamp != 0 && int32(timestamp-before.timestamp) < 0 &&
		current.sampleNow(ctx).VideoSSRC() == before.ssrc && p.session.settings.Load().Retry.MaxAttempts > 0 {
		p.lose(ctx, fail(CodeDecodeFailed, "the timestamps of the video have gone back", nil), true)
	}
}
