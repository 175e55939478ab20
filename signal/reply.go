package signal

import (
	"bytes"
	"errors"
	"strconv"
	"strings"

	"github.com/CosmWasm/tinyjson"
	"github.com/CosmWasm/tinyjson/jlexer"
)

// verdict is what every reply has. A pointer tells a missing errcode from
// errcode 0: a reply without one is no success.
//
//tinyjson:json
type verdict struct {
	ErrCode *Code  `json:"errcode"`
	ErrMsg  string `json:"errmsg"`
}

// decode judges the body of a 2xx response. The verdict is read first and by
// itself, so that a refusal is reported as one whatever else the reply holds.
func decode(endpoint string, body []byte, reply tinyjson.Unmarshaler) error {
	var v verdict
	if reason := unmarshal(body, &v); reason != "" {
		return badReply(endpoint, reason)
	}
	if v.ErrCode == nil {
		return badReply(endpoint, "errcode missing")
	}
	if *v.ErrCode != 0 {
		return &APIError{Endpoint: endpoint, Code: *v.ErrCode, Message: v.ErrMsg}
	}
	if reply == nil {
		return nil
	}
	if reason := unmarshal(body, reply); reason != "" {
		return badReply(endpoint, reason)
	}
	return nil
}

// unmarshal tells why body could not be read into v, or "". It quotes nothing
// of the body: that may hold an svrsig.
func unmarshal(body []byte, v tinyjson.Unmarshaler) (reason string) {
	body = bytes.TrimLeft(body, " \t\r\n")
	switch {
	case len(body) == 0:
		return "empty body"
	case body[0] != '{':
		return "not a JSON object"
	}
	err := tinyjson.Unmarshal(body, v)
	if err == nil {
		return ""
	}
	var syntax *jlexer.LexerError
	if !errors.As(err, &syntax) {
		return "truncated JSON"
	}
	reason = "bad JSON"
	if strings.HasPrefix(syntax.Reason, "expected ") {
		reason = syntax.Reason
	}
	return reason + " near byte " + strconv.Itoa(syntax.Offset)
}
