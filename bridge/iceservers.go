//go:build js && wasm

package bridge

import (
	"errors"
	"strings"

	"github.com/pion/webrtc/v3"

	"lebplayer/signal/session"
)

// iceServers reads an array of RTCIceServer. It checks the types; the constructor of
// RTCPeerConnection checks the URLs and their credentials.
func (r *optionReader) iceServers(name string) []webrtc.ICEServer {
	v := r.member(name)
	if missing(v) {
		return nil
	}
	list, ok := items(v)
	servers := make([]webrtc.ICEServer, len(list))
	for i, v := range list {
		entry := readOptions(v)
		servers[i] = entry.iceServer()
		ok = ok && entry.err == nil
	}
	if !ok {
		r.fail(name, "an array of RTCIceServer: urls, and username and credential, are strings")
	}
	return servers
}

func (r *optionReader) iceServer() webrtc.ICEServer {
	server := webrtc.ICEServer{Username: r.text("username", ""), URLs: r.strings("urls")}
	if credential := r.text("credential", ""); credential != "" {
		server.Credential = credential
	}
	return server
}

// refused returns the error for an exception of RTCPeerConnection's constructor. With
// iceServers, SyntaxError and InvalidAccessError mean that the browser rejects them
// (W3C WebRTC §4.4.1.6, "set the configuration"). An exception that quotes a
// credential is not quoted.
func (c *config) refused(err error) error {
	e := &session.Error{Code: session.CodeNegotiation, Message: "making the peer connection", Err: err}
	thrown, ok := errors.AsType[*exception](err)
	if ok && len(c.iceServers) > 0 && (thrown.name == "SyntaxError" || thrown.name == "InvalidAccessError") {
		e.Code, e.Message = session.CodeBadOption, "iceServers must be what the browser takes"
	}
	if words := err.Error(); !c.holdsSecret(words) {
		e.Message += ": " + words
	}
	return e
}

// holdsSecret reports whether words, which may quote a URL, contain a credential:
// that of a server, or one written into a URL.
func (c *config) holdsSecret(words string) bool {
	for _, server := range c.iceServers {
		if credential, ok := server.Credential.(string); ok && strings.Contains(words, credential) {
			return true
		}
	}
	return strings.Contains(words, "@")
}
