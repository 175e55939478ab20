package session

import (
	"context"
	"errors"
	"time"

	"lebplayer/signal/quality"
	"lebplayer/signal/sdp"
)

const (
	// restartTimeout is what a restart may take: 15 ms as a rule (Chromium 156).
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
	sync := &f.current.sync
	if !f.latency.restarts || sync.apart && f.Screen.Silent() {
		return nil
	}
	if join := sync.judge(d, f.latency.calm > 0); join || restart {
		return f.restartAudio(ctx, lipSync{})
	}
	return nil
}

// restartAudio gives the sound a new receiver, and with it an empty jitter
// buffer, kept together with the picture or apart from it. The browser makes
// one where an answer that names the sound's source follows one that does not,
// or the other way round; the media stream of a receiver never changes
// (Chromium 156).
func (f *follower) restartAudio(ctx context.Context, sync lipSync) error {
	p := f.current
	sound := p.last.Audio
	if sound == nil || sound.PacketsReceived == 0 {
		return nil
	}
	limited, done := context.WithTimeout(ctx, restartTimeout)
	defer done()
	f.restarted = time.Now()
	var source uint32
	if p.sourced = !p.sourced; p.sourced {
		source = sound.SSRC
	}
	answer := sdp.WithSoundSource(p.answered, source)
	if sync.apart {
		answer = sdp.SeparateSound(answer)
	}
	p.sync = sync
	err := p.media.Renegotiate(limited, answer)
	p.recountAudio()
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
// ahead, is for the tracks of one stream. It comes with the sound: see freshen.
func (p *pull) separate(answer string) string {
	p.answered, p.sourced = answer, sdp.NamesSoundSource(answer)
	if !p.restarts || !p.Screen.Silent() {
		return answer
	}
	p.sync.apart = true
	return sdp.SeparateSound(answer)
}

// freshen restarts the sound when there is a reason to do so at once: there is
// somebody to hear it now, or it has stalled and what was held up has come in
// one burst, which its jitter buffer would take for the path's way, or it is to
// be parted from the picture and nobody would hear that.
func (f *follower) freshen(ctx context.Context) error {
	if f.trouble != nil || f.state != StatePlaying {
		return nil
	}
	sync := &f.current.sync
	stalled := f.hasStalled && f.latency.restarts
	f.hasStalled = false
	unheard := sync.apart && !sync.known // since it began
	switch {
	case unheard && f.Screen.Silent():
	case unheard, stalled:
		return f.restartAudio(ctx, lipSync{})
	case sync.looking && sync.looks > 0 && f.isMoment(ctx):
		return f.restartAudio(ctx, lipSync{apart: true, offset: sync.offset, known: true})
	}
	return nil
}

// isMoment tells whether sound and picture can be separated now: nobody hears
// anything. How far they are apart is taken from the time since the look before,
// as a report may have the beginning of a jitter buffer in it.
func (f *follower) isMoment(ctx context.Context) bool {
	before := f.current.last
	now := f.current.sample(ctx)
	if now.Audio == nil || !now.Time.After(before.Time) {
		return false
	}
	sync := &f.current.sync
	sync.looks--
	return sync.unnoticed(sync.lag(quality.Between(before, now))) && (f.Screen.Silent() || now.Audio.AudioLevel < quiet)
}
