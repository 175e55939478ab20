package signal_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
)

// Whoever leaves is told at once; what has been asked is stopped none the less.
func TestPullStreamContext(t *testing.T) {
	t.Parallel()
	slowest := []host{at(time.Second, gives("A")), at(time.Second, gives("B")), at(0, gives("C"))}
	for name, test := range map[string]struct {
		hosts []host
		limit time.Duration
		calls []string
		after []string
	}{
		"before the race":      {slowest, 0, nil, nil},
		"before the only call": {slowest[:1], 0, nil, nil},
		"in the race": {slowest, 400 * time.Millisecond, []string{"0.00s a pullstream", "0.25s b pullstream"},
			[]string{"0.60s a stopstream A", "0.85s b stopstream B"}},
		"in the only call":         {slowest[:1], 400 * time.Millisecond, []string{"0.00s a pullstream"}, []string{"0.60s a stopstream A"}},
		"in a call without answer": {[]host{at(never, "")}, 3 * time.Second, []string{"0.00s a pullstream"}, []string{"7.00s a cancelled"}},
		"a late bad reply": {[]host{at(time.Second, `{"errcode":0,"svrsig":"half"}`)}, 400 * time.Millisecond,
			[]string{"0.00s a pullstream"}, []string{"0.60s a stopstream half"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := newHosts(test.hosts...)
				ctx, cancel := context.WithTimeout(t.Context(), test.limit)
				defer cancel()
				stream, err := h.PullStream(ctx, pullRequest)
				if took := time.Since(h.start); took != test.limit || stream != nil {
					t.Errorf("%+v after %v", stream, took)
				}
				checkContextError(t, "pullstream", err, context.DeadlineExceeded)
				h.check(t, test.calls...)
				h.Wait()
				h.check(t, test.after...)
			})
		})
	}
}

// Cancelled by a stop rather than a time-out, while a winner is on its way.
func TestPullStreamCancel(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHosts(at(100*time.Millisecond, gives("A")), at(0, gives("B")))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(50*time.Millisecond, cancel)
		_, err := h.PullStream(ctx, pullRequest)
		checkContextError(t, "pullstream", err, context.Canceled)
		h.check(t, "0.00s a pullstream")
		h.Wait()
		h.check(t, "0.05s a stopstream A")
	})
}

// A host that is silent for 10 s has failed, however long the caller would wait.
func TestSilentHost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHosts(at(never, ""))
		_, err := h.PullStream(t.Context(), pullRequest)
		checkContextError(t, "pullstream", err, context.DeadlineExceeded)
		h.check(t, "0.00s a pullstream", "10.00s a cancelled")
		h.Wait()
	})
}

// The calls of each stream go to its host, and the winner is asked first.
func TestHostsRemember(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHosts(at(never, ""), at(0, gives("B")), at(0, gives("C")))
		stream, err := h.PullStream(t.Context(), pullRequest)
		if err != nil {
			t.Fatal(err)
		}
		h.check(t, "0.00s a pullstream", "0.25s b pullstream")
		if _, err := h.PullStream(t.Context(), pullRequest); err != nil {
			t.Fatal(err)
		}
		h.check(t, "0.00s b pullstream")
		for _, err := range []error{
			stream.SwitchBitrate(t.Context(), "hd"),
			stream.ReportQuality(t.Context(), qualityReport),
			stream.ReportICEState(t.Context(), iceStateReport),
			stream.ReportFirstFrame(t.Context(), firstFrameReport),
			stream.Stop(t.Context()),
		} {
			if err != nil {
				t.Error(err)
			}
		}
		h.check(t, "0.00s b firstframeusetime B", "0.00s b reporticestate B", "0.00s b reportquality B", "0.00s b stopstream B", "0.00s b tabrctl B")
		h.Wait()
	})
}

