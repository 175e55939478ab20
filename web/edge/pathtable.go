package edge

import (
	"encoding/binary"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"

	"github.com/pion/stun"

	"lebplayer/web/edge/netem"
)

// pathTable maps datagrams to the paths of their sessions. It learns a viewer's addresses from its connectivity checks, which
// contain the ICE user name fragment of the session and are authenticated by its password. A path therefore applies from the first
// datagram on.
type pathTable struct {
	mu       sync.Mutex
	byUfrag  map[string]sessionPath // by the edge's ICE user name fragment of the session
	byRemote map[netip.AddrPort]*netem.Path
}

type sessionPath struct {
	*netem.Path
	password stun.MessageIntegrity // the edge's ICE password of the session
}

func newPathTable() *pathTable {
	return &pathTable{byUfrag: map[string]sessionPath{}, byRemote: map[netip.AddrPort]*netem.Path{}}
}

// add sets the path of the session with the given credentials of the edge.
func (p *pathTable) add(ufrag, password string, path *netem.Path) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.byUfrag[ufrag] = sessionPath{path, stun.NewShortTermIntegrity(password)}
}

// remove removes a session and the addresses of its viewer.
func (p *pathTable) remove(ufrag string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for remote, path := range p.byRemote {
		if path == p.byUfrag[ufrag].Path {
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
	session, found := p.byUfrag[ufragOfCheck(data)]
	if found && p.byRemote[addr] != session.Path && authentic(data, session.password) {
		p.byRemote[addr] = session.Path
	}
	return p.byRemote[addr]
}

// authentic reports whether a STUN message was made by somebody who knows the password (RFC 8489 §9.1.3).
func authentic(data []byte, password stun.MessageIntegrity) bool {
	message := &stun.Message{Raw: slices.Clone(data)} // the check writes to it
	return message.Decode() == nil && password.Check(message) == nil
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
