package ice

import "errors"

// errNoAgent is returned by all functions that need an ICE agent.
var errNoAgent = errors.New("ice: the browser does ICE")

// Candidate is an ICE candidate.
type Candidate interface {
	Foundation() string
	ID() string
	Component() uint16
	NetworkType() NetworkType
	Address() string
	Port() int
	Priority() uint32
	RelatedAddress() *CandidateRelatedAddress
	String() string
	Type() CandidateType
	TCPType() TCPType
	Marshal() string
}

// CandidateRelatedAddress is the raddr and rport of a candidate (RFC 8839 §5.1).
type CandidateRelatedAddress struct {
	Address string
	Port    int
}

// CandidateType is the typ of a candidate (RFC 8839 §5.1).
type CandidateType byte

// Candidate types.
const (
	CandidateTypeUnspecified CandidateType = iota
	CandidateTypeHost
	CandidateTypeServerReflexive
	CandidateTypePeerReflexive
	CandidateTypeRelay
)

// String always returns "".
func (CandidateType) String() string { return "" }

// TCPType is the tcptype of a candidate (RFC 6544 §4.5).
type TCPType int

// NewTCPType always returns 0.
func NewTCPType(string) TCPType { return 0 }

// String always returns "".
func (TCPType) String() string { return "" }

// UnmarshalCandidate always returns an error.
func UnmarshalCandidate(string) (Candidate, error) { return nil, errNoAgent }

// Candidates of each type. The program has none.
type (
	CandidateHost            struct{ Candidate }
	CandidateServerReflexive struct{ Candidate }
	CandidatePeerReflexive   struct{ Candidate }
	CandidateRelay           struct{ Candidate }
)

// CandidateHostConfig describes a host candidate.
type CandidateHostConfig struct {
	CandidateID string
	Network     string
	Address     string
	Port        int
	Component   uint16
	Priority    uint32
	Foundation  string
	TCPType     TCPType
}

// CandidateServerReflexiveConfig describes a server-reflexive candidate.
type CandidateServerReflexiveConfig struct {
	CandidateID string
	Network     string
	Address     string
	Port        int
	Component   uint16
	Priority    uint32
	Foundation  string
	RelAddr     string
	RelPort     int
}

// CandidatePeerReflexiveConfig describes a peer-reflexive candidate.
type CandidatePeerReflexiveConfig struct {
	CandidateID string
	Network     string
	Address     string
	Port        int
	Component   uint16
	Priority    uint32
	Foundation  string
	RelAddr     string
	RelPort     int
}

// CandidateRelayConfig describes a relayed candidate.
type CandidateRelayConfig struct {
	CandidateID string
	Network     string
	Address     string
	Port        int
	Component   uint16
	Priority    uint32
	Foundation  string
	RelAddr     string
	RelPort     int
}

// NewCandidateHost always returns an error.
func NewCandidateHost(*CandidateHostConfig) (*CandidateHost, error) { return nil, errNoAgent }

// NewCandidateServerReflexive always returns an error.
func NewCandidateServerReflexive(*CandidateServerReflexiveConfig) (*CandidateServerReflexive, error) {
	return nil, errNoAgent
}

// NewCandidatePeerReflexive always returns an error.
func NewCandidatePeerReflexive(*CandidatePeerReflexiveConfig) (*CandidatePeerReflexive, error) {
	return nil, errNoAgent
}

// NewCandidateRelay always returns an error.
func NewCandidateRelay(*CandidateRelayConfig) (*CandidateRelay, error) { return nil, errNoAgent }
