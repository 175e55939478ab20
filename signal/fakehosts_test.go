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
	"time"

	"lebplayer/signal"
)

// hosts are several fake servers and what happens at them: "0.00s a pullstream".
type hosts struct {
	*signal.Hosts
	start time.Time

	mu         sync.Mutex
	log        []string
	sessionIDs []string // of the pulls
}

// host is how a host answers a pullstream.
type host struct {
	after  time.Duration
	body   string // "" is a network failure
	status int    // 0 is 200
	// deaf: the reply comes even though the call is cancelled.
	deaf bool
}

const never = time.Hour

func gives(svrsig string) string { return pullReply(`{"type":"answer","sdp":"v=0"}`, `"`+svrsig+`"`) }

// at is a host that answers after a while.
func at(after time.Duration, body string) host { return host{after: after, body: body} }

// newHosts are called a, b, c, in the order given.
func newHosts(hostList ...host) *hosts {
	h := &hosts{start: time.Now()}
	var list []*signal.Host
	for i, host := range hostList {
		name := string(rune('a' + i))
		list = append(list, &signal.Host{BaseURL: "https://" + name, Transport: transportFunc(
			func(ctx context.Context, req signal.Request) (signal.Response, error) {
				return h.serve(ctx, name, host, req)
			})})
	}
	h.Hosts = signal.NewHosts(list...)
	return h
}

func (h *hosts) serve(ctx context.Context, name string, host host, req signal.Request) (signal.Response, error) {
	call := name + " " + path.Base(req.URL)
	if sig := member(req.Body, "svrsig"); sig != "" {
		call += " " + sig
	}
	h.happens(call)
	if !strings.HasSuffix(req.URL, "pullstream") {
		return ok(`{"errcode":0}`), nil
	}
	h.mu.Lock()
	h.sessionIDs = append(h.sessionIDs, name+" "+member(req.Body, "sessionid"))
	h.mu.Unlock()
	select {
	case <-time.After(host.after):
	case <-ctx.Done():
		h.happens(name + " cancelled")
		if !host.deaf {
			return signal.Response{}, ctx.Err()
		}
	}
	if host.body == "" && host.status == 0 {
		return signal.Response{}, errors.New(name + " is unreachable")
	}
	return signal.Response{Status: max(host.status, 200), Body: []byte(host.body)}, nil
}

// member reads a text of a request.
func member(body []byte, name string) string {
	_, text, _ := strings.Cut(string(body), `"`+name+`":"`)
	text, _, _ = strings.Cut(text, `"`)
	return text
}

func (h *hosts) happens(what string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.log = append(h.log, fmt.Sprintf("%.2fs %s", time.Since(h.start).Seconds(), what))
}

// check compares all that has happened since the last check. What happens at
// once may happen in any order.
func (h *hosts) check(t *testing.T, want ...string) {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	slices.Sort(h.log)
	if !slices.Equal(h.log, want) {
		t.Errorf("calls\n got %q\nwant %q", h.log, want)
	}
	h.log, h.start = nil, time.Now()
}
