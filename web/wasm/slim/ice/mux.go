package ice

import (
	"net"

	"github.com/pion/logging"
)

// TCPMux shares one TCP listener between agents.
type TCPMux interface{ Close() error }

// TCPMuxDefault is pion's TCPMux; there is none.
type TCPMuxDefault struct{ TCPMux }

// TCPMuxParams describes a TCPMux.
type TCPMuxParams struct {
	Listener       net.Listener
	Logger         logging.LeveledLogger
	ReadBufferSize int
}

// NewTCPMuxDefault gives no mux.
func NewTCPMuxDefault(TCPMuxParams) *TCPMuxDefault { return nil }

// UDPMux shares one UDP socket between agents.
type UDPMux interface{ Close() error }

// UDPMuxDefault is pion's UDPMux; there is none.
type UDPMuxDefault struct{ UDPMux }

// UDPMuxParams describes a UDPMux.
type UDPMuxParams struct {
	Logger  logging.LeveledLogger
	UDPConn net.PacketConn
}

// NewUDPMuxDefault gives no mux.
func NewUDPMuxDefault(UDPMuxParams) *UDPMuxDefault { return nil }
