package edge

import (
	"fmt"
	"net"
)

// RemoteAddrError is the error for an address that other machines can reach, where only loopback addresses are permitted.
type RemoteAddrError struct {
	Addr string // host:port
}

// Error implements error. The text names the address and the flag of devserver that permits it.
func (e *RemoteAddrError) Error() string {
	return fmt.Sprintf("%s is reachable from other machines; the edge has no access control, so this must be allowed explicitly (-allow-remote)", e.Addr)
}

// CheckAddr checks a host:port address. Unless allowRemote is set it returns a *RemoteAddrError for an address that other
// machines can reach; an empty host is one, as it means all interfaces.
func CheckAddr(addr string, allowRemote bool) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("address %q: want host:port", addr)
	}
	if allowRemote || isLoopback(host) {
		return nil
	}
	return &RemoteAddrError{Addr: addr}
}

// isLoopback reports whether a host is "localhost" or a loopback address. Other names may be anybody's.
func isLoopback(host string) bool { return host == "localhost" || net.ParseIP(host).IsLoopback() }
