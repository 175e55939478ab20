package session

import (
	"context"
	"time"

	"lebplayer/signal"
)

// askURL asks the caller for the URL to pull, where that may change, and checks it.
func (p *pull) askURL(ctx context.Context) error {
	url, ask := p.url.Load().url, p.url.Load().ask
	if ask != nil {
		var err error
		if url, err = ask(ctx); err != nil {
			if e := AsError(err); e.Code != CodeInternal {
				return e
			}
			return fail(CodeURLFailed, "the function that gives the stream's URL failed", err)
		}
	}
	if _, err := signal.ParseStreamURL(url); err != nil {
		return AsError(err)
	}
	p.url.Store(&wireURL{url: url, ask: ask})
	return nil
}

// expiry returns the sentence that the pull's URL has expired, or "" for one that is
// still good, or does not say until when it is.
func (p *pull) expiry() string {
	u, _ := signal.ParseStreamURL(p.url.Load().url) // has been parsed before
	at, known := u.Expiry()
	if ago := p.session.wall(time.Now()).Sub(at) / time.Second * time.Second; known && ago > 0 {
		return "by its txTime the stream's URL expired " + ago.String() + " ago"
	}
	return ""
}

// warnExpired tells the page, once in a play, that the pull's URL has expired. The
// server decides whether that matters.
func (p *pull) warnExpired(ctx context.Context) {
	s := p.session
	if expired := p.expiry(); expired != "" && !s.expired.Swap(true) {
		s.tellDuring(ctx, Warning{&Error{Code: CodeURLExpired, Message: expired}})
	}
}

// explained returns the failure of pullstream, which an expired URL may explain.
func (p *pull) explained(err error) error {
	e := AsError(err)
	if expired := p.expiry(); expired != "" && !e.Retryable() {
		e.Message += "; " + expired
	}
	return e
}
