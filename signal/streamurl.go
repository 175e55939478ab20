package signal

import (
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lebplayer/signal/internal/ascii"
)

// ErrBadStreamURL is matched by every [*StreamURLError].
var ErrBadStreamURL = errors.New("bad stream URL")

// StreamURLError is returned for a text that is not a stream URL.
type StreamURLError struct {
	Reason string // for people; quotes nothing of the text, whose query holds secrets
}

// Error returns the reason.
func (e *StreamURLError) Error() string { return "bad stream URL: " + e.Reason }

// Unwrap returns [ErrBadStreamURL].
func (e *StreamURLError) Unwrap() error { return ErrBadStreamURL }

// StreamURL has the parts of a stream's URL,
// webrtc://host[:port]/path/stream_id?query. The parts are not decoded. The
// query is signed, so String is what the server has to be sent: byte for byte
// the text that was parsed.
type StreamURL struct {
	Host     string // and port, if the URL has one
	App      string // the path between host and stream: "live", "a/b"
	StreamID string
	Query    string // without the question mark; may hold txSecret
	raw      string
}

// String returns the URL as it was parsed, with its secrets.
func (u StreamURL) String() string { return u.raw }

// maxTimeDigits is more than a txTime needs for 30,000 years.
const maxTimeDigits = 10

// Expiry returns the instant after which the URL is no longer good: its txTime,
// Unix seconds in hexadecimal. It returns false for a URL that has none.
func (u StreamURL) Expiry() (at time.Time, ok bool) {
	digits := u.parameter("txTime")
	seconds := int64(0)
	for i := range len(digits) {
		digit := strings.IndexByte("0123456789abcdef", digits[i]|0x20)
		if digit < 0 {
			return at, false
		}
		seconds = seconds<<4 | int64(digit)
	}
	return time.Unix(seconds, 0), digits != "" && len(digits) <= maxTimeDigits
}

// ParseStreamURL parses a stream URL. It refuses what would reach another
// server, or none. Names are the server's business: they may be non-ASCII, and
// the path may have several segments. Its errors are [*StreamURLError]s.
func ParseStreamURL(s string) (StreamURL, error) {
	u, reason := parseStreamURL(s)
	if reason != "" {
		return StreamURL{}, &StreamURLError{Reason: reason}
	}
	return u, nil
}

// parseStreamURL returns the reason why s is no stream URL, or "".
func parseStreamURL(s string) (u StreamURL, reason string) {
	if reason := badText(s); reason != "" {
		return u, reason
	}
	scheme, rest, found := strings.Cut(s, "://")
	if !found || !ascii.EqualFold(scheme, "webrtc") {
		return u, "it does not start with webrtc://"
	}
	if strings.Contains(rest, "#") {
		return u, "it has a fragment (#)"
	}
	rest, query, _ := strings.Cut(rest, "?")
	host, path, _ := strings.Cut(rest, "/")
	if reason := badHost(host); reason != "" {
		return u, reason
	}
	app, stream, reason := splitPath(path)
	return StreamURL{Host: host, App: app, StreamID: stream, Query: query, raw: s}, reason
}

// badText returns the reason why s can't be a URL at all, or "".
func badText(s string) string {
	switch {
	case s == "":
		return "it is empty"
	case !utf8.ValidString(s):
		return "it is not UTF-8"
	case strings.ContainsFunc(s, unicode.IsSpace):
		return "it contains white space"
	case strings.ContainsFunc(s, unicode.IsControl):
		return "it contains a control character"
	}
	return ""
}

// splitPath splits a path at its last slash, or returns the reason why it can't.
func splitPath(path string) (app, stream, reason string) {
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		if path == "" {
			return "", "", "app and stream are missing"
		}
		return "", "", "app or stream is missing: it needs webrtc://host/app/stream"
	}
	app, stream = path[:i], path[i+1:]
	switch {
	case stream == "":
		return "", "", "the stream is missing"
	case app == "":
		return "", "", "the app is missing"
	case strings.HasPrefix(app, "/"), strings.HasSuffix(app, "/"), strings.Contains(app, "//"):
		return "", "", "its path has an empty segment"
	}
	return app, stream, ""
}
