package signal

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"lebplayer/signal/internal/ascii"
)

// ErrBadStreamURL is what every [*StreamURLError] is to errors.Is.
var ErrBadStreamURL = errors.New("bad stream URL")

// StreamURLError says why a text is not a stream URL. It quotes nothing of it:
// the query holds secrets.
type StreamURLError struct {
	Reason string
}

// Error gives the reason.
func (e *StreamURLError) Error() string { return "bad stream URL: " + e.Reason }

// Unwrap gives [ErrBadStreamURL].
func (e *StreamURLError) Unwrap() error { return ErrBadStreamURL }

// StreamURL is the URL of a stream, webrtc://host[:port]/path/stream_id?query,
// taken apart. Nothing is decoded, and the query is signed: what goes to the
// server is String, byte for byte what was parsed.
type StreamURL struct {
	Host     string // with the port, if there is one
	App      string // the path between host and stream: "live", "a/b"
	StreamID string
	Query    string // without the question mark; may hold txSecret
	raw      string
}

// String gives the URL as it was parsed, with its secrets.
func (u StreamURL) String() string { return u.raw }

// ParseStreamURL takes a stream URL apart. It is strict about what would reach
// another server, or none, and leaves names to the server: they may be
// non-ASCII, and the path may have several segments.
func ParseStreamURL(s string) (StreamURL, error) {
	u, reason := parseStreamURL(s)
	if reason != "" {
		return StreamURL{}, &StreamURLError{Reason: reason}
	}
	return u, nil
}

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
