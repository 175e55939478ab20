package session

import (
	"context"
	"errors"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session/recovery"
)

// ErrorCode is the stable name of what went wrong, for programs. The same
// strings are used by the TypeScript API (LEBError.code) and in the
// documentation.
type ErrorCode string

// The error codes. The first two are given by the JavaScript shell as well,
// before any Go runs.
const (
	CodeUnsupported  ErrorCode = "unsupported"    // the browser lacks WebRTC or WebAssembly
	CodeWASMLoad     ErrorCode = "wasm-load"      // the module could not be loaded
	CodeBadOption    ErrorCode = "bad-option"     // an option has the wrong type or value
	CodeBadStreamURL ErrorCode = "bad-stream-url" // not webrtc://host/path/stream_id
	CodeURLFailed    ErrorCode = "url-failed"     // the caller's function gave no URL
	CodeURLExpired   ErrorCode = "url-expired"    // the URL is no longer good: a warning
	CodeNetwork      ErrorCode = "network"        // no answer: refused, offline, or forbidden by CORS
	CodeHTTPStatus   ErrorCode = "http-status"    // an answer outside 2xx
	CodeBadReply     ErrorCode = "bad-reply"      // an answer that is not the protocol's
	CodeRefused      ErrorCode = "refused"        // errcode ≠ 0
	CodeNegotiation  ErrorCode = "negotiation"    // the browser would not make the offer or take the answer, or that is a bad one; as a Warning: it had to be mended
	CodeICEFailed    ErrorCode = "ice-failed"     // no connection to the media server, or it broke
	CodeClosed       ErrorCode = "closed"         // the server ended the connection
	CodeNoMedia      ErrorCode = "no-media"       // connected, but no media arrives
	CodeDecodeFailed ErrorCode = "decode-failed"  // video arrives, but no frame can be decoded
	CodeTimeout      ErrorCode = "timeout"        // the start took longer than allowed
	CodeAborted      ErrorCode = "aborted"        // stopped before the first frame
	CodeInternal     ErrorCode = "internal"       // a defect of the player
)

// ErrorCodes lists every ErrorCode.
func ErrorCodes() []ErrorCode {
	return []ErrorCode{CodeUnsupported, CodeWASMLoad, CodeBadOption, CodeBadStreamURL, CodeURLFailed, CodeURLExpired, CodeNetwork,
		CodeHTTPStatus, CodeBadReply, CodeRefused, CodeNegotiation, CodeICEFailed, CodeClosed, CodeNoMedia,
		CodeDecodeFailed, CodeTimeout, CodeAborted, CodeInternal}
}

// Error is a failure as the page sees it: a stable code, a sentence for
// people, and whatever the server said, unchanged.
type Error struct {
	Code       ErrorCode
	Message    string
	Endpoint   string        // the signalling call that failed, or ""
	ErrCode    signal.Code   // the server's errcode, or 0
	ErrMsg     string        // the server's errmsg
	Status     int           // the HTTP status, or 0
	RetryAfter time.Duration // the least delay that the server asks for, or 0
	Listed     bool          // the caller has listed the errcode in Retry.ErrCodes
	Err        error         // the cause, or nil
}

// Error gives the code and the sentence.
func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Remedy is what can be done about a failure.
type Remedy uint8

// The remedies. Wherever another pull is one, a fallback takes over when the
// attempts are used up.
const (
	NoRemedy     Remedy = iota // the play fails
	FallbackOnly               // the play fails; a fallback takes over at once
	IfTemporary                // another pull, if the server's answer is that of a failure that passes; else none
	IfListed                   // another pull, if the caller has listed the errcode; else none
	PullOnce                   // another pull, but only one if no connection has come up in the play
	PullAgain                  // another pull
)

// RemedyOf returns the remedy of a failure. It is the only table of that: the
// TypeScript API's fallbackCodes and the table in web/docs/api.md are compared
// with it.
func RemedyOf(code ErrorCode) Remedy {
	switch code {
	case CodeUnsupported, CodeWASMLoad, CodeNegotiation, CodeInternal:
		return FallbackOnly
	case CodeNetwork, CodeBadReply, CodeHTTPStatus:
		return IfTemporary
	case CodeRefused:
		return IfListed
	case CodeICEFailed:
		return PullOnce
	case CodeURLFailed, CodeClosed, CodeNoMedia, CodeDecodeFailed, CodeTimeout:
		return PullAgain
	default:
		return NoRemedy
	}
}

// Retryable reports whether the same pull may succeed later without a change.
func (e *Error) Retryable() bool {
	switch remedy := RemedyOf(e.Code); remedy {
	case IfTemporary:
		return signal.Temporary(e.Err)
	case IfListed:
		return e.Listed
	default:
		return remedy >= PullOnce
	}
}

// fail makes an Error of a code and a cause.
func fail(code ErrorCode, message string, cause error) *Error {
	if cause != nil {
		message += ": " + cause.Error()
	}
	return &Error{Code: code, Message: message, Err: cause}
}

// AsError returns err as an *Error. It is the one place where errors of the
// layers below get their code.
func AsError(err error) *Error {
	if known, ok := errors.AsType[*Error](err); ok {
		return known
	}
	e := &Error{Code: CodeInternal, Message: err.Error(), Err: err}
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, recovery.ErrAborted):
		e.Code = CodeAborted
	case errors.Is(err, recovery.ErrReleased):
		e.Code = CodeClosed
	case errors.Is(err, recovery.ErrNoPicture):
		e.Code = CodeNoMedia
	case errors.Is(err, context.DeadlineExceeded):
		e.Code = CodeTimeout
	case errors.Is(err, signal.ErrBadReply):
		e.Code = CodeBadReply
	case errors.Is(err, signal.ErrBadStreamURL):
		e.Code = CodeBadStreamURL
	}
	if call, ok := errors.AsType[*signal.CallError](err); ok {
		e.Endpoint = call.Endpoint
	}
	if api, ok := errors.AsType[*signal.APIError](err); ok {
		e.Code, e.ErrCode, e.ErrMsg = CodeRefused, api.Code, api.Message
	}
	if status, ok := errors.AsType[*signal.HTTPError](err); ok {
		e.Code, e.Status, e.RetryAfter = CodeHTTPStatus, status.Status, status.RetryAfter
	}
	if _, ok := errors.AsType[*signal.NetworkError](err); ok {
		e.Code = CodeNetwork
	}
	return e
}
