package session_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

func TestPlayGoesStraightThrough(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, nil)
		begun := time.Now()
		time.Sleep(120 * time.Millisecond)
		p.connect(true)
		synctest.Wait()

		if got, want := p.sink.states(), "idle offering pulling connecting playing"; got != want {
			t.Errorf("states: %s, want %s", got, want)
		}
		if !strings.Contains(p.peer.local, "stereo=1") || p.peer.remote != answerSDP {
			t.Errorf("local description %q, remote description %q", p.peer.local, p.peer.remote)
		}
		request := p.server.of(signal.EndpointPullStream)[0].request.(signal.PullStreamRequest)
		if request.StreamURL != streamURL || request.SessionID != "session-1" || request.ClientInfo != "a test" ||
			request.LocalSDP.Type != "offer" || request.LocalSDP.SDP != p.peer.local {
			t.Errorf("pullstream asked for %+v", request)
		}
		frames := eventsOf[session.FirstFrame](p.sink)
		if len(frames) != 1 || frames[0].Elapsed != 120*time.Millisecond || frames[0].SessionID != "session-1" ||
			frames[0].Waterfall.DTLS != 120*time.Millisecond {
			t.Errorf("firstframe: %+v", frames)
		}
		report := p.server.of(signal.EndpointFirstFrame)
		if len(report) != 1 {
			t.Fatalf("firstframeusetime was sent %d times, want once", len(report))
		}
		r := report[0].request.(firstFrameReport)
		if r.StartTime != signal.TimestampOf(begun) || r.FirstPlayTime != signal.TimestampOf(begun.Add(120*time.Millisecond)) {
			t.Errorf("firstframeusetime: %+v", r)
		}

		p.stop()
		if err := p.ended(t); err != nil {
			t.Errorf("Run returned %v after a stop", err)
		}
		if got, want := p.sink.states(), "idle offering pulling connecting playing stopped"; got != want {
			t.Errorf("states: %s, want %s", got, want)
		}
		calls := p.server.endpoints()
		if !strings.HasPrefix(calls, "pullstream ") || !strings.HasSuffix(calls, " stopstream") {
			t.Errorf("calls: %s", calls)
		}
		for endpoint, want := range map[string]int{"pullstream": 1, "reporticestate": 2, "firstframeusetime": 1, "stopstream": 1} {
			if got := strings.Count(calls, endpoint); got != want {
				t.Errorf("%s was called %d times, want %d: %s", endpoint, got, want, calls)
			}
		}
		ticket := p.server.of(signal.EndpointStopStream)[0].request.(signal.Ticket)
		if ticket != (signal.Ticket{StreamURL: streamURL, SvrSig: "sig-1"}) {
			t.Errorf("stopstream carried %+v", ticket)
		}
	})
}

// TestStopInEachState: in every state, a stop leads to "stopped", and a svrsig that was
// obtained gets exactly one stopstream.
func TestStopInEachState(t *testing.T) {
	tests := []struct {
		state session.State
		setup func(*play)
		after func(*play)
		stops int
	}{
		{state: session.StatePulling, setup: func(p *play) { p.server.pull = answerAfter(3*time.Second, pulled, nil) }},
		{state: session.StateConnecting, stops: 1},
		{state: session.StatePlaying, after: func(p *play) { p.connect(true) }, stops: 1},
	}
	for _, test := range tests {
		t.Run(string(test.state), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := start(t, test.setup)
				synctest.Wait()
				if test.after != nil {
					test.after(p)
					synctest.Wait()
				}
				if got := p.sink.states(); !strings.HasSuffix(got, string(test.state)) {
					t.Fatalf("the session is not %s: %s", test.state, got)
				}
				p.stop()
				synctest.Wait()
				if got := p.sink.states(); !strings.HasSuffix(got, string(test.state)+" stopped") {
					t.Errorf("a stop while %s does not end the session at once: %s", test.state, got)
				}
				if err := p.ended(t); err != nil {
					t.Errorf("Run returned %v", err)
				}
				if stops := p.server.of(signal.EndpointStopStream); len(stops) != test.stops {
					t.Errorf("stopstream was called %d times, want %d", len(stops), test.stops)
				}
				if failures := eventsOf[session.Failure](p.sink); len(failures) != 0 {
					t.Errorf("a stop was reported as a failure: %v", failures[0].Err)
				}
			})
		})
	}
}

