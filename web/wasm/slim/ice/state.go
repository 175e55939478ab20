package ice

// ConnectionState is the state of an ICE agent.
type ConnectionState int

// The states of an ICE agent.
const (
	ConnectionStateUnknown ConnectionState = iota
	ConnectionStateNew
	ConnectionStateChecking
	ConnectionStateConnected
	ConnectionStateCompleted
	ConnectionStateFailed
	ConnectionStateDisconnected
	ConnectionStateClosed
)

// NetworkType is the transport protocol and IP version of a candidate.
type NetworkType int

// The network types.
const (
	NetworkTypeUDP4 NetworkType = iota + 1
	NetworkTypeUDP6
	NetworkTypeTCP4
	NetworkTypeTCP6
)

// NetworkShort would give "udp" or "tcp".
func (NetworkType) NetworkShort() string { return "" }

// String would name the network type.
func (NetworkType) String() string { return "" }

// CandidatePairState is the state of a candidate pair.
type CandidatePairState int

// The states of a candidate pair; untyped as pion has them.
const (
	CandidatePairStateWaiting = iota + 1
	CandidatePairStateInProgress
	CandidatePairStateFailed
	CandidatePairStateSucceeded
)

// String would name the state.
func (CandidatePairState) String() string { return "" }
