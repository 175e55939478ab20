package signal_test

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
)

// hosts are several fake servers and what happens at them: "0.00s a pullstream".
type hosts struct {
	*signal.Hosts
	start time.Time

	mu  sync.Mutex
	log []string
}

// host is what a host does with a pullstream, and when.
type host struct {
	after time.Duration
	body  string // "" is a network failure
	// deaf: the reply comes even though the call is cancelled.
	deaf bool
}

const never = time.Hour

func gives(svrsig string) string { return pullReply(`{"type":"answer","sdp":"v=0"}`, `"`+svrsig+`"`) }

// newHosts are called a, b, c, in the order given.
func newHosts(hostList ...host) *hosts {
	h := &hosts{start: time.Now()}
	var clients []*signal.Client
	for i, host := range hostList {
		name := string(rune('a' + i))
		clients = append(clients, &signal.Client{BaseURL: "https://" + name, Transport: transportFunc(
			func(ctx context.Context, req signal.Request) (signal.Response, error) {
				return h.serve(ctx, name, host, req)
			})})
	}
	h.Hosts = signal.NewHosts(clients...)
	return h
}

func (h *hosts) serve(ctx context.Context, name string, host host, req signal.Request) (signal.Response, error) {
	call := name + " " + path.Base(req.URL)
	if _, sig, ok := strings.Cut(string(req.Body), `"svrsig":"`); ok {
		sig, _, _ = strings.Cut(sig, `"`)
		call += " " + sig
	}
	h.happens(call)
	if !strings.HasSuffix(req.URL, "pullstream") {
		return ok(`{"errcode":0}`), nil
	}
	select {
	case <-time.After(host.after):
	case <-ctx.Done():
		h.happens(name + " cancelled")
		if !host.deaf {
			return signal.Response{}, ctx.Err()
		}
	}
	if host.body == "" {
		return signal.Response{}, errors.New(name + " is unreachable")
	}
	return ok(host.body), nil
}

func (h *hosts) happens(what string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.log = append(h.log, fmt.Sprintf("%.2fs %s", time.Since(h.start).Seconds(), what))
}

// check compares all that has happened since the last check.
func (h *hosts) check(t *testing.T, want ...string) {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	if !slices.Equal(h.log, want) {
		t.Errorf("calls\n got %q\nwant %q", h.log, want)
	}
	h.log, h.start = nil, time.Now()
}

