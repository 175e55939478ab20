package session

import (
	"context"
	"errors"
	"time"

	"lebplayer/signal/quality"
	"lebplayer/signal/sdp"
)

const (
	// restartTimeout is what a restart may take: 25 ms as a rule (Chromium 156).
	restartTimeout = 2 * time.Second
	// restartGrace is how long a report has to cover to tell that no sound comes.
	restartGrace = time.Second
)

// steer has the browser hold media back as the path needs it.
func (f *follower) steer(ctx context.Context, d *quality.Delta) error {
	if f.state != StatePlaying {
		return nil
	}
	if !f.restarted.IsZero() && time.Since(f.restarted) >= restartGrace {
		f.restarted = time.Time{}
		if d.Audio.Packets == 0 {
			return f.loseSound(errors.New("it does not come any more"))
		}
	}
	restart := f.latency.adapt(d)
	f.current.media.SetJitterBufferTarget(f.latency.target)
	if restart && !f.current.apart {
		return f.restartAudio(ctx)
	}
	return nil
}

// restartAudio gives the sound a new jitter buffer, and lip sync.
func (f *follower) restartAudio(ctx context.Context) error {
	limited, done := context.WithTimeout(ctx, restartTimeout)
	defer done()
	f.current.apart = false
	if sound := f.current.last.Audio; sound != nil && sound.PacketsReceived > 0 {
		f.restarted = time.Now()
	}
	err := f.current.media.RestartAudio(limited, f.current.answered)
	f.current.recountAudio()
	if err != nil && ctx.Err() == nil {
		return f.loseSound(err)
	}
	return ctx.Err()
}

// loseSound has another pull made in place of one that a restart has left
// without sound. There is no other restart in this play.
func (f *follower) loseSound(why error) error {
	f.latency.restarts = false
	return f.lose(fail(CodeNoMedia, "no sound since it got a new jitter buffer", why), true)
}

// separate gives the answer to be set. While nobody hears the sound, the
// picture does not wait for it: lip sync, which has a browser hold back what is
// ahead, is for the tracks of one stream. On a clean path it costs the picture
// 30 ms, for the loudspeaker's sake, and after a burst of jitter as much as the
// sound then waits (Chromium 156). It comes with the sound: see freshen.
func (p *pull) separate(answer string) string {
	p.answered = answer
	if !p.restarts || !p.Screen.Silent() {
		return answer
	}
	p.apart = true
	return sdp.SeparateSound(answer)
}

// freshen restarts the sound when there is a reason to do so at once: there is
// somebody to hear it now, or it has stalled and what was held up has come in
// one burst, which its jitter buffer would take for the path's way.
func (f *follower) freshen(ctx context.Context) error {
	if f.trouble != nil || f.state != StatePlaying {
		return nil
	}
	due := f.hasStalled && f.latency.restarts
	if f.current.apart {
		due = !f.Screen.Silent()
	}
	f.hasStalled = false
	if !due {
		return nil
	}
	return f.restartAudio(ctx)
}
