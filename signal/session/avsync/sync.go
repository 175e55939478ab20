package avsync

import (
	"context"
	"errors"
	"time"

	"lebplayer/signal/quality"
	"lebplayer/signal/sdp"
)

// renegotiateTimeout limits a renegotiation (browsers.md, "new receiver": it
// takes 15 ms).
const renegotiateTimeout = 2 * time.Second

var (
	// errNoAudio means that a renegotiation has left the pull without audio.
	errNoAudio = errors.New("it does not come any more")
	// errApart means that audio and video stay apart as long as the pull lasts.
	errApart = errors.New("it can't be brought in step with video")
)

// Sync applies the decisions of a Controller to one pull. Its methods may be called
// by one goroutine at a time.
type Sync struct {
	controller *Controller
	peer       Peer

	answer string // of the server
	named  bool   // the last answer set names the audio's SSRC
	lips   lipSync
	renew  bool   // audio needs a new jitter buffer
	join   bool   // audio and video have to be brought in step
	muted  bool   // audio and video may be apart, as nobody hears the audio
	trial  *trial // the renegotiation under way, or nil
}

// Attach makes the Sync of a new pull, and sets the jitter buffer target that
// its media begin with. It may be called while another pull's Sync is in use.
func (c *Controller) Attach(peer Peer) *Sync {
	s := &Sync{controller: c, peer: peer}
	s.SetTarget()
	return s
}

// Adopt takes over the Sync of another Controller.
func (c *Controller) Adopt(s *Sync) {
	s.controller = c
	s.SetTarget()
}

// SetTarget sets the target of the Controller.
func (s *Sync) SetTarget() {
	s.peer.SetJitterBufferTarget(time.Duration(s.controller.target.Load()))
}

// Answer returns the answer to set in place of the server's. While nobody hears the
// audio (silent), video does not wait for it: audio gets a media stream of its own,
// which lip sync leaves alone. Tick brings audio and video in step when the audio is
// heard.
func (s *Sync) Answer(answer string, silent bool) string {
	s.answer, s.named = answer, sdp.HasAudioSSRC(answer)
	if !silent || !s.controller.possible() {
		return answer
	}
	s.lips.apart = true
	return sdp.SplitAudioStream(answer)
}

// Observes reports whether Observe makes use of what it takes in.
func (s *Sync) Observes() bool { return s.lips.apart || s.controller.config.Load().Auto }

// Observe takes in a report, the counters of the last two seconds of playing, and
// sets the jitter buffer target. Everything else waits for the next Tick.
func (s *Sync) Observe(d *quality.Delta, silent bool) {
	renew := s.controller.adapt(d)
	s.SetTarget()
	if !s.lips.apart && !s.controller.possible() || s.lips.apart && silent {
		return
	}
	s.join = s.lips.observe(d, s.controller.calm > 0)
	s.renew = s.renew || renew
}

// Stalled notes that the pull goes on after a stall. Delayed packets arrive in one
// burst, and the audio's jitter buffer would adapt to the burst.
func (s *Sync) Stalled() { s.renew = true }

// Look describes a pull that is playing, for a call of Tick. There should be four calls
// a second, unless Sync rests.
type Look struct {
	Now    time.Time
	Silent bool           // nobody can hear the audio
	Last   quality.Sample // the last reading of the counters
	// Read reads the counters now.
	Read func(context.Context) quality.Sample
}

// Tick renews the receiver of the audio when that is needed, and checks the effect in
// later calls. recount reports, once for each new receiver, that the audio's counters
// have begun anew. An error means that the pull has to be replaced, as it has lost its
// audio or can't bring audio and video in step. Without a Capability, audio and video
// that are apart stay so. The end of ctx is not an error.
func (s *Sync) Tick(ctx context.Context, look Look) (recount bool, err error) {
	if s.trial != nil {
		return s.check(ctx, look)
	}
	s.join = s.join || s.lips.unheard()
	capability := s.controller.config.Load().Capability
	s.muted = s.lips.apart && (look.Silent || capability == nil)
	switch {
	case s.muted:
	case !s.join && !s.controller.possible():
	case s.join, s.renew:
		audio := arriving(ctx, look)
		switch {
		case audio == nil:
		case !capability.possible():
			return false, errApart
		default:
			return s.restart(ctx, look, audio, lipSync{})
		}
	case s.lips.looking && s.lips.looks > 0:
		if audio := s.quietMoment(ctx, look); audio != nil {
			return s.restart(ctx, look, audio, lipSync{apart: true, offset: s.lips.offset, known: true})
		}
	}
	return false, nil
}

