package signal_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestRace(t *testing.T) {
	t.Parallel()
	const (
		refusal  = `{"errcode":100010,"errmsg":"no stream"}`
		noAnswer = `{"errcode":0,"svrsig":"half"}`
		ms       = time.Millisecond
	)
	for _, test := range []struct {
		name  string
		hosts []host
		sig   string // of the winner
		err   string
		calls []string // until the race is over
		after []string // and thereafter
	}{
		{"one host", []host{at(0, gives("A"))}, "A", "",
			[]string{"0.00s a pullstream"}, nil},
		{"one host that is slow", []host{at(time.Second, gives("A"))}, "A", "",
			[]string{"0.00s a pullstream"}, nil},
		{"one host's bad reply", []host{at(0, noAnswer)}, "", "pullstream: bad reply: errcode 0 without remotesdp",
			[]string{"0.00s a pullstream", "0.00s a stopstream half"}, nil},

		{"the first is quick", []host{at(0, gives("A")), at(0, gives("B"))}, "A", "",
			[]string{"0.00s a pullstream"}, nil},
		{"the second is quicker", []host{at(never, gives("A")), at(100*ms, gives("B")), at(0, gives("C"))}, "B", "",
			[]string{"0.00s a pullstream", "0.25s b pullstream"}, []string{"9.65s a cancelled"}},
		{"the first is late", []host{at(time.Second, gives("A")), at(400*ms, gives("B"))}, "B", "",
			[]string{"0.00s a pullstream", "0.25s b pullstream"}, []string{"0.35s a stopstream A"}},
		{"the first still wins", []host{at(300*ms, gives("A")), at(400*ms, gives("B"))}, "A", "",
			[]string{"0.00s a pullstream", "0.25s b pullstream"}, []string{"0.35s b stopstream B"}},
		{"all are asked", []host{at(time.Second, gives("A")), at(time.Second, gives("B")), at(10*ms, gives("C"))}, "C", "",
			[]string{"0.00s a pullstream", "0.25s b pullstream", "0.50s c pullstream"},
			[]string{"0.49s a stopstream A", "0.74s b stopstream B"}},
		{"a failure starts the next", []host{at(100*ms, ""), at(300*ms, gives("B")), at(time.Second, gives("C"))}, "B", "",
			[]string{"0.00s a pullstream", "0.10s b pullstream", "0.35s c pullstream"}, []string{"0.95s c stopstream C"}},
		{"so does a bad reply", []host{at(0, "<html>"), at(0, gives("B"))}, "B", "",
			[]string{"0.00s a pullstream", "0.00s b pullstream"}, nil},
		{"a bad reply with a svrsig", []host{at(0, noAnswer), at(time.Second, gives("B"))}, "B", "",
			[]string{"0.00s a pullstream", "0.00s b pullstream", "1.00s a stopstream half"}, nil},
		{"a late bad reply with a svrsig", []host{at(time.Second, noAnswer), at(0, gives("B"))}, "B", "",
			[]string{"0.00s a pullstream", "0.25s b pullstream"}, []string{"0.75s a stopstream half"}},
		{"one svrsig from two hosts", []host{at(time.Second, gives("B")), at(0, gives("B"))}, "B", "",
			[]string{"0.00s a pullstream", "0.25s b pullstream"}, nil},
		{"one svrsig from two hosts, first in a bad reply", []host{at(0, noAnswer), at(0, gives("half"))}, "half", "",
			[]string{"0.00s a pullstream", "0.00s b pullstream"}, nil},
		{"later than a cancelled call can be", []host{{after: never, body: gives("A"), deaf: true}, at(0, gives("B"))}, "B", "",
			[]string{"0.00s a pullstream", "0.25s b pullstream"}, []string{"9.75s a cancelled", "9.75s a stopstream A"}},

		{"a refusal is final", []host{at(time.Second, gives("A")), at(0, refusal), at(0, gives("C"))}, "", "pullstream: errcode 100010: no stream",
			[]string{"0.00s a pullstream", "0.25s b pullstream"}, []string{"0.75s a stopstream A"}},
		{"a refusal after a failure", []host{at(0, ""), at(0, refusal), at(0, gives("C"))}, "", "pullstream: errcode 100010: no stream",
			[]string{"0.00s a pullstream", "0.00s b pullstream"}, nil},
		{"all fail", []host{at(time.Second, ""), at(0, "<html>"), at(0, "")}, "", "pullstream: network failure: a is unreachable",
			[]string{"0.00s a pullstream", "0.25s b pullstream", "0.25s c pullstream"}, nil},
		{"all fail, with a svrsig", []host{at(0, noAnswer), at(10*ms, "")}, "", "pullstream: bad reply: errcode 0 without remotesdp",
			[]string{"0.00s a pullstream", "0.00s b pullstream", "0.01s a stopstream half"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := newHosts(test.hosts...)
				stream, err := h.PullStream(t.Context(), pullRequest)
				synctest.Wait()
				h.check(t, test.calls...)
				if (test.err == "") != (err == nil) || err != nil && err.Error() != test.err {
					t.Errorf("error %v, want %q", err, test.err)
				}
				h.Wait()
				h.check(t, test.after...)
				if test.sig == "" {
					if stream != nil {
						t.Error("a stream with an error")
					}
					return
				}
				if err := stream.Stop(t.Context()); err != nil {
					t.Fatal(err)
				}
				if got := h.log[0]; got[len("0.00s a stopstream "):] != test.sig {
					t.Errorf("the stream's stop is %q, want that of %q", got, test.sig)
				}
			})
		})
	}
}

