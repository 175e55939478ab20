package quality

//go:generate go tool tinyjson -no_std_marshalers -output_filename entry_tinyjson.go entry.go

// Keys names the members of getStats entries that Read looks at. Given to JSON.stringify as its allow-list, it keeps
// certificates, addresses and some two thirds of the bytes out of the text:
//
//	JSON.stringify([...(await pc.getStats()).values()], Keys)
var Keys = []string{
	"type", "id", "timestamp",
	"kind", "ssrc", "codecId", "mimeType",
	"packetsReceived", "packetsLost", "bytesReceived", "jitter", "lastPacketReceivedTimestamp",
	"frameWidth", "frameHeight", "framesReceived", "framesDecoded", "framesDropped",
	"nackCount", "pliCount", "firCount", "freezeCount", "totalFreezesDuration",
	"jitterBufferDelay", "jitterBufferEmittedCount",
	"selectedCandidatePairId", "selected", "nominated", "state", "currentRoundTripTime",
}

// The types of entries Read looks at: RTCStatsType of https://www.w3.org/TR/webrtc-stats/.
const (
	typeInbound       = "inbound-rtp"
	typeCodec         = "codec"
	typeTransport     = "transport"
	typeCandidatePair = "candidate-pair"
)

// entries is the value list of an RTCStatsReport.
//
//tinyjson:json
type entries []entry

// entry is one dictionary of an RTCStatsReport, of whatever type: the members of the types Read looks at, side by side.
//
//tinyjson:json
type entry struct {
	Type      string `json:"type"`
	ID        string `json:"id"`
	Timestamp number `json:"timestamp"` // ms since the Unix epoch

	// inbound-rtp
	Kind                     string `json:"kind"`
	SSRC                     number `json:"ssrc"`
	CodecID                  string `json:"codecId"`
	PacketsReceived          number `json:"packetsReceived"`
	PacketsLost              number `json:"packetsLost"`
	BytesReceived            number `json:"bytesReceived"`
	Jitter                   number `json:"jitter"` // s
	FrameWidth               number `json:"frameWidth"`
	FrameHeight              number `json:"frameHeight"`
	FramesReceived           number `json:"framesReceived"`
	FramesDecoded            number `json:"framesDecoded"`
	FramesDropped            number `json:"framesDropped"`
	NACKCount                number `json:"nackCount"`
	PLICount                 number `json:"pliCount"`
	FIRCount                 number `json:"firCount"`
	FreezeCount              number `json:"freezeCount"`
	TotalFreezesDuration     number `json:"totalFreezesDuration"` // s
	JitterBufferDelay        number `json:"jitterBufferDelay"`    // s, summed over all emitted samples or frames
	JitterBufferEmittedCount number `json:"jitterBufferEmittedCount"`

	// inbound-rtp and candidate-pair
	LastPacketReceivedTimestamp number `json:"lastPacketReceivedTimestamp"` // ms since the Unix epoch

	// codec
	MimeType string `json:"mimeType"`

	// transport
	SelectedCandidatePairID string `json:"selectedCandidatePairId"`

	// candidate-pair
	Selected             bool   `json:"selected"` // Firefox's own
	Nominated            bool   `json:"nominated"`
	State                string `json:"state"`
	CurrentRoundTripTime number `json:"currentRoundTripTime"` // s
}

// byID returns the entry of one type with this id, or nil.
func (list entries) byID(typ, id string) *entry {
	for i := range list {
		if list[i].Type == typ && list[i].ID == id {
			return &list[i]
		}
	}
	return nil
}

// inbound returns the stream of one kind that is being received. A sender that changes its SSRC leaves the old stream's
// entry standing for a while, so it is the one whose last packet is the newest, and if no browser tells, the one with
// more packets.
func (list entries) inbound(kind string) *entry {
	var newest *entry
	for i := range list {
		e := &list[i]
		if e.Type == typeInbound && e.Kind == kind && (newest == nil || e.isNewerThan(newest)) {
			newest = e
		}
	}
	return newest
}

func (e *entry) isNewerThan(other *entry) bool {
	if e.LastPacketReceivedTimestamp != other.LastPacketReceivedTimestamp {
		return e.LastPacketReceivedTimestamp > other.LastPacketReceivedTimestamp
	}
	return e.PacketsReceived > other.PacketsReceived
}

// selectedPair returns the candidate pair media flows over, or nil. The transport names it, Firefox also marks it; being
// nominated is not enough where either is told, because Chromium nominates several on the way to the best.
func (list entries) selectedPair() *entry {
	var selectedID string
	for i := range list {
		if list[i].Type == typeTransport && list[i].SelectedCandidatePairID != "" {
			selectedID = list[i].SelectedCandidatePairID
			break
		}
	}
	var nominated *entry
	for i := range list {
		e := &list[i]
		switch {
		case e.Type != typeCandidatePair:
		case e.Selected, selectedID != "" && e.ID == selectedID:
			return e
		case e.Nominated && e.State == "succeeded" && (nominated == nil || e.isNewerThan(nominated)):
			nominated = e
		}
	}
	return nominated
}
