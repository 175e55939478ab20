package ice

// ConnectionState is the state of an ICE agent.
type ConnectionState int

// States of an ICE agent.
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

// Network types.
const (
	NetworkTypeUDP4 NetworkType = iota + 1
	NetworkTypeUDP6
	NetworkTypeTCP4
	NetworkTypeTCP6
)

// NetworkShort always returns "".
func (NetworkType) NetworkShort() string { return "" }

// String always returns "".
func (NetworkType) String() string { return "" }

// CandidatePairState is the state of a candidate pair.
type CandidatePairState int

// States of a candidate pair. The constants are untyped, as in pion/ice.
const (
	CandidatePairStateWaiting = iota + 1
	CandidatePairStateInProgress
	CandidatePairStateFailed
	CandidatePairStateSucceeded
)

// String always returns "".
func (CandidatePairState) String() string { return "" }