// When all hosts fail, one that may answer later gives more hope than one that
// will not, and the first host knows best.
func TestMostHopefulFailure(t *testing.T) {
	t.Parallel()
	gone, busy, limited, down, html := host{status: 404}, host{status: 503}, host{status: 429}, host{}, at(0, "<html>")
	late := host{after: 300 * time.Millisecond, status: 500}
	for _, test := range []struct {
		name  string
		hosts []host
		want  string
	}{
		{"the only one's", []host{gone}, "HTTP status 404"},
		{"busy beats gone", []host{gone, busy}, "HTTP status 503"},
		{"whichever is first", []host{busy, gone}, "HTTP status 503"},
		{"so do too many requests", []host{gone, limited}, "HTTP status 429"},
		{"and a time-out on the way", []host{gone, {status: 408}}, "HTTP status 408"},
		{"and the network", []host{gone, down}, "network failure: b is unreachable"},
		{"and a bad reply", []host{gone, html}, "bad reply: not a JSON object"},
		{"and silence", []host{gone, at(never, "")}, "context deadline exceeded"},
		{"the first of equals", []host{gone, busy, down}, "HTTP status 503"},
		{"the first asked, not the first to answer", []host{late, down}, "HTTP status 500"},
		{"the first of those without hope", []host{gone, {status: 401}}, "HTTP status 404"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := newHosts(test.hosts...)
				_, err := h.PullStream(t.Context(), pullRequest)
				if err == nil || err.Error() != "pullstream: "+test.want {
					t.Errorf("got %v, want %s", err, test.want)
				}
				h.Wait()
			})
		})
	}
}

// No two hosts are asked with one sessionid, and the stream knows its own.
func TestSessionIDs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHosts(at(0, ""), at(0, gives("B")), at(0, gives("C")))
		for _, want := range []struct {
			asked []string
			id    string
		}{
			{[]string{"a demo_1234", "b demo_1234.2"}, "demo_1234.2"},
			{[]string{"b demo_1234"}, "demo_1234"}, // the winner is asked first
		} {
			h.sessionIDs = nil
			stream, err := h.PullStream(t.Context(), pullRequest)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(h.sessionIDs, want.asked) || stream.SessionID() != want.id {
				t.Errorf("asked %q, got %q; want %q, %q", h.sessionIDs, stream.SessionID(), want.asked, want.id)
			}
		}
		h.Wait()
	})
}
