package signal_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/httptransport"
	"lebplayer/signal/signaltest"
)

// A pull, from asking for the stream to stopping it.
func Example() {
	server := httptest.NewServer(&signaltest.Handler{}) // in place of Tencent's
	defer server.Close()

	hosts := signal.NewHosts(&signal.Host{BaseURL: server.URL, Transport: httptransport.Transport{}})
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()

	stream, err := hosts.PullStream(ctx, signal.PullStreamRequest{
		StreamURL:  "webrtc://example.com/live/demo",
		SessionID:  "demo_1234",
		ClientInfo: "example_linux_demo1.0",
		LocalSDP:   signal.SessionDescription{Type: "offer", SDP: "v=0\r\n"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("answered:", stream.Answer() != "")
	fmt.Println("stopped:", stream.Stop(ctx) == nil)
	// Output:
	// answered: true
	// stopped: true
}

// The server's own reasons can be told apart, and its words reach the caller.
func ExampleAPIError() {
	server := httptest.NewServer(&signaltest.Handler{})
	defer server.Close()

	hosts := signal.NewHosts(&signal.Host{BaseURL: server.URL, Transport: httptransport.Transport{}})
	_, err := hosts.PullStream(context.Background(), signal.PullStreamRequest{
		StreamURL:  "webrtc://example.com/live/demo",
		SessionID:  "demo_1234",
		ClientInfo: "example_linux_demo1.0",
		LocalSDP:   signal.SessionDescription{Type: "offer", SDP: "v=0\r\n"},
		ClientIP:   "not an address",
	})
	var refusal *signal.APIError
	if errors.As(err, &refusal) {
		fmt.Println(refusal.Code, "-", refusal.Message)
	}
	fmt.Println(errors.Is(err, signal.CodeInvalidClientIP))
	// Output:
	// errcode 100011 - invalid clientip
	// true
}

func ExampleParseStreamURL() {
	u, err := signal.ParseStreamURL("webrtc://example.com/live/demo?txSecret=0a1b&txTime=65f0")
	fmt.Println(u.Host, u.App, u.StreamID, err)
	fmt.Println(signal.Redact(u.String()))

	_, err = signal.ParseStreamURL("rtmp://example.com/live/demo")
	fmt.Println(err)
	// Output:
	// example.com live demo <nil>
	// webrtc://example.com/live/demo?***
	// bad stream URL: it does not start with webrtc://
}
