package signal

import "context"

// MaxReplySize is the largest reply body that is accepted, in bytes. Real
// replies have a few kilobytes: an SDP answer and a signature.
const MaxReplySize = 64 << 10

// Request is one HTTP POST.
type Request struct {
	URL         string
	ContentType string
	Body        []byte
	KeepAlive   bool // the request has to outlive the page that makes it: fetch's keepalive
	Aside       bool // one of many requests for which nobody waits: it may take a cheaper way
}

// Response is the server's response to a Request.
type Response struct {
	Status     int    // any HTTP status
	RetryAfter string // the header of that name (RFC 9110 section 10.2.3), or ""
	Body       []byte
}

// Transport sends a Request and receives the Response. It is all that this
// package needs from its platform.
//
// Post returns ctx.Err() when ctx ended first, and [ErrReplyTooLarge] when the
// body is larger than [MaxReplySize]. Any other error means that no complete
// HTTP response was received. A status outside 2xx is not an error.
type Transport interface {
	Post(ctx context.Context, req Request) (Response, error)
}

// Farewell is a Transport whose programs may be ended before they can Post.
type Farewell interface {
	// AtEnd has a request made in the program's last moment, by something that
	// outlives it. withdraw takes that back, and reports whether it was made.
	AtEnd(req Request) (withdraw func() (made bool))
}
