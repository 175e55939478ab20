package signal

import "strings"

// badHost returns the reason why host is no host[:port], or "".
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

// forbiddenInHost has the printable forbidden domain code points of the WHATWG
// URL standard, but for those that have been cut off or refused before.
const forbiddenInHost = "%<>[\\]^|"

// isPort reports whether s is a number from 1 to 65535.
func isPort(s string) bool {
	n, ok := digits(s, 1<<16)
	return ok && 0 < n && n < 1<<16
}

// digits reads a number that consists of digits alone; one above most is most.
// strconv.ParseUint would cost the wasm program 9 KB of reflection for its
// errors.
func digits(s string, most int) (n int, ok bool) {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = min(10*n+int(c-'0'), most)
	}
	return n, s != ""
}

// isIPv6 reports whether s looks like an IPv6 address. It finds typing errors;
// only the server can tell more.
func isIPv6(s string) bool {
	return strings.Count(s, ":") >= 2 && strings.Trim(s, "0123456789abcdefABCDEF:.") == ""
}
