package signal

import (
	"strings"

	"lebplayer/signal/internal/json"
)

// decode judges the body of a 2xx response and reads it into pull, which is nil
// for a call other than pullstream. pull.SvrSig is set whatever the verdict is:
// a server that has given one has started something that has to be stopped.
func decode(body []byte, pull *PullStreamReply) error {
	object, problem := readObject(body)
	if problem != "" {
		return badReply(problem)
	}
	if pull != nil {
		pull.SvrSig = object.Get("svrsig").String
	}
	errcode := object.Get("errcode")
	code := Code(errcode.Number)
	switch {
	case errcode.Kind <= json.Null: // a reply without an errcode is no success
		return badReply("errcode missing")
	case errcode.Kind != json.Number || float64(code) != errcode.Number:
		return badReply("errcode is not an integer")
	case code != 0:
		return &APIError{Code: code, Message: object.Get("errmsg").String}
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
	case r.RemoteSDP.Type != "answer":
		return badReply("the type of remotesdp is not answer")
	case r.RemoteSDP.SDP == "":
		return badReply("remotesdp without sdp")
	case svrsig.Kind > json.Null && svrsig.Kind != json.String:
		return badReply("svrsig is not a string")
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
