package signal

import (
	"context"
	"errors"
	"strings"

	"lebplayer/signal/json"
)

// DefaultBaseURL is the server the specification names.
const DefaultBaseURL = "https://live.rtc.qq.com:8687"

// DefaultContentType keeps a browser's cross-origin POST a "simple request",
// which saves the round trip of a CORS preflight. The body is JSON regardless.
const DefaultContentType = "text/plain;charset=utf-8"

// The endpoints, in the specification's words. Their URL is
// BaseURL + "/webrtc/v1/" + endpoint.
const (
	EndpointPullStream     = "pullstream"
	EndpointStopStream     = "stopstream"
	EndpointReportQuality  = "reportquality"
	EndpointReportICEState = "reporticestate"
	EndpointFirstFrame     = "firstframeusetime"
	EndpointSwitchBitrate  = "tabrctl" // Tencent's players' word
)

const pathPrefix = "/webrtc/v1/"

// Client calls the endpoints. Set its fields before the first call and
// leave them; then it is safe for concurrent use.
//
// Every method fails with one of [*APIError], [*HTTPError], [*ReplyError] and
// [*NetworkError], or with an error that wraps the context's.
type Client struct {
	BaseURL     string // scheme, host and path prefix; "" is DefaultBaseURL
	ContentType string // "" is DefaultContentType
	Transport   Transport
}

// call is the one place where requests are written and replies are judged.
// A nil out means that only errcode matters.
func (c *Client) call(ctx context.Context, endpoint string, req json.Message, out reply, keepAlive bool) error {
	resp, err := c.Transport.Post(ctx, Request{
		URL:         c.url(endpoint),
		ContentType: orDefault(c.ContentType, DefaultContentType),
		Body:        json.Marshal(req),
		KeepAlive:   keepAlive,
	})
	switch {
	case err != nil && ctx.Err() != nil:
		return &callError{endpoint, ctx.Err()}
	case errors.Is(err, ErrReplyTooLarge) || len(resp.Body) > MaxReplySize:
		return &ReplyError{Endpoint: endpoint, Reason: "over 1 MiB", kind: ErrReplyTooLarge}
	case err != nil:
		return &NetworkError{Endpoint: endpoint, Err: err}
	case resp.Status < 200 || resp.Status > 299:
		return &HTTPError{Endpoint: endpoint, Status: resp.Status}
	}
	return decode(endpoint, resp.Body, out)
}

func (c *Client) url(endpoint string) string {
	return strings.TrimRight(orDefault(c.BaseURL, DefaultBaseURL), "/") + pathPrefix + endpoint
}

func orDefault(s, def string) string {
	if s == "" {
		return def
	}
	return s
}
