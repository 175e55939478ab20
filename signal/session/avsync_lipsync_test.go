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

// TestVideoWaitsForAudioThatIsHeard: while it is not, the two are apart.
func TestVideoWaitsForAudioThatIsHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) {
			automatic(p)
			p.screen.silent.Store(true)
		})
		p.peer.fill(160 * time.Millisecond)
		pass(10 * time.Second)
		if a := p.peer.answered(); a.restarts != 0 || !a.apart() {
			t.Errorf("muted: %d restarts, answer %q; want none, apart", a.restarts, a.remote)
		}
		p.screen.silent.Store(false)
		p.screen.events <- session.Steered{}
		synctest.Wait()
		if want := answerSDP + "a=ssrc:1 cname:audio\r\n"; p.peer.restarts != 1 || p.peer.remote != want {
			t.Errorf("heard: %d restarts, answer %q; want one, %q", p.peer.restarts, p.peer.remote, want)
		}
		p.peer.events <- session.TransportClosed{}
		pass(5 * time.Second)
		if again := p.screen.shown(); again == p.peer || again.remote != answerSDP {
			t.Errorf("the re-pull's answer is %q, want it as it came", again.remote)
		}
		p.screen.silent.Store(true)
		p.screen.shown().events <- session.TransportClosed{}
		pass(5 * time.Second)
		if third := p.screen.shown().answered(); !third.apart() {
			t.Errorf("muted again, the re-pull's answer is %q, want it apart", third.remote)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestVideoDoesNotWaitForLittle: audio that is a little behind the video
// gets apart from it when nobody would hear that.
func TestVideoDoesNotWaitForLittle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) {
			automatic(p)
			p.peer.lag(30*time.Millisecond, 5*time.Millisecond)
			p.peer.speak(true)
		})
		pass(10 * time.Second)
		if a := p.peer.answered(); a.restarts != 0 {
			t.Errorf("%d restarts while there is something to hear", a.restarts)
		}
		before := p.peer.answered().reads
		pass(time.Minute)
		if reads := p.peer.answered().reads - before; reads > 130 {
			t.Errorf("the counters read %d times in a loud minute, want little more than each second", reads)
		}
		p.peer.speak(false)
		pass(2500 * time.Millisecond)
		if a := p.peer.answered(); a.restarts != 1 || !a.apart() || !strings.Contains(a.remote, "a=ssrc:1 ") {
			t.Errorf("%d restarts, answer %q; want one, apart, of another kind", a.restarts, a.remote)
		}
		pass(10 * time.Second)
		if a := p.peer.answered(); a.restarts != 1 {
			t.Errorf("%d restarts, want no other", a.restarts)
		}
		stats := eventsOf[session.Stats](p.page)
		last := stats[len(stats)-1].Delta
		if got, want := last.Latency(&last.Audio), sendersPart+20*time.Millisecond; got != want {
			t.Errorf("latency of the audio %v, want the sender's part still in it: %v", got, want)
		}
		p.screen.silent.Store(true)
		p.screen.silent.Store(false)
		p.screen.events <- session.Steered{}
		pass(time.Second)
		if p.peer.answered().restarts != 1 {
			t.Error("brought together though one knows how far apart they are")
		}
		p.peer.fill(180 * time.Millisecond)
		for i := 0; i < 20 && p.peer.answered().restarts < 2; i++ {
			pass(200 * time.Millisecond)
		}
		if a := p.peer.answered(); a.restarts != 2 || a.apart() || a.named() {
			t.Errorf("%d restarts, answer %q; want a second, together, as it was first", a.restarts, a.remote)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestQuietIsLookedForOften: in the first seconds, between two reports.
func TestQuietIsLookedForOften(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) {
			automatic(p)
			p.peer.lag(30*time.Millisecond, 5*time.Millisecond)
			p.peer.speak(true)
		})
		pass(1600 * time.Millisecond) // 2.6 s from the start: a report was at 2
		p.peer.speak(false)
		pass(300 * time.Millisecond)
		if a := p.peer.answered(); a.restarts != 1 || !a.apart() {
			t.Errorf("%d restarts, answer %q; want one, apart", a.restarts, a.remote)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestAudioThatStrays: on a path that never calms down its jitter buffer stays,
// and the video waits for it.
func TestAudioThatStrays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) {
			automatic(p)
			p.peer.lag(30*time.Millisecond, 45*time.Millisecond)
		})
		pass(7 * time.Second)
		if a := p.peer.answered(); a.restarts != 1 || !a.apart() {
			t.Fatalf("%d restarts, answer %q; want one, apart", a.restarts, a.remote)
		}
		p.peer.mu.Lock()
		p.peer.waits, p.peer.lossy = 100*time.Millisecond, true
		p.peer.mu.Unlock()
		pass(6 * time.Second)
		if a := p.peer.answered(); a.restarts != 1 {
			t.Errorf("%d restarts for a moment's sake", a.restarts)
		}
		pass(6 * time.Second)
		if a := p.peer.answered(); a.restarts != 2 || a.apart() {
			t.Errorf("%d restarts, answer %q; want a second, together", a.restarts, a.remote)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestMutedAudioIsQuiet, and the server's answer may name its source.
func TestMutedAudioIsQuiet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const source = "a=ssrc:1 cname:leb\r\n"
		p := playing(t, func(p *play) {
			automatic(p)
			p.peer.lag(30*time.Millisecond, 5*time.Millisecond)
			p.peer.speak(true)
			p.server.pull = func(context.Context) (signal.PullStreamReply, error) {
				reply := pulled
				reply.RemoteSDP.SDP += source
				return reply, nil
			}
		})
		pass(7 * time.Second)
		if a := p.peer.answered(); a.restarts != 0 || a.remote != answerSDP+source {
			t.Errorf("%d restarts, answer %q; want none, as it came", a.restarts, a.remote)
		}
		p.screen.silent.Store(true)
		pass(300 * time.Millisecond)
		if a := p.peer.answered(); a.restarts != 1 || !a.apart() || a.named() {
			t.Errorf("%d restarts, answer %q; want one, apart, from any source", a.restarts, a.remote)
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
		{"with a latency that is given", func(p *play) { p.Config.Latency = 200 * time.Millisecond }},
		{"where the audio can't be restarted", func(p *play) { p.NewReceivers = nil }},
		{"where nothing could mend that", func(p *play) { p.Config.Retry = session.Retry{} }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := playing(t, func(p *play) {
					automatic(p)
					test.change(p)
					p.screen.silent.Store(true)
				})
				p.peer.lag(30*time.Millisecond, 5*time.Millisecond)
				p.screen.silent.Store(false)
				pass(10 * time.Second)
				p.peer.fallSilent()
				pass(1300 * time.Millisecond)
				p.peer.speakAgain()
				p.peer.fill(160 * time.Millisecond)
				pass(20 * time.Second)
				if a := p.peer.answered(); a.restarts != 0 || a.remote != answerSDP {
					t.Errorf("%d restarts, answer %q", a.restarts, a.remote)
				}
				p.stop()
				_ = p.ended(t)
			})
		})
	}
}

// lag has the audio wait that long in the jitter buffer, and be so much behind
// the video besides.
func (m *fakePeer) lag(waits, behind time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.waits, m.behind = waits, behind
}

// answers is how often a media connection has been negotiated anew and its
// counters read, and the answer last set.
type answers struct {
	restarts, reads int
	remote          string
}

func (m *fakePeer) answered() answers {
	m.mu.Lock()
	defer m.mu.Unlock()
	return answers{m.restarts, m.reads, m.remote}
}

// apart tells whether audio and video are in two media streams.
func (a answers) apart() bool { return strings.Contains(a.remote, "msid:sound") }

// named tells whether the answer names the audio's source.
func (a answers) named() bool { return strings.Contains(a.remote, "a=ssrc:") }
