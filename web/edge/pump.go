package edge

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// keyFrameInterval is the minimum time between a key frame and the next one that is requested by PLI or FIR.
	keyFrameInterval = 300 * time.Millisecond
	// maxLag is the maximum lateness of a frame. A pump that is further behind, as after a suspension of the machine, skips the
	// time instead of sending a burst.
	maxLag = 200 * time.Millisecond
)

// pump sends the tracks of one viewer in real time, beginning with a key frame.
type pump struct {
	tracks      []*track
	began       time.Time // start of the broadcast, which goes on while nobody watches
	started     time.Time // start of run
	keyWanted   atomic.Bool
	keyRequests atomic.Int64
	keySent     time.Time // time of the last key frame

	noKeyFrames bool // the fault "no-keyframe" is active

	mu      sync.Mutex
	changes []func()
	changed chan struct{} // holds one value while changes is not empty
}

func newPump(began time.Time) *pump {
	return &pump{began: began, changed: make(chan struct{}, 1)}
}

// do has run's goroutine call change between two frames. It is safe to call from any goroutine and never blocks.
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

// cue moves the tracks to the position of an endless broadcast after the given time. Video moves back to the beginning of the GOP,
// and audio to the same position.
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

// resume continues the broadcast live after a pause that begins now. The frames of the pause are skipped.
func (p *pump) resume(pause time.Duration) {
	p.cue(time.Since(p.began) + pause)
	due := time.Since(p.started) + pause
	for _, t := range p.tracks {
		t.due = max(t.due, due)
	}
}

// run sends frames until ctx ends.
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

// step sends the next frame of t.
func (p *pump) step(t *track) {
	if t.isVideo() {
		if p.keyWanted.Load() && !p.noKeyFrames && time.Since(p.keySent) >= keyFrameInterval {
			p.seekKeyFrame(t)
		}
		if t.frame().key {
			p.beginGOP(t)
		}
	}
	t.send()
	t.advance()
}

// beginGOP prepares for sending a key frame.
func (p *pump) beginGOP(video *track) {
	if p.noKeyFrames {
		video.framesToDrop = max(video.framesToDrop, 1)
		return
	}
	p.keyWanted.Store(false)
	p.keySent = time.Now()
	if video.resizePending {
		video.swapClips()
	}
}

// seekKeyFrame moves video to the nearest key frame, and audio by the same time.
func (p *pump) seekKeyFrame(video *track) {
	key, shift := video.clip.nearestKey(video.next)
	video.next = key
	for _, t := range p.tracks {
		if t != video {
			t.seek(shift)
		}
	}
}

// requestKeyFrame makes the next video frame a key frame, subject to keyFrameInterval. It is safe to call from any goroutine.
func (p *pump) requestKeyFrame() {
	p.keyRequests.Add(1)
	p.keyWanted.Store(true)
}
