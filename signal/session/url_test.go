package session_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

// askable starts a session that plays a stream whose URL it asks for: ask gets the
// number of the call, from 1.
func askable(t *testing.T, ask func(ctx context.Context, n int) (string, error), change func(*play)) *play {
	t.Helper()
	var asked atomic.Int32
	return start(t, func(p *play) {
		p.Config.StreamURL = ""
		p.Config.Retry = session.DefaultRetry
		p.Config.AskURL = func(ctx context.Context) (string, error) { return ask(ctx, int(asked.Add(1))) }
		p.peer.autoConnect, p.element.renders = true, true
		if change != nil {
			change(p)
		}
	})
}

func numbered(_ context.Context, n int) (string, error) {
	return streamURL + "&n=" + strconv.Itoa(n), nil
}

// pulledURLs returns the URLs of all pullstreams.
func (p *play) pulledURLs() []string {
	var urls []string
	for _, c := range p.server.of(signal.EndpointPullStream) {
		urls = append(urls, strings.TrimPrefix(c.request.(signal.PullStreamRequest).StreamURL, streamURL))
	}
	return urls
}

func (p *play) wantPulled(t *testing.T, want ...string) {
	t.Helper()
	if got := strings.Join(p.pulledURLs(), " "); got != strings.Join(want, " ") {
		t.Errorf("pulled %s, want %s", got, want)
	}
}

func TestURLIsAskedForBeforeEachPull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := askable(t, numbered, nil)
		pass(time.Second)
		p.wantPulled(t, "&n=1")
		p.peer.events <- session.TransportClosed{}
		pass(3 * time.Second)
		p.wantPulled(t, "&n=1", "&n=2")
		if got, want := p.sink.states(), "idle offering pulling connecting playing reconnecting playing"; got != want {
			t.Errorf("states: %s, want %s", got, want)
		}
		p.stop()
		_ = p.ended(t)
		p.eachStopped(t, 2)
		stops := p.server.of(signal.EndpointStopStream)
		if got := stops[len(stops)-1].request.(signal.Ticket).StreamURL; got != streamURL+"&n=2" {
			t.Errorf("stopstream has the URL %s, want that of its pull", got)
		}
	})
}

// TestURLIsAskedForAfterASwitch: from a switch on, its own function is asked.
func TestURLIsAskedForAfterASwitch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		requests := make(chan *session.Switch)
		p := askable(t, numbered, func(p *play) { p.Switches = requests })
		pass(time.Second)
		other, done := 0, make(chan error, 1)
		requests <- &session.Switch{Done: done, AskURL: func(context.Context) (string, error) {
			other++
			return streamURL + "&other=" + strconv.Itoa(other), nil
		}}
		pass(time.Second)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		p.later()[0].events <- session.TransportClosed{}
		pass(3 * time.Second)
		p.wantPulled(t, "&n=1", "&other=1", "&other=2")

		requests <- &session.Switch{Done: done, AskURL: func(context.Context) (string, error) { return "", errors.New("no token") }}
		if err := session.AsError(<-done); err.Code != session.CodeURLFailed || !strings.Contains(err.Message, "no token") {
			t.Errorf("a switch without a URL ends with %v", err)
		}
		pass(time.Minute)
		if got, want := p.sink.states(), "idle offering pulling connecting playing reconnecting playing"; got != want {
			t.Errorf("states: %s, want %s", got, want)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestURLThatIsNotGiven: a function that fails is a failed attempt, and one that
// gives something else ends the play.
func TestURLThatIsNotGiven(t *testing.T) {
	tests := []struct {
		name  string
		ask   func(ctx context.Context, n int) (string, error)
		code  session.ErrorCode
		asked int
		after time.Duration // of the play, at least
	}{
		{name: "fails", ask: func(context.Context, int) (string, error) { return "", errors.New("Error: no token") }, code: session.CodeURLFailed, asked: 7, after: 10 * time.Second},
		{name: "never answers", ask: func(ctx context.Context, _ int) (string, error) { <-ctx.Done(); return "", ctx.Err() }, code: session.CodeTimeout, asked: 7, after: 70 * time.Second},
		{name: "gives another kind", ask: func(context.Context, int) (string, error) {
			return "", &session.Error{Code: session.CodeBadOption, Message: "no string"}
		}, code: session.CodeBadOption, asked: 1},
		{name: "gives no stream", ask: func(context.Context, int) (string, error) { return "https://example.com/a", nil }, code: session.CodeBadStreamURL, asked: 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begun, asked := time.Now(), 0
				p := askable(t, func(ctx context.Context, n int) (string, error) {
					asked = n
					return test.ask(ctx, n)
				}, nil)
				err := session.AsError(p.ended(t))
				if err.Code != test.code || asked != test.asked || time.Since(begun) < test.after {
					t.Errorf("%v after %v and %d questions, want %s after %v and %d", err, time.Since(begun), asked, test.code, test.after, test.asked)
				}
				if err.Code == session.CodeTimeout && !strings.Contains(err.Message, "the stream's URL") {
					t.Errorf("the message does not name what was waited for: %s", err.Message)
				}
				p.wantPulled(t)
			})
		})
	}
}

// TestURLComesLate: a stop does not wait for the page's function, and a slow one
// delays the pull alone.
func TestURLComesLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		late := func(ctx context.Context, n int) (string, error) {
			select {
			case <-time.After(4 * time.Second):
				return numbered(ctx, n)
			case <-ctx.Done():
				return "", ctx.Err()
			}
		}
		p := askable(t, late, nil)
		pass(3 * time.Second)
		p.wantPulled(t)
		pass(3 * time.Second)
		p.wantPulled(t, "&n=1")
		p.peer.events <- session.TransportClosed{}
		pass(2 * time.Second) // the second pull waits for its URL
		stopped := time.Now()
		p.stop()
		if err := p.ended(t); err != nil || time.Since(stopped) > time.Second {
			t.Errorf("Run returned %v %v after the stop", err, time.Since(stopped))
		}
		p.wantPulled(t, "&n=1")
	})
}

// TestURLThatHasExpired: the page is warned once, and the server's refusal says what
// may be its reason.
func TestURLThatHasExpired(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) {
			at := time.Now().Add(time.Minute).Unix()
			p.Config.StreamURL = streamURL + "&txTime=" + strings.ToUpper(strconv.FormatInt(at, 16))
			p.Config.Retry = session.DefaultRetry
			p.peer.autoConnect, p.element.renders = true, true
		})
		pass(30 * time.Second)
		p.peer.events <- session.TransportClosed{}
		pass(30 * time.Second)
		if warnings := eventsOf[session.Warning](p.sink); len(warnings) != 0 {
			t.Fatalf("warnings before the URL expires: %v", warnings[0].Err)
		}
		pass(2 * time.Hour)
		p.later()[0].events <- session.TransportClosed{}
		pass(30 * time.Second)
		p.server.pulls(func(context.Context) (signal.PullStreamReply, error) {
			return signal.PullStreamReply{}, &signal.APIError{Code: 403, Message: "bad signature"}
		})
		p.later()[1].events <- session.TransportClosed{}
		err := session.AsError(p.ended(t))
		if err.Code != session.CodeRefused || !strings.Contains(err.Message, "expired 2h0m") || strings.Contains(err.Message, "5ecre7") {
			t.Errorf("Run returned %v", err)
		}
		warnings := eventsOf[session.Warning](p.sink)
		if len(warnings) != 1 || warnings[0].Err.Code != session.CodeURLExpired || !strings.Contains(warnings[0].Err.Message, "expired 2h0m0s ago") {
			t.Errorf("warnings: %+v", warnings)
		}
	})
}
