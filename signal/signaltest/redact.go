package signaltest

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
)

var (
	svrSigMember = regexp.MustCompile(`(?i)("svrsig"\s*:\s*")((?:[^"\\]|\\.)+)`)
	icePassword  = regexp.MustCompile(`(?i)(ice-pwd:)(?:[^\s"\\]|\\/)+`)
)

// redactBody returns a request body without its secrets: txSecret and the ICE
// password become "***", and the svrsig a short hash, so that calls with the same
// one can still be told from others. The rest of the body is as sent, and JSON
// stays JSON.
func redactBody(body []byte) []byte {
	body = svrSigMember.ReplaceAllFunc(body, func(member []byte) []byte {
		parts := svrSigMember.FindSubmatch(member)
		sum := sha256.Sum256(parts[2])
		return append(append([]byte(nil), parts[1]...), "***"+hex.EncodeToString(sum[:4])...)
	})
	body = icePassword.ReplaceAll(body, []byte("${1}***"))
	return []byte(HideSignature(string(body)))
}
