package signal

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Code is an errcode, by which the server says why it refuses. It is an error,
// so that errors.Is(err, signal.CodeInvalidClientIP) works. It may be larger
// than TinyGo's int of 32 bits.
type Code int64

const (
	// CodeInvalidClientIP says that clientip is not an IP address.
	CodeInvalidClientIP Code = 100011
	// CodeStreamNotExist says that there is no such stream. It is from the
	// specification's first edition; later servers accept a pull of a stream
	// that is not live.
	CodeStreamNotExist Code = 100010
	// CodeNotAllowed says, in reply to tabrctl, that this pull may not switch
	// its bitrate.
	CodeNotAllowed Code = 403
)

// Error returns the number.
func (c Code) Error() string { return "errcode " + strconv.FormatInt(int64(c), 10) }

// CallError is what every failed call returns. It wraps one of [*APIError],
// [*HTTPError], [*ReplyError] and [*NetworkError], or the context's error.
type CallError struct {
	Endpoint string
	Err      error
}

// Error returns the endpoint and the reason.
func (e *CallError) Error() string { return e.Endpoint + ": " + e.Err.Error() }

// Unwrap returns the reason.
func (e *CallError) Unwrap() error { return e.Err }

// Temporary reports whether the call that failed with err may succeed later,
// unchanged: it met the network, a busy or failing server, or something on the
// way that does not speak the protocol. A server that has refused with an
// errcode will refuse again.
func Temporary(err error) bool {
	if _, refused := errors.AsType[*APIError](err); refused {
		return false
	}
	if e, ok := errors.AsType[*HTTPError](err); ok {
		return e.Status >= 500 || e.Status == 408 || e.Status == 429
	}
	return true
}

// APIError is a reply with errcode ≠ 0: the server understood and refused.
type APIError struct {
	Code    Code
	Message string // errmsg, unchanged up to 4 KiB
	svrsig  string // of the stream, if it has one
}

// Error returns the errcode and the first KiB of the errmsg, without any txSecret
// or svrsig in it.
func (e *APIError) Error() string {
	text, message := e.Code.Error(), e.Message
	if e.svrsig != "" {
		message = strings.ReplaceAll(message, e.svrsig, redacted)
	}
	if message != "" {
		text += ": " + Cut(Redact(message), MaxWords)
	}
	return text
}

// Is reports whether target is the errcode.
func (e *APIError) Is(target error) bool {
	code, ok := target.(Code)
	return ok && code == e.Code
}

// HTTPError is a response outside 2xx, whatever its body.
type HTTPError struct {
	Status     int
	RetryAfter time.Duration // asked for by the server; 0: not, or not in seconds; at most an hour
}

// Error returns the status.
func (e *HTTPError) Error() string { return "HTTP status " + strconv.Itoa(e.Status) }

// ErrBadReply is matched by every reply that breaks the protocol: errors.Is
// finds it in a [*ReplyError].
var ErrBadReply = errors.New("bad reply")

// ErrReplyTooLarge is a reply over [MaxReplySize]. It is an ErrBadReply too.
var ErrReplyTooLarge error = replyTooLarge{}

type replyTooLarge struct{}

func (replyTooLarge) Error() string { return "reply too large" }
func (replyTooLarge) Unwrap() error { return ErrBadReply }

// ReplyError is a 2xx response that breaks the protocol.
type ReplyError struct {
	Reason string // for people; quotes nothing of the reply
	kind   error
}

func badReply(reason string) *ReplyError { return &ReplyError{Reason: reason, kind: ErrBadReply} }

// Error returns the reason.
func (e *ReplyError) Error() string { return "bad reply: " + e.Reason }

// Unwrap returns [ErrBadReply] or [ErrReplyTooLarge].
func (e *ReplyError) Unwrap() error {
	if e.kind == nil {
		return ErrBadReply
	}
	return e.kind
}

// NetworkError is a call without a response: the server is unreachable, or the
// browser withholds the response (CORS).
type NetworkError struct {
	Err error // the Transport's
}

// Error returns the Transport's error, without any txSecret in it.
func (e *NetworkError) Error() string { return "network failure: " + Redact(e.Err.Error()) }

// Unwrap returns the Transport's error.
func (e *NetworkError) Unwrap() error { return e.Err }