func TestHostsRace(t *testing.T) {
	t.Parallel()
	const refusal = `{"errcode":100010,"errmsg":"no stream"}`
	const noAnswer = `{"errcode":0,"svrsig":"half"}`
	for _, test := range []struct {
		name  string
		hosts []host
		sig   string
		err   string
		calls []string // until the race is over
		after []string // and thereafter
	}{
		{"the first is quick", []host{{0, gives("A"), false}, {0, gives("B"), false}}, "A", "",
			[]string{"0.00s a pullstream"}, nil},
		{"the second is quicker", []host{{never, gives("A"), false}, {100 * time.Millisecond, gives("B"), false}, {0, gives("C"), false}}, "B", "",
			[]string{"0.00s a pullstream", "0.25s b pullstream"}, []string{"10.00s a cancelled"}},
		{"the first is late", []host{{time.Second, gives("A"), false}, {400 * time.Millisecond, gives("B"), false}}, "B", "",
			[]string{"0.00s a pullstream", "0.25s b pullstream"}, []string{"0.35s a stopstream A"}},
		{"the first still wins", []host{{300 * time.Millisecond, gives("A"), false}, {400 * time.Millisecond, gives("B"), false}}, "A", "",
			[]string{"0.00s a pullstream", "0.25s b pullstream"}, []string{"0.35s b stopstream B"}},
		{"all are asked", []host{{time.Second, gives("A"), false}, {time.Second, gives("B"), false}, {10 * time.Millisecond, gives("C"), false}}, "C", "",
			[]string{"0.00s a pullstream", "0.25s b pullstream", "0.50s c pullstream"},
			[]string{"0.49s a stopstream A", "0.74s b stopstream B"}},
		{"a failure starts the next", []host{{100 * time.Millisecond, "", false}, {300 * time.Millisecond, gives("B"), false}, {time.Second, gives("C"), false}}, "B", "",
			[]string{"0.00s a pullstream", "0.10s b pullstream", "0.35s c pullstream"}, []string{"0.95s c stopstream C"}},
		{"so does a bad reply", []host{{0, "<html>", false}, {0, gives("B"), false}}, "B", "",
			[]string{"0.00s a pullstream", "0.00s b pullstream"}, nil},
		{"a bad reply with a svrsig", []host{{0, noAnswer, false}, {time.Second, gives("B"), false}}, "B", "",
			[]string{"0.00s a pullstream", "0.00s a stopstream half", "0.00s b pullstream"}, nil},
		{"a late bad reply with a svrsig", []host{{time.Second, noAnswer, false}, {0, gives("B"), false}}, "B", "",
			[]string{"0.00s a pullstream", "0.25s b pullstream"}, []string{"0.75s a stopstream half"}},
		{"one svrsig from two hosts", []host{{time.Second, gives("B"), false}, {0, gives("B"), false}}, "B", "",
			[]string{"0.00s a pullstream", "0.25s b pullstream"}, nil},
		{"later than a cancelled call can be", []host{{never, gives("A"), true}, {0, gives("B"), false}}, "B", "",
			[]string{"0.00s a pullstream", "0.25s b pullstream"}, []string{"10.00s a cancelled", "10.00s a stopstream A"}},

		{"a refusal is final", []host{{time.Second, gives("A"), false}, {0, refusal, false}, {0, gives("C"), false}}, "", "pullstream: errcode 100010: no stream",
			[]string{"0.00s a pullstream", "0.25s b pullstream"}, []string{"0.75s a stopstream A"}},
		{"a refusal after a failure", []host{{0, "", false}, {0, refusal, false}, {0, gives("C"), false}}, "", "pullstream: errcode 100010: no stream",
			[]string{"0.00s a pullstream", "0.00s b pullstream"}, nil},
		{"all fail", []host{{time.Second, "", false}, {0, "<html>", false}, {0, "", false}}, "", "pullstream: network failure: a is unreachable",
			[]string{"0.00s a pullstream", "0.25s b pullstream", "0.25s c pullstream"}, nil},
		{"all fail, with a svrsig", []host{{0, noAnswer, false}, {10 * time.Millisecond, "", false}}, "", "pullstream: bad reply: errcode 0 without remotesdp",
			[]string{"0.00s a pullstream", "0.00s a stopstream half", "0.00s b pullstream"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := newHosts(test.hosts...)
				reply, err := h.PullStream(t.Context(), pullRequest)
				synctest.Wait()
				slices.Sort(h.log) // what happens at once may happen in any order
				h.check(t, test.calls...)
				if reply.SvrSig != test.sig {
					t.Errorf("svrsig %q, want %q", reply.SvrSig, test.sig)
				}
				if (test.err == "") != (err == nil) || err != nil && err.Error() != test.err {
					t.Errorf("error %v, want %q", err, test.err)
				}
				h.Wait()
				h.check(t, test.after...)
			})
		})
	}
}

// Whoever leaves is told at once; what has been asked is stopped none the less.
func TestHostsContext(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		limit time.Duration
		calls []string
		after []string
	}{
		"before the race": {0, nil, nil},
		"in the race": {400 * time.Millisecond, []string{"0.00s a pullstream", "0.25s b pullstream"},
			[]string{"0.60s a stopstream A", "0.85s b stopstream B"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := newHosts(host{time.Second, gives("A"), false}, host{time.Second, gives("B"), false}, host{0, gives("C"), false})
				ctx, cancel := context.WithTimeout(t.Context(), test.limit)
				defer cancel()
				reply, err := h.PullStream(ctx, pullRequest)
				if took := time.Since(h.start); took != test.limit || reply != (signal.PullStreamReply{}) {
					t.Errorf("%+v after %v", reply, took)
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
func TestHostsCancel(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHosts(host{100 * time.Millisecond, gives("A"), false}, host{0, gives("B"), false})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(50*time.Millisecond, cancel)
		_, err := h.PullStream(ctx, pullRequest)
		checkContextError(t, "pullstream", err, context.Canceled)
		h.check(t, "0.00s a pullstream")
		h.Wait()
		h.check(t, "0.05s a stopstream A")
	})
}

// The later calls of each pull go to its host, and the winner is asked first.
func TestHostsRemember(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHosts(host{never, "", false}, host{0, gives("B"), false}, host{0, gives("C"), false})
		ticket := signal.Ticket{StreamURL: pullRequest.StreamURL, SvrSig: "B"}
		calls := func(sig string) {
			t.Helper()
			ticket.SvrSig = sig
			_, switched := h.SwitchBitrate(t.Context(), signal.SwitchBitrateRequest{SvrSig: sig, Seq: 1, BitrateName: "hd"})
			for _, err := range []error{switched,
				h.ReportQuality(t.Context(), signal.QualityReport{Ticket: ticket}),
				h.ReportICEState(t.Context(), signal.ICEStateReport{Ticket: ticket}),
				h.ReportFirstFrame(t.Context(), signal.FirstFrameReport{Ticket: ticket}),
				h.StopStream(t.Context(), signal.StopStreamRequest{Ticket: ticket}),
			} {
				if err != nil {
					t.Error(err)
				}
			}
		}
		if _, err := h.PullStream(t.Context(), pullRequest); err != nil {
			t.Fatal(err)
		}
		h.check(t, "0.00s a pullstream", "0.25s b pullstream")
		if _, err := h.PullStream(t.Context(), pullRequest); err != nil {
			t.Fatal(err)
		}
		h.check(t, "0.00s b pullstream")
		calls("B")
		h.check(t, "0.00s b tabrctl B", "0.00s b reportquality B", "0.00s b reporticestate B", "0.00s b firstframeusetime B", "0.00s b stopstream B")
		calls("unknown")
		h.check(t, "0.00s b tabrctl unknown", "0.00s b reportquality unknown", "0.00s b reporticestate unknown", "0.00s b firstframeusetime unknown", "0.00s b stopstream unknown")
		h.Wait()
	})
}

