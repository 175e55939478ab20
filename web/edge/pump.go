package edge

import (
	"context"
	"sync/atomic"
	"time"
)

const (
	// keyFrameInterval is how often at most a viewer's PLI or FIR brings a key frame.
	keyFrameInterval = 300 * time.Millisecond
	// maxLag is how late a frame may be sent; a pump further behind (a suspended machine) skips the time instead of bursting.
	maxLag = 200 * time.Millisecond
)

// pump sends one viewer's tracks at the pace of the wall clock, from the start of a GOP.
type pump struct {
	tracks      []*track
	noKeyFrames bool // the fault of that name
	keyWanted   atomic.Bool
	keyRequests atomic.Int64
	keySent     time.Time
}

// cue places the tracks where an endless broadcast would be by now, but at the start of a GOP and with sound to match.
func (p *pump) cue(elapsed time.Duration) {
	at := elapsed
	for _, t := range p.tracks {
		if t.isVideo() {
			t.next = t.clip.index(elapsed)
			key := t.clip.keyAtOrBefore(t.next)
			at -= elapsed%t.clip.length - t.clip.frames[key].at
			t.next = key
		}
	}
	for _, t := range p.tracks {
		if !t.isVideo() {
			t.next = t.clip.index(at)
		}
	}
}

// run sends until ctx ends.
func (p *pump) run(ctx context.Context) {
	start := time.Now()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		t := p.earliest()
		wait := t.due - time.Since(start)
		if wait < -maxLag {
			for _, each := range p.tracks {
				each.due -= wait
			}
			wait = 0
		}
		timer.Reset(wait)
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
			p.step(t)
		}
	}
}

func (p *pump) earliest() *track {
	first := p.tracks[0]
	for _, t := range p.tracks[1:] {
		if t.due < first.due {
			first = t
		}
	}
	return first
}

// step sends the frame of t that is due.
func (p *pump) step(t *track) {
	if t.isVideo() {
		if p.keyWanted.Load() && !p.noKeyFrames && time.Since(p.keySent) >= keyFrameInterval {
			p.jump(t)
		}
		if t.frame().key {
			p.keyWanted.Store(false)
			p.keySent = time.Now()
			if p.noKeyFrames {
				t.advance()
				return
			}
		}
	}
	t.send()
	t.advance()
}

// jump moves video to the nearest start of a GOP, and the sound with it.
func (p *pump) jump(video *track) {
	key, shift := video.clip.nearestKey(video.next)
	video.next = key
	for _, t := range p.tracks {
		if t != video {
			t.seek(shift)
		}
	}
}

// requestKeyFrame asks for a key frame as the next picture. Safe to call from any goroutine.
func (p *pump) requestKeyFrame() {
	p.keyRequests.Add(1)
	p.keyWanted.Store(true)
}
