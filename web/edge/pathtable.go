package edge

import (
	"encoding/binary"
	"net"
	"net/netip"
	"strings"
	"sync"

	"lebplayer/web/edge/netem"
)

// pathTable maps datagrams to the paths of their sessions. It learns a viewer's addresses from its connectivity checks, which
// contain the ICE user name fragment of the session. A path therefore applies from the first datagram on.
type pathTable struct {
	mu       sync.Mutex
	byUfrag  map[string]*netem.Path // by the edge's ICE user name fragment of the session
	byRemote map[netip.AddrPort]*netem.Path
}

func newPathTable() *pathTable {
	return &pathTable{byUfrag: map[string]*netem.Path{}, byRemote: map[netip.AddrPort]*netem.Path{}}
}

// add sets the path of the session with the given user name fragment.
func (p *pathTable) add(ufrag string, path *netem.Path) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.byUfrag[ufrag] = path
}

// remove removes a session and the addresses of its viewer.
func (p *pathTable) remove(ufrag string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for remote, path := range p.byRemote {
		if path == p.byUfrag[ufrag] {
			delete(p.byRemote, remote)
		}
	}
	delete(p.byUfrag, ufrag)
}

// lookUp returns the path of a datagram to or from an address, or nil if the address belongs to no viewer. data is the content of
// a received datagram, and nil for one to be sent.
func (p *pathTable) lookUp(remote net.Addr, data []byte) *netem.Path {
	udp, ok := remote.(*net.UDPAddr)
	if !ok {
		return nil
	}
	addr := netip.AddrPortFrom(udp.AddrPort().Addr().Unmap(), uint16(udp.Port)) // pion writes IPv4 in either form
	p.mu.Lock()
	defer p.mu.Unlock()
	if path := p.byUfrag[ufragOfCheck(data)]; path != nil {
		p.byRemote[addr] = path
	}
	return p.byRemote[addr]
}

// ufragOfCheck returns the recipient's user name fragment in an ICE connectivity check, a STUN binding request (RFC 8489 §5) with a
// USERNAME of the form "recipient:sender" (RFC 8445 §7.2.2). It returns "" for all other datagrams.
func ufragOfCheck(data []byte) string {
	const (
		headerSize     = 20
		bindingRequest = 0x0001
		magicCookie    = 0x2112a442
		username       = 0x0006
	)
	if len(data) < headerSize || binary.BigEndian.Uint16(data) != bindingRequest || binary.BigEndian.Uint32(data[4:]) != magicCookie {
		return ""
	}
	for rest := data[headerSize:]; len(rest) >= 4; {
		size := int(binary.BigEndian.Uint16(rest[2:]))
		if 4+size > len(rest) {
			return ""
		}
		if binary.BigEndian.Uint16(rest) == username {
			recipient, _, _ := strings.Cut(string(rest[4:4+size]), ":")
			return recipient
		}
		rest = rest[min(4+(size+3)&^3, len(rest)):] // values are padded to four bytes
	}
	return ""
}
