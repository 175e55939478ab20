package session_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

// service is a LEB service of several hosts, as a signal.Transport. It records which
// svrsig each host has issued, and which have been stopped.
type service struct {
	mu       sync.Mutex
	pull     map[string]behaviour // by host
	stop     behaviour
	bitrate  behaviour
	report   behaviour
	issued   map[string]string // svrsig: its host
	stopped  map[string]int    // svrsig: successful stopstreams at its host
	sessions map[string]int    // sessionid: pullstreams with it
	pulls    int
	problems []string
}

// behaviour is the way in which a host answers.
type behaviour struct {
	answer answer
	after  time.Duration
}

type answer int

const (
	good    answer = iota
	hang           // none, until the caller's context ends
	drop           // no HTTP response
	busy           // 503
	gone           // 404
	refuse         // errcode ≠ 0
	half           // a svrsig, but no SDP answer
	garbled        // not JSON
)

func newService() *service {
	return &service{pull: map[string]behaviour{}, issued: map[string]string{}, stopped: map[string]int{}, sessions: map[string]int{}}
}

// hosts returns a client of n hosts of the service.
func (s *service) hosts(n int) *signal.Hosts {
	var hosts []*signal.Host
	for i := range n {
		hosts = append(hosts, &signal.Host{BaseURL: fmt.Sprintf("https://host%d", i), Transport: s})
	}
	return signal.NewHosts(hosts...)
}

// set changes how the service answers from now on.
func (s *service) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

// Post implements signal.Transport.
func (s *service) Post(ctx context.Context, r signal.Request) (signal.Response, error) {
	host, endpoint, _ := strings.Cut(strings.TrimPrefix(r.URL, "https://"), "/webrtc/v1/")
	var body struct{ StreamURL, SessionID, SvrSig string }
	if err := json.Unmarshal(r.Body, &body); err != nil {
		s.problem("a request is not JSON")
	}
	s.mu.Lock()
	b := s.behaviourOf(host, endpoint)
	s.mu.Unlock()
	if b.answer == hang {
		<-ctx.Done()
		return signal.Response{}, ctx.Err()
	}
	select {
	case <-ctx.Done():
		return signal.Response{}, ctx.Err()
	case <-time.After(b.after):
	}
	switch b.answer {
	case drop:
		return signal.Response{}, errors.New("connection refused")
	case busy:
		return signal.Response{Status: 503}, nil
	case gone:
		return signal.Response{Status: 404}, nil
	case refuse:
		return reply(map[string]any{"errcode": 100010, "errmsg": "no"})
	case garbled:
		return signal.Response{Status: 200, Body: []byte("<html>")}, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch endpoint {
	case signal.EndpointPullStream:
		return s.issue(host, body.SessionID, b.answer == half)
	case signal.EndpointStopStream:
		if s.issued[body.SvrSig] == host {
			s.stopped[body.SvrSig]++
		} else {
			s.problems = append(s.problems, "a svrsig was stopped at another host than its own")
		}
	}
	return reply(map[string]any{"errcode": 0, "errmsg": ""})
}

func (s *service) behaviourOf(host, endpoint string) behaviour {
	switch endpoint {
	case signal.EndpointPullStream:
		s.pulls++
		return s.pull[host]
	case signal.EndpointStopStream:
		return s.stop
	case signal.EndpointSwitchBitrate:
		return s.bitrate
	default:
		return s.report
	}
}

// issue returns a reply with a new svrsig, without an SDP answer if half is true.
func (s *service) issue(host, sessionID string, half bool) (signal.Response, error) {
	if s.sessions[sessionID]++; s.sessions[sessionID] > 1 {
		s.problems = append(s.problems, "two pulls have one sessionid")
	}
	svrsig := fmt.Sprintf("sig-%d", len(s.issued)+1)
	s.issued[svrsig] = host
	answer := map[string]any{"errcode": 0, "errmsg": "", "svrsig": svrsig}
	if !half {
		answer["remotesdp"] = map[string]any{"type": "answer", "sdp": answerSDP}
	}
	return reply(answer)
}

func reply(body map[string]any) (signal.Response, error) {
	text, err := json.Marshal(body)
	return signal.Response{Status: 200, Body: text}, err
}

func (s *service) problem(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.problems = append(s.problems, text)
}

// signalling is session.Signalling on signal.Hosts.
type signalling struct{ *signal.Hosts }

func (s signalling) PullStream(ctx context.Context, r signal.PullStreamRequest) (session.Stream, error) {
	stream, err := s.Hosts.PullStream(ctx, r)
	if err != nil {
		return nil, err
	}
	return stream, nil
}
