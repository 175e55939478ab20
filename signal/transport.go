package signal

import "context"

// MaxReplySize is the largest reply body accepted, in bytes. Real replies are a
// few kilobytes: an SDP answer and a signature.
const MaxReplySize = 1 << 20

// Request is one HTTP POST.
type Request struct {
	URL         string
	ContentType string
	Body        []byte
	KeepAlive   bool // the request must outlive the page that makes it (fetch's keepalive)
}

// Response is the answer to a Request, whatever its status.
type Response struct {
	Status     int    // HTTP status
	RetryAfter string // the header of that name (RFC 9110 section 10.2.3), or ""
	Body       []byte
}

// Transport carries a Request to the server. It is the only thing the client
// needs from its platform.
//
// Post returns ctx.Err() when ctx ended first, and [ErrReplyTooLarge] when the
// body exceeds [MaxReplySize]. Any other error means that no HTTP response was
// received. A status outside 2xx is not an error here.
type Transport interface {
	Post(ctx context.Context, req Request) (Response, error)
}
