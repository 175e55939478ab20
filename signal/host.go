package signal

import (
	"context"
	"errors"
	"strings"
	"time"

	"lebplayer/signal/internal/ascii"
	"lebplayer/signal/internal/json"
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

// Host is one server of the service. Set its fields before the first call and
// do not change them; then it is safe for concurrent use.
type Host struct {
	BaseURL     string // scheme, host and path prefix (IsBaseURL); "" is DefaultBaseURL
	ContentType string // "" is DefaultContentType
	Transport   Transport
}

// IsBaseURL reports whether url can be a BaseURL: an absolute URL of https or
// http. A browser would take any other text for a path on the page's own
// server, and send the stream's secret there.
func IsBaseURL(url string) bool {
	scheme, rest, _ := strings.Cut(url, "://")
	return (ascii.EqualFold(scheme, "https") || ascii.EqualFold(scheme, "http")) && rest != "" && !strings.HasPrefix(rest, "/")
}

// call posts a request and reads the reply, into pull if that is not nil: see
// decode. Every error is a [*CallError].
func (h *Host) call(ctx context.Context, endpoint string, req json.Message, pull *PullStreamReply, keepAlive bool) error {
	if err := h.post(ctx, endpoint, req, pull, keepAlive); err != nil {
		return &CallError{Endpoint: endpoint, Err: err}
	}
	return nil
}

// post is call without the endpoint in its errors.
func (h *Host) post(ctx context.Context, endpoint string, req json.Message, pull *PullStreamReply, keepAlive bool) error {
	resp, err := h.Transport.Post(ctx, h.request(endpoint, req, keepAlive))
	switch {
	case err != nil && ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, ErrReplyTooLarge) || len(resp.Body) > MaxReplySize:
		return &ReplyError{Reason: "over 64 KiB", kind: ErrReplyTooLarge}
	case err != nil:
		return &NetworkError{Err: err}
	case resp.Status < 200 || resp.Status > 299:
		return &HTTPError{Status: resp.Status, RetryAfter: retryAfter(resp.RetryAfter)}
	}
	return decode(resp.Body, pull)
}

// retryAfter reads the header of that name in its form of seconds. A date, the
// other form, is 0: clocks differ.
func retryAfter(header string) time.Duration {
	const most = 60 * 60
	seconds, _ := digits(header, most)
	return time.Duration(seconds) * time.Second
}

func (h *Host) request(endpoint string, req json.Message, keepAlive bool) Request {
	return Request{
		URL:         h.url(endpoint),
		ContentType: orDefault(h.ContentType, DefaultContentType),
		Body:        json.Marshal(req),
		KeepAlive:   keepAlive,
		Aside:       endpoint == EndpointReportQuality,
	}
}

func (h *Host) url(endpoint string) string {
	return strings.TrimRight(orDefault(h.BaseURL, DefaultBaseURL), "/") + pathPrefix + endpoint
}

func orDefault(s, def string) string {
	if s == "" {
		return def
	}
	return s
}
