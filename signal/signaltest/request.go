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

// maxBody is the largest request body accepted: an SDP offer has a few
// kilobytes.
const maxBody = 256 << 10

const pathPrefix = "/webrtc/v1/"

// incoming is a call as it arrived.
type incoming struct {
	method      string
	contentType string
	path        string
	endpoint    string
	streamURL   string // "" when the body has none
	svrSig      string // likewise
	body        []byte
	readErr     error
}

func read(r *http.Request) incoming {
	in := incoming{method: r.Method, contentType: r.Header.Get("Content-Type"), path: r.URL.Path}
	in.endpoint = strings.TrimPrefix(in.path, pathPrefix)
	in.body, in.readErr = io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if in.readErr == nil && len(in.body) > maxBody {
		in.body, in.readErr = nil, fmt.Errorf("body over %d bytes", maxBody)
	}
	var ticket struct{ StreamURL, SvrSig string }
	if json.Unmarshal(in.body, &ticket) == nil {
		in.streamURL, in.svrSig = ticket.StreamURL, ticket.SvrSig
	}
	return in
}

// recordable is the body as something that can stand in JSON.
func (in incoming) recordable() json.RawMessage {
	if json.Valid(in.body) {
		return in.body
	}
	text, err := json.Marshal(string(in.body))
	if err != nil {
		panic(err) // a string: cannot happen
	}
	return text
}

// decode returns the request as a pointer to one of the types of newRequest. If
// it breaks the specification, it returns the HTTP status to answer.
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
	for _, check := range []func(req any) error{in.checkContentType, in.strictly, validate} {
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

// checkContentType allows the two that browsers' clients of LEB have used:
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

func (in incoming) strictly(req any) error { return decodeStrictly(in.body, req) }
