package signaltest_test

import (
	"context"
	"errors"
	"testing"

	"lebplayer/signal"
	"lebplayer/signal/signaltest"
)

const bitratesURL = "webrtc://example.com/live/demo?txSecret=hunter2&tabr_bitrates=hd,sd&tabr_start_bitrate=hd"

// switchingBackend is a Backend that implements BitrateSwitcher.
type switchingBackend struct {
	fakeBackend
	ticket  signal.Ticket
	bitrate string
	refuse  error
}

func (b *switchingBackend) SwitchBitrate(_ context.Context, ticket signal.Ticket, bitrate string) error {
	b.ticket, b.bitrate = ticket, bitrate
	return b.refuse
}

func TestSwitchBitrate(t *testing.T) {
	t.Parallel()
	notAllowed := &signal.APIError{Code: signal.CodeNotAllowed, Message: "not today"}
	for _, test := range []struct {
		name    string
		backend signaltest.Backend
		url     string
		bitrate string
		want    error
	}{
		{"no backend", nil, bitratesURL, "sd", nil},
		{"backend without bitrates", &fakeBackend{}, bitratesURL, "sd", nil},
		{"backend with bitrates", &switchingBackend{}, bitratesURL, "sd", nil},
		{"backend that refuses", &switchingBackend{refuse: notAllowed}, bitratesURL, "sd", signal.CodeNotAllowed},
		{"backend that fails", &switchingBackend{refuse: errors.New("no")}, bitratesURL, "sd", signaltest.CodeInternal},
		{"unknown bitrate", &switchingBackend{}, bitratesURL, "ld", signal.CodeNotAllowed},
		{"stream without bitrates", &switchingBackend{}, stream, "hd", signal.CodeNotAllowed},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			h := &signaltest.Handler{Backend: test.backend}
			_, client := serve(t, h)
			req := pullRequest()
			req.StreamURL = test.url
			pulled, err := client.PullStream(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			if err := pulled.SwitchBitrate(t.Context(), test.bitrate); !errors.Is(err, test.want) {
				t.Errorf("%v, want %v", err, test.want)
			}
			call := h.Calls()[1]
			if call.Endpoint != "tabrctl" || call.Problem != "" || call.Status != 200 || call.Stream != signaltest.HideSignature(test.url) {
				t.Errorf("recorded %+v", call)
			}
			if b, ok := test.backend.(*switchingBackend); ok {
				want := signal.Ticket{StreamURL: test.url, SvrSig: "sig-1"}
				if called := test.bitrate == "sd"; called != (b.ticket == want && b.bitrate == "sd") {
					t.Errorf("the backend was called with %+v, %q", b.ticket, b.bitrate)
				}
			}
		})
	}
}

func TestSwitchBitrateAfterStop(t *testing.T) {
	t.Parallel()
	h := &signaltest.Handler{}
	_, client := serve(t, h)
	pulled := pull(t, client)
	if err := pulled.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	err := pulled.SwitchBitrate(t.Context(), "hd")
	if status, ok := errors.AsType[*signal.HTTPError](err); !ok || status.Status != 400 {
		t.Errorf("%v", err)
	}
	if problem := h.Calls()[2].Problem; problem != "svrsig is already stopped" {
		t.Errorf("problem %q", problem)
	}
}

// TestFaultOfSwitchBitrate checks that the hook receives the stream URL of a
// call without one.
func TestFaultOfSwitchBitrate(t *testing.T) {
	t.Parallel()
	_, client := serve(t, &signaltest.Handler{Fault: func(endpoint, streamURL string) *signaltest.Fault {
		if endpoint == signal.EndpointSwitchBitrate && streamURL == stream {
			return &signaltest.Fault{Status: 503}
		}
		return nil
	}})
	err := pull(t, client).SwitchBitrate(t.Context(), "hd")
	if status, ok := errors.AsType[*signal.HTTPError](err); !ok || status.Status != 503 {
		t.Errorf("%v", err)
	}
}
