package ice

import "time"

// CandidatePairStats are the statistics of a candidate pair (W3C WebRTC
// Statistics, "RTCIceCandidatePairStats").
type CandidatePairStats struct {
	Timestamp                   time.Time
	LocalCandidateID            string
	RemoteCandidateID           string
	State                       CandidatePairState
	Nominated                   bool
	PacketsSent                 uint32
	PacketsReceived             uint32
	BytesSent                   uint64
	BytesReceived               uint64
	LastPacketSentTimestamp     time.Time
	LastPacketReceivedTimestamp time.Time
	FirstRequestTimestamp       time.Time
	LastRequestTimestamp        time.Time
	LastResponseTimestamp       time.Time
	TotalRoundTripTime          float64
	CurrentRoundTripTime        float64
	AvailableOutgoingBitrate    float64
	AvailableIncomingBitrate    float64
	CircuitBreakerTriggerCount  uint32
	RequestsReceived            uint64
	RequestsSent                uint64
	ResponsesReceived           uint64
	ResponsesSent               uint64
	RetransmissionsReceived     uint64
	RetransmissionsSent         uint64
	ConsentRequestsSent         uint64
	ConsentExpiredTimestamp     time.Time
}
