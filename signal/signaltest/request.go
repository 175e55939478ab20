package signaltest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"lebplayer/signal"
)

// maxBody is the maximum size of a request body in bytes. An SDP offer has some
// thousand.
const maxBody = 256 << 10

const pathPrefix = "/webrtc/v1/"

// incoming is a request before validation.
type incoming struct {
	method      string
	contentType string
	path        string
	endpoint    string // path without pathPrefix
	streamURL   string // streamurl in the body, or ""
	svrSig      string // svrsig in the body, or ""
	sessionID   string // sessionid in the body, or ""
	body        []byte
	readErr     error // error of reading the body
}

func readRequest(r *http.Request) incoming {
	in := incoming{method: r.Method, contentType: r.Header.Get("Content-Type"), path: r.URL.Path}
	in.endpoint = strings.TrimPrefix(in.path, pathPrefix)
	in.body, in.readErr = io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if in.readErr == nil && len(in.body) > maxBody {
		in.body, in.readErr = nil, fmt.Errorf("body over %d bytes", maxBody)
	}
	var names struct{ StreamURL, SvrSig, SessionID string }
	if json.Unmarshal(in.body, &names) == nil {
		in.streamURL, in.svrSig, in.sessionID = names.StreamURL, names.SvrSig, names.SessionID
	}
	return in
}

// recordable returns the body without secrets if it is JSON, and else a JSON
// string of it.
func (in incoming) recordable() json.RawMessage {
	body := redactBody(in.body)
	if json.Valid(body) {
		return body
	}
	text, err := json.Marshal(string(body))
	if err != nil {
		panic(err) // impossible: it is a string
	}
	return text
}

// decode returns the request as a pointer to its type in package signal. If the
// request violates the specification, decode returns an error and the HTTP
// status of the reply.
func (in incoming) decode() (req any, status int, err error) {
	req = newRequest(in.endpoint)
	switch {
	case req == nil || !strings.HasPrefix(in.path, pathPrefix):
		return nil, http.StatusNotFound, errors.New("no such endpoint: " + in.path)
	case in.method != http.MethodPost:
		return nil, http.StatusMethodNotAllowed, errors.New("the method is " + in.method + ", not POST")
	case in.readErr != nil:
		return nil, http.StatusBadRequest, in.readErr
	}
	for _, check := range []func(req any) error{in.checkContentType, in.decodeBody, validate} {
		if err := check(req); err != nil {
			return nil, http.StatusBadRequest, err
		}
	}
	return req, http.StatusOK, nil
}

// The reports as they are on the wire.
type (
	qualityReport struct {
		signal.Ticket
		signal.QualityReport
	}
	iceStateReport struct {
		signal.Ticket
		signal.ICEStateReport
	}
	firstFrameReport struct {
		signal.Ticket
		signal.FirstFrameReport
	}
)

// newRequest returns a pointer to a new request of an endpoint, or nil for an
// unknown one.
func newRequest(endpoint string) any {
	switch endpoint {
	case signal.EndpointPullStream:
		return new(signal.PullStreamRequest)
	case signal.EndpointStopStream:
		return new(signal.Ticket) // and no more
	case signal.EndpointReportQuality:
		return new(qualityReport)
	case signal.EndpointReportICEState:
		return new(iceStateReport)
	case signal.EndpointFirstFrame:
		return new(firstFrameReport)
	case signal.EndpointSwitchBitrate:
		return new(signal.SwitchBitrateRequest)
	}
	return nil
}

// checkContentType accepts the content types of LEB's browser clients:
// application/json, and text/plain, which needs no CORS preflight.
func (in incoming) checkContentType(any) error {
	kind, params, err := mime.ParseMediaType(in.contentType)
	if err != nil || (kind != "application/json" && kind != "text/plain") {
		return fmt.Errorf("content type %q", in.contentType)
	}
	if charset := params["charset"]; charset != "" && !strings.EqualFold(charset, "utf-8") {
		return fmt.Errorf("charset %q", charset)
	}
	return nil
}

func (in incoming) decodeBody(req any) error { return decodeStrictly(in.body, req) }
