package signal

import (
	"strings"

	"lebplayer/signal/internal/ascii"
	"lebplayer/signal/internal/json"
)

// What is accepted of a reply's texts, so that none of them holds up the page.
const (
	maxSDPLines = 2000    // an answer has a few hundred
	maxSvrSig   = 4 << 10 // in bytes; it has a few hundred, and goes into each later request
	maxErrMsg   = 4 << 10 // in bytes; the rest is cut off
)

// decode judges the body of a 2xx response and reads it into pull, which is nil
// for a call other than pullstream. pull.SvrSig is set whatever the verdict is:
// a server that has given one has started something that has to be stopped. One
// that is too long to be sent back is no svrsig.
func decode(body []byte, pull *PullStreamReply) error {
	object, problem := readObject(body)
	if problem != "" {
		return badReply(problem)
	}
	if svrsig := object.Get("svrsig").String; pull != nil && len(svrsig) <= maxSvrSig {
		pull.SvrSig = svrsig
	}
	errcode := object.Get("errcode")
	if errcode.Kind == json.String { // of a server that is not strict
		if n, err := json.Read(errcode.String); err == nil {
			errcode = n
		}
	}
	code := Code(errcode.Number)
	switch {
	case errcode.Kind <= json.Null: // a reply without an errcode is no success
		return badReply("errcode missing")
	case errcode.Kind != json.Number || float64(code) != errcode.Number:
		return badReply("errcode is not an integer")
	case code != 0:
		return &APIError{Code: code, Message: Cut(object.Get("errmsg").String, maxErrMsg), svrsig: object.Get("svrsig").String}
	case pull == nil:
		return nil
	}
	return pull.read(object)
}

// read reads a successful pullstream's reply.
func (r *PullStreamReply) read(object json.Value) error {
	sdp, svrsig := object.Get("remotesdp"), object.Get("svrsig")
	r.RemoteSDP = SessionDescription{Type: sdp.Get("type").String, SDP: sdp.Get("sdp").String}
	switch {
	case sdp.Kind <= json.Null:
		return badReply("errcode 0 without remotesdp")
	case sdp.Kind != json.Object:
		return badReply("remotesdp is not an object")
	case !ascii.EqualFold(r.RemoteSDP.Type, "answer"):
		return badReply("the type of remotesdp is not answer")
	case r.RemoteSDP.SDP == "":
		return badReply("remotesdp without sdp")
	case strings.Count(r.RemoteSDP.SDP, "\n") > maxSDPLines:
		return badReply("sdp over 2,000 lines")
	case svrsig.Kind > json.Null && svrsig.Kind != json.String && svrsig.Kind != json.Number:
		return badReply("svrsig is not a string")
	case len(svrsig.String) > maxSvrSig:
		return badReply("svrsig over 4 KiB")
	case r.SvrSig == "":
		return badReply("errcode 0 without svrsig")
	}
	return nil
}

// byteOrderMark may stand before a text in UTF-8; RFC 8259 section 8.1 allows
// to ignore it.
const byteOrderMark = "\ufeff"

// readObject reads a JSON object, or returns the reason why body is none. That
// quotes nothing of body, which may hold a svrsig.
func readObject(body []byte) (object json.Value, problem string) {
	text := strings.TrimSpace(strings.TrimPrefix(string(body), byteOrderMark))
	switch {
	case text == "":
		return object, "empty body"
	case text[0] != '{':
		return object, "not a JSON object"
	}
	object, err := json.Read(text)
	switch {
	case err == nil:
		return object, ""
	case err.Offset == len(text):
		return object, "truncated JSON"
	default:
		return object, err.Error()
	}
}
