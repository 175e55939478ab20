package edge

import (
	"fmt"
	"net"
)

// RemoteAddrError is an address other machines could reach, given without permission for it.
type RemoteAddrError struct{ Addr string }

// Error names the address and the way out.
func (e *RemoteAddrError) Error() string {
	return fmt.Sprintf("%s is reachable from other machines; the edge has no access control, so this must be allowed explicitly (-allow-remote)", e.Addr)
}

// CheckAddr refuses host:port addresses other machines could reach, unless allowRemote. An empty host means all interfaces.
func CheckAddr(addr string, allowRemote bool) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("address %q: want host:port", addr)
	}
	if allowRemote || host == "localhost" || net.ParseIP(host).IsLoopback() {
		return nil
	}
	return &RemoteAddrError{Addr: addr}
}
