package signal_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
)

// A stream is stopped once, however often that is asked for.
func TestStopOnlyOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var under, stops atomic.Int32
		stream := pulled(t, &signal.Host{Transport: transportFunc(func(context.Context, signal.Request) (signal.Response, error) {
			if under.Add(1) > 1 {
				t.Error("two stops at a time")
			}
			time.Sleep(time.Second)
			under.Add(-1)
			if stops.Add(1) == 1 {
				return signal.Response{Status: 503}, nil
			}
			return ok(`{"errcode":0}`), nil
		})})
		var failures atomic.Int32
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() {
				if stream.Stop(t.Context()) != nil {
					failures.Add(1)
				}
			})
		}
		all.Wait()
		if err := stream.Stop(t.Context()); err != nil || stops.Load() != 2 || failures.Load() != 1 {
			t.Errorf("%d stops, %d failures, then %v; want a failure, a success and no more", stops.Load(), failures.Load(), err)
		}
	})
}

// A stop that waits for another one ends with its own context.
func TestStopContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		stream := pulled(t, &signal.Host{Transport: transportFunc(func(ctx context.Context, _ signal.Request) (signal.Response, error) {
			<-ctx.Done()
			return signal.Response{}, ctx.Err()
		})})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		go func() { _ = stream.Stop(ctx) }()
		synctest.Wait()
		start := time.Now()
		ctx, cancel = context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := stream.Stop(ctx)
		checkContextError(t, "stopstream", err, context.DeadlineExceeded)
		if took := time.Since(start); took != time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

// Errors name their call by themselves.
func TestCallErrorNamesTheEndpoint(t *testing.T) {
	t.Parallel()
	for _, call := range calls {
		err := call.do(t, t.Context(), &signal.Host{Transport: &fakeTransport{resp: signal.Response{Status: 500}}})
		failed, ok := errors.AsType[*signal.CallError](err)
		if !ok || failed.Endpoint != call.endpoint {
			t.Errorf("%s: %#v", call.endpoint, err)
		}
	}
}

// TestEchoedSvrSig: a svrsig that a server writes into its errmsg is not in the
// error's text, whatever stands around it.
func TestEchoedSvrSig(t *testing.T) {
	transport := &fakeTransport{resp: signal.Response{Status: 200, Body: []byte(pullReply(goodAnswer, goodSig))}}
	stream, err := signal.NewHosts(&signal.Host{Transport: transport}).PullStream(t.Context(), pullRequest)
	if err != nil {
		t.Fatal(err)
	}
	transport.resp.Body = []byte(`{"errcode":5,"errmsg":"no stream ` + secretSig + `!"}`)
	for _, err := range []error{
		stream.ReportQuality(t.Context(), signal.QualityReport{}), stream.SwitchBitrate(t.Context(), "hd"), stream.Stop(t.Context()),
	} {
		if text := err.Error(); strings.Contains(text, secretSig) || !strings.Contains(text, "no stream ***!") {
			t.Error(text)
		}
	}
	transport.resp.Body = []byte(`{"errcode":5,"errmsg":"no stream ` + secretSig + `!","svrsig":` + goodSig + `}`)
	if _, err := signal.NewHosts(&signal.Host{Transport: transport}).PullStream(t.Context(), pullRequest); strings.Contains(err.Error(), secretSig) {
		t.Error(err)
	}
}

// farewell is a transport whose program may end.
type farewell struct {
	fakeTransport
	ready     []signal.Request
	made      bool
	withdrawn int
}

func (f *farewell) AtEnd(req signal.Request) func() bool {
	f.ready = append(f.ready, req)
	return func() bool { f.withdrawn++; return f.made }
}

// The stopstream of a program's end is ready while the stream runs, and is the same
// request as that of Stop, which makes none if that one was made.
func TestFarewell(t *testing.T) {
	t.Parallel()
	for _, made := range []bool{false, true} {
		transport := &farewell{fakeTransport: fakeTransport{resp: ok(goodPull)}, made: made}
		stream, err := signal.NewHosts(&signal.Host{Transport: transport}).PullStream(t.Context(), pullRequest)
		if err != nil || len(transport.ready) != 1 || transport.withdrawn != 0 {
			t.Fatalf("%v; %d requests are ready, %d withdrawn", err, len(transport.ready), transport.withdrawn)
		}
		want := transport.ready
		if made {
			want = nil
		}
		transport.got = nil
		if err := stream.Stop(t.Context()); err != nil || !reflect.DeepEqual(transport.got, want) || transport.withdrawn != 1 {
			t.Errorf("made %v: %v; sent %+v, want %+v; %d withdrawn", made, err, transport.got, want, transport.withdrawn)
		}
	}
}
