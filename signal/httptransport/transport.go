// Package httptransport sends LEB signalling over net/http, for native programs.
// The player in a page uses fetch: net/http would more than double its download.
package httptransport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"

	"lebplayer/signal"
)

// Transport is a [signal.Transport] on an [http.Client]. The zero value uses
// http.DefaultClient.
type Transport struct {
	Client *http.Client
}

var _ signal.Transport = Transport{}

// Post implements signal.Transport. It ignores KeepAlive, since there is no page
// to outlive.
func (t Transport) Post(ctx context.Context, req signal.Request) (signal.Response, error) {
	resp, err := t.post(ctx, req)
	if err != nil && ctx.Err() != nil {
		return signal.Response{}, ctx.Err()
	}
	return resp, withoutURL(err)
}

func (t Transport) post(ctx context.Context, req signal.Request) (signal.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, req.URL, bytes.NewReader(req.Body))
	if err != nil {
		return signal.Response{}, err
	}
	r.Header.Set("Content-Type", req.ContentType)
	client := t.Client
	if client == nil {
		client = http.DefaultClient
	}
	resp, err := client.Do(r)
	if err != nil {
		return signal.Response{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, signal.MaxReplySize+1))
	if err != nil {
		return signal.Response{}, err
	}
	if len(body) > signal.MaxReplySize {
		return signal.Response{Status: resp.StatusCode}, signal.ErrReplyTooLarge
	}
	return signal.Response{Status: resp.StatusCode, RetryAfter: resp.Header.Get("Retry-After"), Body: body}, nil
}

// withoutURL returns the cause of an error of net/http, without the URL that its
// text has, and which may hold secrets.
func withoutURL(err error) error {
	var withURL *url.Error
	if errors.As(err, &withURL) {
		return withURL.Err
	}
	return err
}
