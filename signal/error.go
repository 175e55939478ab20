package signal

import (
	"errors"
	"strconv"
)

// Code is an errcode: the server's own reason for a refusal. It is an error,
// so that errors.Is(err, signal.CodeInvalidClientIP) can be asked.
type Code int

const (
	// CodeInvalidClientIP: clientip is not an IP address.
	CodeInvalidClientIP Code = 100011
	// CodeStreamNotExist: no such stream. It is from the first edition of the
	// specification; later servers accept a pull of a stream that is not live.
	CodeStreamNotExist Code = 100010
	// CodeNotAllowed: this pull may not switch its bitrate. It is tabrctl's.
	CodeNotAllowed Code = 403
)

// Error gives the number.
func (c Code) Error() string { return "errcode " + strconv.Itoa(int(c)) }

// APIError is a reply with errcode ≠ 0: the server understood and refused.
type APIError struct {
	Endpoint string
	Code     Code
	Message  string // errmsg, unchanged
}

// Error gives the errcode and the errmsg, without any txSecret in it.
func (e *APIError) Error() string {
	text := e.Endpoint + ": " + e.Code.Error()
	if e.Message != "" {
		text += ": " + Redact(e.Message)
	}
	return text
}

// Unwrap gives the Code.
func (e *APIError) Unwrap() error { return e.Code }

// HTTPError is a response outside 2xx, whatever its body.
type HTTPError struct {
	Endpoint string
	Status   int
}

// Error gives the status.
func (e *HTTPError) Error() string {
	return e.Endpoint + ": HTTP status " + strconv.Itoa(e.Status)
}

// ErrBadReply is what every reply that breaks the protocol is: errors.Is finds
// it in a [*ReplyError].
var ErrBadReply = errors.New("bad reply")

// ErrReplyTooLarge is a reply over [MaxReplySize]. It is an ErrBadReply too.
var ErrReplyTooLarge error = replyTooLarge{}

type replyTooLarge struct{}

func (replyTooLarge) Error() string { return "reply too large" }
func (replyTooLarge) Unwrap() error { return ErrBadReply }

// ReplyError is a 2xx response that is not what the protocol promises.
type ReplyError struct {
	Endpoint string
	Reason   string // for people; quotes nothing of the reply
	kind     error
}

func badReply(endpoint, reason string) *ReplyError {
	return &ReplyError{Endpoint: endpoint, Reason: reason, kind: ErrBadReply}
}

// Error gives the reason.
func (e *ReplyError) Error() string { return e.Endpoint + ": bad reply: " + e.Reason }

// Unwrap gives [ErrBadReply] or [ErrReplyTooLarge].
func (e *ReplyError) Unwrap() error {
	if e.kind == nil {
		return ErrBadReply
	}
	return e.kind
}

// NetworkError is a call without a response: the server is unreachable, or the
// browser withholds what it said (CORS).
type NetworkError struct {
	Endpoint string
	Err      error // the Transport's
}

// Error gives the Transport's error, without any txSecret in it.
func (e *NetworkError) Error() string {
	return e.Endpoint + ": network failure: " + Redact(e.Err.Error())
}

// Unwrap gives the Transport's error.
func (e *NetworkError) Unwrap() error { return e.Err }

// callError says which call an error ended: the context's, in practice.
type callError struct {
	endpoint string
	err      error
}

func (e *callError) Error() string { return e.endpoint + ": " + e.err.Error() }
func (e *callError) Unwrap() error { return e.err }
