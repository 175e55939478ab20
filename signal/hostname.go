package signal

import "strings"

// badHost tells what is wrong with host[:port], or "".
func badHost(host string) string {
	if strings.Contains(host, "@") {
		return "it has a user name or password (@)"
	}
	name, port, hasPort := strings.Cut(host, ":")
	if strings.HasPrefix(host, "[") {
		var closed bool
		name, port, closed = strings.Cut(host[1:], "]")
		if !closed || !isIPv6(name) {
			return "the IPv6 address is invalid"
		}
		port, hasPort = strings.CutPrefix(port, ":")
		if !hasPort && port != "" {
			return "there is text between the IPv6 address and the path"
		}
	} else if strings.ContainsAny(name, forbiddenInHost) {
		return "the host has a character that no host has"
	}
	switch {
	case name == "":
		return "the host is missing"
	case hasPort && !isPort(port):
		return "the port is not a number from 1 to 65535"
	}
	return ""
}

// forbiddenInHost are the printable forbidden domain code points of the WHATWG
// URL standard that the parser has not met before.
const forbiddenInHost = "%<>[\\]^|"

// isPort does without strconv.ParseUint, whose errors cost the wasm program
// 9 KB of reflection.
func isPort(s string) bool {
	const most = 65535
	n := 0
	for _, c := range []byte(s) {
		if c < '0' || c > '9' || n > most {
			return false
		}
		n = 10*n + int(c-'0')
	}
	return 0 < n && n <= most
}

// isIPv6 tells an address from a typing error; only the server can tell more.
func isIPv6(s string) bool {
	return strings.Count(s, ":") >= 2 && strings.Trim(s, "0123456789abcdefABCDEF:.") == ""
}