// Two pulls live at once on two hosts while a stream is re-pulled.
func TestHostsKeepPullsApart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var bDead bool
		h := &hosts{start: time.Now()}
		newHost := func(name string, dead func() bool) *signal.Host {
			return &signal.Host{BaseURL: "https://" + name, Transport: transportFunc(
				func(ctx context.Context, req signal.Request) (signal.Response, error) {
					behaviour := host{body: gives("from " + name)}
					if dead() {
						behaviour.body = ""
					}
					return h.serve(ctx, name, behaviour, req)
				})}
		}
		h.Hosts = signal.NewHosts(newHost("a", func() bool { return !bDead }), newHost("b", func() bool { return bDead }))
		first, err := h.PullStream(t.Context(), pullRequest)
		bDead = true
		second, err2 := h.PullStream(t.Context(), pullRequest)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		h.check(t, "0.00s a pullstream", "0.00s a pullstream", "0.00s b pullstream", "0.00s b pullstream")
		for i, want := range []string{"0.00s b stopstream from b", "0.00s a stopstream from a"} {
			if err := []*signal.Stream{first, second}[i].Stop(t.Context()); err != nil {
				t.Error(err)
			}
			h.check(t, want)
		}
		h.Wait()
	})
}

// Whatever a reply is refused for, its svrsig is stopped.
func TestRefusedReplyIsStopped(t *testing.T) {
	t.Parallel()
	const answer = `"remotesdp":{"type":"answer","sdp":"v=0"}`
	for _, body := range []string{
		`{"errcode":0,"svrsig":"half"}`,
		`{"errcode":0,"svrsig":"half","remotesdp":"v=0"}`,
		`{"errcode":0,"svrsig":"half","remotesdp":{"type":"offer","sdp":"v=0"}}`,
		`{"errcode":"zero","svrsig":"half",` + answer + `}`,
		`{"errode":0,"svrsig":"half",` + answer + `}`,
		`{"errcode":0.5,"svrsig":"half",` + answer + `}`,
		`{"errcode":7,"svrsig":"half",` + answer + `}`,
	} {
		synctest.Test(t, func(t *testing.T) {
			h := newHosts(at(0, body))
			if stream, err := h.PullStream(t.Context(), pullRequest); err == nil || stream != nil {
				t.Errorf("%s: %v, %v", body, stream, err)
			}
			h.Wait()
			h.check(t, "0.00s a pullstream", "0.00s a stopstream half")
		})
	}
}

// A svrsig that is a number is sent back with all its digits.
func TestSvrsigOfManyDigits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHosts(at(0, `{"errcode":"0","svrsig":12345678901234567890,"remotesdp":{"type":"ANSWER","sdp":"v=0"}}`))
		stream, err := h.PullStream(t.Context(), pullRequest)
		if err != nil {
			t.Fatal(err)
		}
		if err := stream.Stop(t.Context()); err != nil {
			t.Error(err)
		}
		h.check(t, "0.00s a pullstream", "0.00s a stopstream 12345678901234567890")
		h.Wait()
	})
}

// What can't be stopped is told, holds nobody up, and is waited for no longer
// than 10 s.
func TestStopFailed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		after      time.Duration // when the host that can't be told answers
		body       string
		won, ended time.Duration
	}{
		"a loser":     {time.Second, gives("A"), signal.HostStagger, 11 * time.Second},
		"a bad reply": {0, `{"errcode":0,"svrsig":"A"}`, 0, 10 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				slow := &signal.Host{Transport: transportFunc(func(ctx context.Context, req signal.Request) (signal.Response, error) {
					if strings.HasSuffix(req.URL, "stopstream") {
						<-ctx.Done()
						return signal.Response{}, ctx.Err()
					}
					time.Sleep(test.after)
					return ok(test.body), nil
				})}
				quick := &signal.Host{Transport: &fakeTransport{resp: ok(gives("B"))}}
				h := signal.NewHosts(slow, quick)
				var failures []error
				h.StopFailed = func(err error) { failures = append(failures, err) }
				start := time.Now()
				if _, err := h.PullStream(t.Context(), pullRequest); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(start); took != test.won {
					t.Errorf("PullStream returned after %v", took)
				}
				h.Wait()
				if took := time.Since(start); took != test.ended {
					t.Errorf("Wait returned after %v", took)
				}
				if len(failures) != 1 {
					t.Fatalf("failures %v", failures)
				}
				checkContextError(t, "stopstream", failures[0], context.DeadlineExceeded)
			})
		})
	}
}
