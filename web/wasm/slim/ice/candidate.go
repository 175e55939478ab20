package ice

import "errors"

// errNoAgent is what everything here fails with that an ICE agent would do.
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

// CandidateRelatedAddress is the raddr and rport of a candidate.
type CandidateRelatedAddress struct {
	Address string
	Port    int
}

// CandidateType is the typ of a candidate.
type CandidateType byte

// The types of candidates.
const (
	CandidateTypeUnspecified CandidateType = iota
	CandidateTypeHost
	CandidateTypeServerReflexive
	CandidateTypePeerReflexive
	CandidateTypeRelay
)

// String would name the type.
func (CandidateType) String() string { return "" }

// TCPType is the tcptype of a candidate (RFC 6544 §4.5).
type TCPType int

// NewTCPType would read a tcptype.
func NewTCPType(string) TCPType { return 0 }

// String would name the tcptype.
func (TCPType) String() string { return "" }

// UnmarshalCandidate always fails.
func UnmarshalCandidate(string) (Candidate, error) { return nil, errNoAgent }

// The four kinds of Candidate; there are none of them.
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

// NewCandidateHost always fails.
func NewCandidateHost(*CandidateHostConfig) (*CandidateHost, error) { return nil, errNoAgent }

// NewCandidateServerReflexive always fails.
func NewCandidateServerReflexive(*CandidateServerReflexiveConfig) (*CandidateServerReflexive, error) {
	return nil, errNoAgent
}

// NewCandidatePeerReflexive always fails.
func NewCandidatePeerReflexive(*CandidatePeerReflexiveConfig) (*CandidatePeerReflexive, error) {
	return nil, errNoAgent
}

// NewCandidateRelay always fails.
func NewCandidateRelay(*CandidateRelayConfig) (*CandidateRelay, error) { return nil, errNoAgent }
