package edge

import (
	"encoding/binary"
	"net"
	"net/netip"
	"strings"
	"sync"

	"lebplayer/web/edge/netem"
)

// paths tells which session's path a datagram takes. A viewer's addresses are learnt from its connectivity checks, which
// name the session; so its path can be bad from the first datagram on.
type paths struct {
	mu       sync.Mutex
	byUfrag  map[string]*netem.Path // the edge's ICE user name fragment for the session
	byRemote map[netip.AddrPort]*netem.Path
}

func newPaths() *paths {
	return &paths{byUfrag: map[string]*netem.Path{}, byRemote: map[netip.AddrPort]*netem.Path{}}
}

// add gives a session its path.
func (p *paths) add(ufrag string, path *netem.Path) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.byUfrag[ufrag] = path
}

// remove forgets a session and its viewer's addresses.
func (p *paths) remove(ufrag string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for remote, path := range p.byRemote {
		if path == p.byUfrag[ufrag] {
			delete(p.byRemote, remote)
		}
	}
	delete(p.byUfrag, ufrag)
}

// of is the path of a datagram from (or without data, to) an address; nil if that is no viewer's.
func (p *paths) of(remote net.Addr, data []byte) *netem.Path {
	udp, ok := remote.(*net.UDPAddr)
	if !ok {
		return nil
	}
	addr := netip.AddrPortFrom(udp.AddrPort().Addr().Unmap(), uint16(udp.Port)) // pion writes IPv4 in either form
	p.mu.Lock()
	defer p.mu.Unlock()
	if path := p.byUfrag[checkedUfrag(data)]; path != nil {
		p.byRemote[addr] = path
	}
	return p.byRemote[addr]
}

// checkedUfrag is whom an ICE connectivity check is for: a STUN binding request (RFC 8489 §5) whose USERNAME is "to:from"
// (RFC 8445 §7.2.2). It is "" for all other datagrams.
func checkedUfrag(data []byte) string {
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
			to, _, _ := strings.Cut(string(rest[4:4+size]), ":")
			return to
		}
		rest = rest[min(4+(size+3)&^3, len(rest)):] // values are padded to four bytes
	}
	return ""
}
