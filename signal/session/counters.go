package session

import (
	"context"
	"time"

	"lebplayer/signal/quality"
)

// sampleAge is the age up to which counters are not read again: stats, report and
// look are often due together.
const sampleAge = 100 * time.Millisecond

// counters has the counters of a pull that getStats has returned.
type counters struct {
	newest          quality.Sample
	read            time.Time           // when newest was read
	shown, reported quality.Sample      // what was told to the page, and to the server
	reportedAt      time.Time           // when reported was read; zero: too long ago for a report
	senderDelay     quality.SenderDelay // of what was told to the page
}

// begin starts the intervals of stats and reports.
func (c *counters) begin(s quality.Sample) {
	c.shown, c.reported, c.reportedAt = s, s, c.read
}

// audioBeganAnew starts the intervals of the audio again: its counters count from
// zero, though they may exceed the old ones when they are read next.
func (c *counters) audioBeganAnew() { c.shown.Audio, c.reported.Audio = nil, nil }

// sample returns the counters, which it reads unless that was done a moment ago.
// Counters that can't be read stay as they were.
func (p *pull) sample(ctx context.Context) quality.Sample {
	c := &p.counters
	if time.Since(c.read) < sampleAge {
		return c.newest
	}
	return p.sampleNow(ctx)
}

// sampleNow reads and returns the counters.
func (p *pull) sampleNow(ctx context.Context) quality.Sample {
	c := &p.counters
	if s, err := p.peer.Stats(ctx); err == nil {
		c.newest, c.read = s, time.Now()
	}
	return c.newest
}

// stats returns the counters and their growth since it was last called. It adds
// the new freezes to those of the play. Size is that of the picture in the element.
func (p *pull) stats(ctx context.Context, freezes *quality.Freezes, size Resize) Stats {
	p.sample(ctx)
	return p.known(freezes, size)
}

// known is stats of the counters that have been read.
func (p *pull) known(freezes *quality.Freezes, size Resize) Stats {
	c := &p.counters
	now := c.newest
	delta := between(c.shown, now, size)
	c.senderDelay.Carry(delta)
	c.shown = now
	freezes.Add(delta.Video.Freezes())
	return Stats{Sample: now, Delta: delta, Freezes: *freezes, At: p.session.wall(c.read)}
}

// between returns the growth of counters. Where a browser does not report the size of
// video, it is that of the picture in the element.
func between(before, now quality.Sample, size Resize) *quality.Delta {
	delta := quality.Between(before, now)
	if video := &delta.Video; video.Width == 0 && now.Video != nil {
		video.Width, video.Height = int64(size.Width), int64(size.Height)
	}
	return delta
}

// report reports the quality since the report before, and returns it. Size is that of
// the picture in the element.
func (p *pull) report(ctx context.Context, size Resize) *quality.Delta {
	now, c := p.sample(ctx), &p.counters
	delta := between(c.reported, now, size)
	if !c.reportedAt.IsZero() {
		p.reports.quality(delta, c.reportedAt, c.read)
	}
	c.reported, c.reportedAt = now, c.read
	return delta
}