// answerAfter returns a pullstream that answers after d.
func answerAfter(d time.Duration, reply signal.PullStreamReply, err error) func(context.Context) (signal.PullStreamReply, error) {
	return func(ctx context.Context) (signal.PullStreamReply, error) {
		select {
		case <-time.After(d):
			return reply, err
		case <-ctx.Done():
			return signal.PullStreamReply{}, ctx.Err()
		}
	}
}

// TestCancelledPlayAsksForNothing: a play that is stopped in the turn of the event loop
// in which it begins makes no request.
func TestCancelledPlayAsksForNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) { p.server.pull = answerAfter(3*time.Second, pulled, nil) })
		p.stop()
		if err := p.ended(t); err != nil {
			t.Errorf("Run returned %v", err)
		}
		if calls := p.server.endpoints(); calls != "" {
			t.Errorf("calls: %s", calls)
		}
	})
}

func TestFailures(t *testing.T) {
	refused := &signal.APIError{Code: signal.CodeInvalidClientIP, Message: "clientip 无效"}
	tests := []struct {
		name      string
		setup     func(*play)
		then      func(*play)
		code      session.ErrorCode
		retryable bool
		within    time.Duration
		stops     int
		unopened  bool
	}{
		{name: "not a stream URL", setup: func(p *play) { p.Config.StreamURL = "rtmp://example.com/live/a" }, code: session.CodeBadStreamURL, unopened: true},
		{name: "no WebRTC", setup: func(p *play) {
			p.OpenPeer = func() (session.Peer, error) {
				return nil, &session.Error{Code: session.CodeUnsupported, Message: "no RTCPeerConnection"}
			}
		}, code: session.CodeUnsupported, unopened: true},
		{name: "no offer", setup: func(p *play) { p.peer.offerErr = errors.New("OperationError") }, code: session.CodeNegotiation},
		{name: "errcode 100011", setup: pullFails(refused), code: session.CodeRefused},
		{name: "HTTP 404", setup: pullFails(&signal.HTTPError{Status: 404}), code: session.CodeHTTPStatus},
		{name: "HTTP 503", setup: pullFails(&signal.HTTPError{Status: 503}), code: session.CodeHTTPStatus, retryable: true},
		{name: "garbage", setup: pullFails(signal.ErrBadReply), code: session.CodeBadReply, retryable: true},
		{name: "no network", setup: pullFails(&signal.NetworkError{Err: errors.New("Failed to fetch")}), code: session.CodeNetwork, retryable: true},
		{name: "a pull that hangs", setup: func(p *play) { p.server.pull = answerAfter(time.Hour, pulled, nil) }, code: session.CodeTimeout, retryable: true, within: 10 * time.Second},
		{name: "an answer the browser refuses", setup: func(p *play) { p.peer.setErr = errors.New("InvalidAccessError") }, code: session.CodeNegotiation, stops: 1},
		{name: "an answer that is none", setup: answered("hello"), code: session.CodeNegotiation, stops: 1},
		{name: "no connection", code: session.CodeICEFailed, retryable: true, within: 10 * time.Second, stops: 1},
		{name: "ICE failed", then: func(p *play) { p.peer.events <- session.ConnectionStateChanged{State: "failed"} }, code: session.CodeICEFailed, retryable: true, stops: 1},
		{name: "connected to a stream that is not live", setup: func(p *play) { p.peer.stopped = true }, then: func(p *play) { p.connect(false) },
			code: session.CodeNoMedia, retryable: true, within: 6 * time.Second, stops: 1},
		{name: "video that can't be decoded", setup: func(p *play) { p.peer.undecodable, p.peer.videoOnly = true, true }, then: func(p *play) { p.connect(false) },
			code: session.CodeDecodeFailed, retryable: true, within: 16 * time.Second, stops: 1},
		{name: "an errcode for an offer without H.264", setup: func(p *play) {
			p.server.pull = answerAfter(0, pulled, &signal.APIError{Code: 7})
			p.peer.sdp = withoutH264
		},
			code: session.CodeUnsupported},
		{name: "an answer without video for an offer without H.264", setup: func(p *play) { p.server.pull = answerAfter(0, soundOnly, nil); p.peer.sdp = withoutH264 },
			code: session.CodeUnsupported, stops: 1},
		{name: "media that stop while playing", then: func(p *play) { p.connect(true); synctest.Wait(); p.peer.stopMedia() },
			code: session.CodeNoMedia, retryable: true, within: 3 * time.Second, stops: 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := start(t, test.setup)
				if test.then != nil {
					synctest.Wait()
					test.then(p)
				}
				err := <-p.result
				if !test.unopened && p.peer.closed.Load() != 1 {
					t.Errorf("the peer was closed %d times, want once", p.peer.closed.Load())
				}
				var failure *session.Error
				if !errors.As(err, &failure) {
					t.Fatalf("Run returned %v, want a *session.Error", err)
				}
				if failure.Code != test.code || failure.Retryable() != test.retryable {
					t.Errorf("got %s (retryable %t), want %s (retryable %t)", failure, failure.Retryable(), test.code, test.retryable)
				}
				if took := time.Since(p.Config.StartTime); took > test.within {
					t.Errorf("it took %s, want at most %s", took, test.within)
				}
				if stops := p.server.of(signal.EndpointStopStream); len(stops) != test.stops {
					t.Errorf("stopstream was called %d times, want %d", len(stops), test.stops)
				}
				failures := eventsOf[session.Failure](p.sink)
				if len(failures) != 1 || failures[0].Err != failure {
					t.Errorf("the page received %d failures, want one", len(failures))
				}
				if !strings.HasSuffix(p.sink.states(), " failed") {
					t.Errorf("states: %s", p.sink.states())
				}
				if strings.Contains(failure.Error(), "5ecre7") || strings.Contains(failure.Error(), "sig-1") {
					t.Errorf("a secret in %q", failure)
				}
			})
		})
	}
}

