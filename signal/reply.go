package signal

import (
	"strings"

	"lebplayer/signal/json"
)

// reply is the part of a call's reply that has more than the verdict.
type reply interface {
	// read takes the members of a successful call's reply.
	read(object json.Value) error
}

// decode judges the body of a 2xx response. The verdict is read first and by
// itself, so that a refusal is reported as one whatever else the reply holds.
func decode(body []byte, out reply) error {
	object, reason := readObject(body)
	if reason != "" {
		return badReply(reason)
	}
	verdict := members{object: object}
	code, message := verdict.code(), verdict.text("errmsg")
	switch {
	case verdict.problem != "":
		return badReply(verdict.problem)
	case code != 0:
		return &APIError{Code: code, Message: message}
	case out == nil:
		return nil
	}
	return out.read(object)
}

// read takes the members of a successful pullstream's reply.
func (r *PullStreamReply) read(object json.Value) error {
	ticket := members{object: object}
	r.SvrSig = ticket.text("svrsig")
	sdp := members{object: ticket.object.Get("remotesdp")}
	if sdp.object.Kind > json.Null && sdp.object.Kind != json.Object {
		return badReply("remotesdp is not an object")
	}
	r.RemoteSDP = SessionDescription{Type: sdp.text("type"), SDP: sdp.text("sdp")}
	for _, problem := range []string{ticket.problem, sdp.problem, r.problem()} {
		if problem != "" {
			return badReply(problem)
		}
	}
	return nil
}

// problem returns the reason why a decoded reply is useless, or "".
func (r *PullStreamReply) problem() string {
	switch {
	case r.RemoteSDP == SessionDescription{}:
		return "errcode 0 without remotesdp"
	case r.RemoteSDP.Type != "answer":
		return "the type of remotesdp is not answer"
	case r.RemoteSDP.SDP == "":
		return "remotesdp without sdp"
	case r.SvrSig == "":
		return "errcode 0 without svrsig"
	}
	return ""
}

// readObject tells why body is no JSON object, or "". It quotes nothing of the
// body: that may hold an svrsig.
func readObject(body []byte) (object json.Value, reason string) {
	text := strings.TrimSpace(string(body))
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

// members reads an object's members and keeps the first problem. Null is no
// value, as in most servers' JSON.
type members struct {
	object  json.Value
	problem string
}

func (m *members) text(name string) string {
	v := m.object.Get(name)
	if v.Kind > json.Null && v.Kind != json.String {
		m.note(name + " is not a string")
	}
	return v.String
}

// code reads errcode. A reply without one is no success.
func (m *members) code() Code {
	if m.object.Get("errcode").Kind <= json.Null {
		m.note("errcode missing")
	}
	n := m.integer("errcode")
	if int64(Code(n)) != n { // TinyGo's int has 32 bits: a large errcode must not become 0
		m.note("errcode is too large")
	}
	return Code(n)
}

func (m *members) integer(name string) int64 {
	v := m.object.Get(name)
	n := int64(v.Number)
	if v.Kind > json.Null && (v.Kind != json.Number || float64(n) != v.Number) {
		m.note(name + " is not an integer")
	}
	return n
}

func (m *members) note(problem string) {
	if m.problem == "" {
		m.problem = problem
	}
}
