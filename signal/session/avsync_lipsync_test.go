package session_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

// TestVideoWaitsForAudioThatIsHeard: audio and video are apart while the audio is
// muted, and together when it is heard.
func TestVideoWaitsForAudioThatIsHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) {
			automatic(p)
			p.element.silent.Store(true)
		})
		p.peer.setAudioDelay(160 * time.Millisecond)
		pass(10 * time.Second)
		if a := p.peer.negotiation(); a.renegotiations != 0 || !a.apart() {
			t.Errorf("muted: %d renegotiations, answer %q; want none, apart", a.renegotiations, a.remote)
		}
		p.element.silent.Store(false)
		p.element.events <- session.Steered{}
		synctest.Wait()
		if want := answerSDP + "a=ssrc:1 cname:audio\r\n"; p.peer.renegotiations != 1 || p.peer.remote != want {
			t.Errorf("heard: %d renegotiations, answer %q; want one, %q", p.peer.renegotiations, p.peer.remote, want)
		}
		p.peer.events <- session.TransportClosed{}
		pass(5 * time.Second)
		if again := p.element.shown(); again == p.peer || again.remote != answerSDP {
			t.Errorf("the re-pull's answer is %q, want it as it came", again.remote)
		}
		p.element.silent.Store(true)
		p.element.shown().events <- session.TransportClosed{}
		pass(5 * time.Second)
		if third := p.element.shown().negotiation(); !third.apart() {
			t.Errorf("muted again, the re-pull's answer is %q, want it apart", third.remote)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestVideoDoesNotWaitForLittle: audio that is a little behind video is separated from
// it in a quiet moment.
func TestVideoDoesNotWaitForLittle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) {
			automatic(p)
			p.peer.setAudioLag(30*time.Millisecond, 5*time.Millisecond)
			p.peer.setAudible(true)
		})
		pass(10 * time.Second)
		if a := p.peer.negotiation(); a.renegotiations != 0 {
			t.Errorf("%d renegotiations while there is something to hear", a.renegotiations)
		}
		before := p.peer.negotiation().reads
		pass(time.Minute)
		if reads := p.peer.negotiation().reads - before; reads > 130 {
			t.Errorf("the counters read %d times in a loud minute, want little more than each second", reads)
		}
		p.peer.setAudible(false)
		pass(2500 * time.Millisecond)
		if a := p.peer.negotiation(); a.renegotiations != 1 || !a.apart() || !strings.Contains(a.remote, "a=ssrc:1 ") {
			t.Errorf("%d renegotiations, answer %q; want one, apart, with the source", a.renegotiations, a.remote)
		}
		pass(10 * time.Second)
		if a := p.peer.negotiation(); a.renegotiations != 1 {
			t.Errorf("%d renegotiations, want no other", a.renegotiations)
		}
		stats := eventsOf[session.Stats](p.sink)
		last := stats[len(stats)-1].Delta
		if got, want := last.Latency(&last.Audio), sendersPart+20*time.Millisecond; got != want {
			t.Errorf("latency of the audio %v, want the sender's part still in it: %v", got, want)
		}
		p.element.silent.Store(true)
		p.element.silent.Store(false)
		p.element.events <- session.Steered{}
		pass(time.Second)
		if p.peer.negotiation().renegotiations != 1 {
			t.Error("brought together, though their lag is known")
		}
		p.peer.setAudioDelay(180 * time.Millisecond)
		for i := 0; i < 20 && p.peer.negotiation().renegotiations < 2; i++ {
			pass(200 * time.Millisecond)
		}
		if a := p.peer.negotiation(); a.renegotiations != 2 || a.apart() || a.named() {
			t.Errorf("%d renegotiations, answer %q; want a second, together, without the source", a.renegotiations, a.remote)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestQuietIsLookedForOften: in the first seconds, a quiet moment between two reports
// is found.
func TestQuietIsLookedForOften(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) {
			automatic(p)
			p.peer.setAudioLag(30*time.Millisecond, 5*time.Millisecond)
			p.peer.setAudible(true)
		})
		pass(1600 * time.Millisecond) // 2.6 s from the start: a report was at 2
		p.peer.setAudible(false)
		pass(300 * time.Millisecond)
		if a := p.peer.negotiation(); a.renegotiations != 1 || !a.apart() {
			t.Errorf("%d renegotiations, answer %q; want one, apart", a.renegotiations, a.remote)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestAudioThatStrays: on a path that never calms down, the audio's jitter buffer
// stays, and video waits for the audio.
func TestAudioThatStrays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) {
			automatic(p)
			p.peer.setAudioLag(30*time.Millisecond, 45*time.Millisecond)
		})
		pass(7 * time.Second)
		if a := p.peer.negotiation(); a.renegotiations != 1 || !a.apart() {
			t.Fatalf("%d renegotiations, answer %q; want one, apart", a.renegotiations, a.remote)
		}
		p.peer.mu.Lock()
		p.peer.audioDelay, p.peer.lossy = 100*time.Millisecond, true
		p.peer.mu.Unlock()
		pass(6 * time.Second)
		if a := p.peer.negotiation(); a.renegotiations != 1 {
			t.Errorf("%d renegotiations after a short lag, want no other", a.renegotiations)
		}
		pass(6 * time.Second)
		if a := p.peer.negotiation(); a.renegotiations != 2 || a.apart() {
			t.Errorf("%d renegotiations, answer %q; want a second, together", a.renegotiations, a.remote)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestMutedAudioIsQuiet: muting makes any moment a quiet one. The server's answer may
// name the audio's source.
func TestMutedAudioIsQuiet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const source = "a=ssrc:1 cname:leb\r\n"
		p := playing(t, func(p *play) {
			automatic(p)
			p.peer.setAudioLag(30*time.Millisecond, 5*time.Millisecond)
			p.peer.setAudible(true)
			p.server.pull = func(context.Context) (signal.PullStreamReply, error) {
				reply := pulled
				reply.RemoteSDP.SDP += source
				return reply, nil
			}
		})
		pass(7 * time.Second)
		if a := p.peer.negotiation(); a.renegotiations != 0 || a.remote != answerSDP+source {
			t.Errorf("%d renegotiations, answer %q; want none, as it came", a.renegotiations, a.remote)
		}
		p.element.silent.Store(true)
		pass(300 * time.Millisecond)
		if a := p.peer.negotiation(); a.renegotiations != 1 || !a.apart() || a.named() {
			t.Errorf("%d renegotiations, answer %q; want one, apart, without the source", a.renegotiations, a.remote)
		}
		p.stop()
		_ = p.ended(t)
	})
}

