package ice

import (
	"net"

	"github.com/pion/logging"
)

// TCPMux shares a TCP listener between ICE agents.
type TCPMux interface{ Close() error }

// TCPMuxDefault is pion's implementation of TCPMux. The program has none.
type TCPMuxDefault struct{ TCPMux }

// TCPMuxParams holds the parameters of NewTCPMuxDefault.
type TCPMuxParams struct {
	Listener       net.Listener
	Logger         logging.LeveledLogger
	ReadBufferSize int
}

// NewTCPMuxDefault always returns nil.
func NewTCPMuxDefault(TCPMuxParams) *TCPMuxDefault { return nil }

// UDPMux shares a UDP socket between ICE agents.
type UDPMux interface{ Close() error }

// UDPMuxDefault is pion's implementation of UDPMux. The program has none.
type UDPMuxDefault struct{ UDPMux }

// UDPMuxParams holds the parameters of NewUDPMuxDefault.
type UDPMuxParams struct {
	Logger  logging.LeveledLogger
	UDPConn net.PacketConn
}

// NewUDPMuxDefault always returns nil.
func NewUDPMuxDefault(UDPMuxParams) *UDPMuxDefault { return nil }