// Rests reports whether Tick does nothing until the next report, or until the sound is
// turned on.
func (s *Sync) Rests() bool {
	return s.trial == nil && (s.muted || !s.join && !s.renew && !(s.lips.looking && s.lips.looks > 0))
}

// arriving returns the counters of the audio if it arrives, else nil: without audio
// nobody could tell whether a new receiver has any.
func arriving(ctx context.Context, look Look) *quality.Inbound {
	before, now := look.Last.Audio, look.Read(ctx).Audio
	if before == nil || now == nil || now.PacketsReceived == before.PacketsReceived {
		return nil
	}
	return now
}

// quietMoment returns the counters of the audio if it can be separated from video now
// without anybody hearing that, else nil. It uses the lag since the last reading, as
// the time of a report may include the beginning of a jitter buffer.
func (s *Sync) quietMoment(ctx context.Context, look Look) *quality.Inbound {
	now := look.Read(ctx)
	if now.Audio == nil || !now.Time.After(look.Last.Time) {
		return nil
	}
	s.lips.looks--
	if !s.lips.unnoticed(s.lips.lag(quality.Between(look.Last, now))) || !look.Silent && now.Audio.AudioLevel >= quiet {
		return nil
	}
	return now.Audio
}

// restart renegotiates to renew the receiver of the audio, whose current counters are
// audio. next says whether the new receiver is in step with video or apart from it.
func (s *Sync) restart(ctx context.Context, look Look, audio *quality.Inbound, next lipSync) (recount bool, err error) {
	capability := s.controller.config.Load().Capability
	switch {
	case audio == nil || audio.PacketsReceived < enoughPackets:
		return false, nil
	case audio.JitterBufferEmittedCount == 0: // a new receiver would look like the old one
		capability.disprove()
		return false, nil // the next Tick acts on it
	case !capability.begin(look.Now):
		return false, nil
	}
	s.trial = newTrial(capability, audio, s.lips.apart)
	s.lips, s.renew, s.join = next, false, false
	limited, cancel := context.WithTimeout(ctx, renegotiateTimeout)
	defer cancel()
	if err := s.peer.Renegotiate(limited, s.otherAnswer(audio.SSRC)); err != nil {
		return false, s.fail(ctx, err)
	}
	return s.trial.sees(look.Read(ctx).Audio), nil
}

// otherAnswer returns the server's answer, changed so that the audio gets a new
// receiver: with the SSRC if the last answer was without, and the other way round.
func (s *Sync) otherAnswer(ssrc uint32) string {
	if s.named = !s.named; !s.named {
		ssrc = 0
	}
	answer := sdp.WithAudioSSRC(s.answer, ssrc)
	if s.lips.apart {
		answer = sdp.SplitAudioStream(answer)
	}
	return answer
}

// check looks for the result of the trial, and acts on it.
func (s *Sync) check(ctx context.Context, look Look) (recount bool, err error) {
	trial, now := s.trial, look.Read(ctx)
	recount = trial.sees(now.Audio)
	switch trial.judge(look.Now, now) {
	case works:
		trial.capability.prove()
		s.trial = nil
	case wentOn:
		trial.capability.disprove()
		s.trial = nil
		if trial.joins && s.controller.config.Load().Capability != nil {
			err = errApart
		}
	case lost:
		err = s.fail(ctx, errNoAudio)
	}
	return recount, err
}

// fail ends a trial that has left no audio. It returns err, or nil if ctx has ended.
func (s *Sync) fail(ctx context.Context, err error) error {
	capability := s.trial.capability
	s.trial = nil
	if ctx.Err() != nil {
		return nil
	}
	capability.disprove()
	return err
}