func TestAudioAndVideoStayTogether(t *testing.T) {
	tests := []struct {
		name   string
		change func(*play)
	}{
		{"with a configured latency", func(p *play) { p.Config.Latency = 200 * time.Millisecond }},
		{"where the audio's receiver can't be renewed", func(p *play) { p.NewReceivers = nil }},
		{"where a pull without audio would not be replaced", func(p *play) { p.Config.Retry = session.Retry{} }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := playing(t, func(p *play) {
					automatic(p)
					test.change(p)
					p.element.silent.Store(true)
				})
				p.peer.setAudioLag(30*time.Millisecond, 5*time.Millisecond)
				p.element.silent.Store(false)
				pass(10 * time.Second)
				p.peer.stopMedia()
				pass(1300 * time.Millisecond)
				p.peer.resumeMedia()
				p.peer.setAudioDelay(160 * time.Millisecond)
				pass(20 * time.Second)
				if a := p.peer.negotiation(); a.renegotiations != 0 || a.remote != answerSDP {
					t.Errorf("%d renegotiations, answer %q", a.renegotiations, a.remote)
				}
				p.stop()
				_ = p.ended(t)
			})
		})
	}
}

// setAudioLag sets the delay in the audio's jitter buffer, and the rest of the lag of
// audio behind video.
func (p *fakePeer) setAudioLag(delay, lag time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.audioDelay, p.audioLag = delay, lag
}

// negotiation is a copy of the parts of a fakePeer that show its negotiations.
type negotiation struct {
	renegotiations int
	reads          int    // of the counters
	remote         string // the last answer set
}

func (p *fakePeer) negotiation() negotiation {
	p.mu.Lock()
	defer p.mu.Unlock()
	return negotiation{p.renegotiations, p.reads, p.remote}
}

// apart reports whether audio and video are in two media streams.
func (a negotiation) apart() bool { return strings.Contains(a.remote, "msid:sound") }

// named reports whether the answer names the audio's source.
func (a negotiation) named() bool { return strings.Contains(a.remote, "a=ssrc:") }
