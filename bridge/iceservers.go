//go:build js && wasm

package bridge

import (
	"strings"
	"syscall/js"

	"github.com/pion/webrtc/v3"
)

// iceServers reads an array of RTCIceServer. Each is checked here, since the
// constructor of RTCPeerConnection throws at what it does not like.
func (r *optionReader) iceServers(name string) []webrtc.ICEServer {
	v := r.object.Get(name)
	if missing(v) {
		return nil
	}
	if !isArray(v) {
		r.fail(name, "an array of RTCIceServer")
		return nil
	}
	servers := make([]webrtc.ICEServer, v.Length())
	for i := range servers {
		entry := &optionReader{object: v.Index(i)}
		if entry.object.Type() == js.TypeObject {
			servers[i] = entry.iceServer()
		} else {
			entry.fail("", "")
		}
		if entry.err != nil {
			r.fail(name, "an array of RTCIceServer: stun: or turn: URLs, turn with username and credential")
		}
	}
	return servers
}

func (r *optionReader) iceServer() webrtc.ICEServer {
	server := webrtc.ICEServer{Username: r.text("username", "")}
	credential := r.text("credential", "")
	if credential != "" {
		server.Credential = credential
	}
	urls := r.object.Get("urls")
	if urls.Type() == js.TypeString {
		server.URLs = []string{urls.String()}
	} else if isArray(urls) {
		for i := range urls.Length() {
			server.URLs = append(server.URLs, urls.Index(i).String())
		}
	}
	if len(server.URLs) == 0 {
		r.fail("urls", "given")
	}
	for _, url := range server.URLs {
		if !validICEURL(url, server.Username != "" && credential != "") {
			r.fail("urls", "stun: or turn: URLs")
		}
	}
	return server
}

// validICEURL checks a URL of RFC 7064 (stun) or RFC 7065 (turn).
func validICEURL(url string, authenticated bool) bool {
	scheme, rest, found := strings.Cut(url, ":")
	if !found || rest == "" || strings.ContainsAny(rest, " \t\r\n/#@") {
		return false
	}
	switch scheme {
	case "stun", "stuns":
		return !strings.Contains(rest, "?")
	case "turn", "turns":
		return authenticated
	default:
		return false
	}
}