// answered makes the server give this answer.
func answered(sdp string) func(*play) {
	return func(p *play) {
		p.server.pull = func(context.Context) (signal.PullStreamReply, error) {
			reply := pulled
			reply.RemoteSDP.SDP = sdp
			return reply, nil
		}
	}
}

// TestMendedAnswerIsAWarning: what has been mended is told in one warning, and nothing
// of a good answer.
func TestMendedAnswerIsAWarning(t *testing.T) {
	for _, test := range []struct {
		answer   string
		warnings []string
	}{
		{answerSDP, nil},
		{strings.TrimSpace(answerSDP) + "\r\nm=text 9 RTP/AVP 98", []string{"line ends or spaces, m= lines that were not offered"}},
		{strings.Split(answerSDP, "m=audio")[0], []string{"missing or rejected m=audio"}},
	} {
		synctest.Test(t, func(t *testing.T) {
			p := playing(t, answered(test.answer))
			warnings := eventsOf[session.Warning](p.sink)
			if len(warnings) != len(test.warnings) {
				t.Fatalf("%d warnings, want %d: %v", len(warnings), len(test.warnings), warnings)
			}
			for i, want := range test.warnings {
				if err := warnings[i].Err; err.Code != session.CodeNegotiation || !strings.HasSuffix(err.Message, ": "+want) || err.Retryable() {
					t.Errorf("warning %s, want %s", err, want)
				}
			}
			if got := strings.Count(p.peer.remote, "\r\nm="); got != 2 {
				t.Errorf("%d sections have been set: %q", got, p.peer.remote)
			}
			p.stop()
			_ = p.ended(t)
		})
	}
}

// pullFails makes pullstream fail with an error.
func pullFails(err error) func(*play) {
	return func(p *play) {
		p.server.pull = func(context.Context) (signal.PullStreamReply, error) { return signal.PullStreamReply{}, err }
	}
}

func TestServerWordsPassUnchanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, pullFails(&signal.APIError{Code: 100011, Message: "<b>clientip</b> 无效"}))
		var failure *session.Error
		if err := p.ended(t); !errors.As(err, &failure) {
			t.Fatalf("Run returned %v", err)
		}
		if failure.ErrCode != 100011 || failure.ErrMsg != "<b>clientip</b> 无效" || failure.Endpoint != "pullstream" {
			t.Errorf("got errcode %d, errmsg %q of %q", failure.ErrCode, failure.ErrMsg, failure.Endpoint)
		}
		if !errors.Is(failure, signal.CodeInvalidClientIP) {
			t.Error("the cause is lost")
		}
	})
}

func TestStopstreamThatFailsIsAWarning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) {
			p.server.stop = func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
		})
		synctest.Wait()
		p.connect(true)
		synctest.Wait()
		p.stop()
		if err := p.ended(t); err != nil {
			t.Errorf("Run returned %v", err)
		}
		warnings := eventsOf[session.Warning](p.sink)
		if len(warnings) != 1 || warnings[0].Err.Code != session.CodeTimeout || warnings[0].Err.Endpoint != "stopstream" {
			t.Errorf("warnings: %v", warnings)
		}
	})
}
