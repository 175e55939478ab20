package edge

import (
	"context"
	"sync"
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
	began       time.Time // the broadcast's start: it runs on while nobody watches
	started     time.Time // run's start
	keyWanted   atomic.Bool
	keyRequests atomic.Int64
	keySent     time.Time

	noKeyFrames bool // the fault of that name

	mu      sync.Mutex
	changes []func()
	changed chan struct{} // holds one value while there are changes
}

func newPump(began time.Time) *pump {
	return &pump{began: began, changed: make(chan struct{}, 1)}
}

// do calls change between two frames, from run's goroutine. Safe to call from any goroutine; it never waits.
func (p *pump) do(change func()) {
	p.mu.Lock()
	p.changes = append(p.changes, change)
	p.mu.Unlock()
	select {
	case p.changed <- struct{}{}:
	default:
	}
}

func (p *pump) takeChanges() []func() {
	p.mu.Lock()
	defer p.mu.Unlock()
	taken := p.changes
	p.changes = nil
	return taken
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

// resume goes on after a pause as cue places the tracks, what would have been sent meanwhile being skipped.
func (p *pump) resume(pause time.Duration) {
	p.cue(time.Since(p.began) + pause)
	due := time.Since(p.started) + pause
	for _, t := range p.tracks {
		t.due = max(t.due, due)
	}
}

// run sends until ctx ends.
func (p *pump) run(ctx context.Context) {
	p.started = time.Now()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		for _, change := range p.takeChanges() {
			change()
		}
		t := p.earliest()
		wait := t.due - time.Since(p.started)
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
		case <-p.changed:
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
			p.beginGOP(t)
		}
	}
	t.send()
	t.advance()
}

// beginGOP prepares for the key frame that is due.
func (p *pump) beginGOP(video *track) {
	if p.noKeyFrames {
		video.losing = max(video.losing, 1)
		return
	}
	p.keyWanted.Store(false)
	p.keySent = time.Now()
	if video.resizing {
		video.swapClips()
	}
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