// Two pulls live at once on two hosts while a stream is re-pulled.
func TestHostsKeepPullsApart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var bDead bool
		h := &hosts{start: time.Now()}
		client := func(name string, dead func() bool) *signal.Client {
			return &signal.Client{BaseURL: "https://" + name, Transport: transportFunc(
				func(ctx context.Context, req signal.Request) (signal.Response, error) {
					behaviour := host{body: gives("from " + name)}
					if dead() {
						behaviour.body = ""
					}
					return h.serve(ctx, name, behaviour, req)
				})}
		}
		h.Hosts = signal.NewHosts(client("a", func() bool { return !bDead }), client("b", func() bool { return bDead }))
		first, err := h.PullStream(t.Context(), pullRequest)
		bDead = true
		second, err2 := h.PullStream(t.Context(), pullRequest)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		h.check(t, "0.00s a pullstream", "0.00s b pullstream", "0.00s b pullstream", "0.00s a pullstream")
		for _, reply := range []signal.PullStreamReply{first, second} {
			req := signal.StopStreamRequest{Ticket: signal.Ticket{StreamURL: pullRequest.StreamURL, SvrSig: reply.SvrSig}}
			if err := h.StopStream(t.Context(), req); err != nil {
				t.Error(err)
			}
		}
		h.check(t, "0.00s b stopstream from b", "0.00s a stopstream from a")
		h.Wait()
	})
}

// What can't be stopped is told, holds nobody up, and is waited for no longer
// than 10 s.
func TestHostsStopFailed(t *testing.T) {
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
				slow := &signal.Client{Transport: transportFunc(func(ctx context.Context, req signal.Request) (signal.Response, error) {
					if strings.HasSuffix(req.URL, "stopstream") {
						<-ctx.Done()
						return signal.Response{}, ctx.Err()
					}
					time.Sleep(test.after)
					return ok(test.body), nil
				})}
				quick := &signal.Client{Transport: &fakeTransport{resp: ok(gives("B"))}}
				h := signal.NewHosts(slow, quick)
				var failures []error
				h.StopFailed = func(err error) { failures = append(failures, err) }
				start := time.Now()
				if reply, err := h.PullStream(t.Context(), pullRequest); err != nil || reply.SvrSig != "B" {
					t.Fatal(reply, err)
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

// One host is its Client: no race, and a bad reply's svrsig is the caller's.
func TestHostsOfOne(t *testing.T) { // not parallel: it counts allocations
	transport := &fakeTransport{resp: ok(`{"errcode":0,"svrsig":"SIG"}`)}
	h := signal.NewHosts(&signal.Client{Transport: transport})
	reply, err := h.PullStream(t.Context(), pullRequest)
	if !errors.Is(err, signal.ErrBadReply) || reply.SvrSig != "SIG" {
		t.Errorf("%+v, %v", reply, err)
	}
	h.Wait()
	if len(transport.got) != 1 {
		t.Errorf("%d requests", len(transport.got))
	}
	if err := h.StopStream(t.Context(), signal.StopStreamRequest{Ticket: ticket}); err != nil {
		t.Error(err)
	}
	if got := transport.got[1]; !strings.HasSuffix(got.URL, "/stopstream") || !got.KeepAlive {
		t.Errorf("%+v", got)
	}
	client := &signal.Client{Transport: transportFunc(func(context.Context, signal.Request) (signal.Response, error) {
		return ok(goodPull), nil
	})}
	alone, one := testing.AllocsPerRun(10, func() { pullAlone(client) }), signal.NewHosts(client)
	if got := testing.AllocsPerRun(10, func() { pullAlone(one) }); got != alone {
		t.Errorf("%v allocations, a Client has %v", got, alone)
	}
}

func pullAlone(p interface {
	PullStream(context.Context, signal.PullStreamRequest) (signal.PullStreamReply, error)
}) {
	_, _ = p.PullStream(context.Background(), pullRequest)
}
