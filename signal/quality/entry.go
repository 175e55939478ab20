package quality

import (
	"slices"

	"lebplayer/signal/json"
)

// The members of getStats entries that Read looks at, by their JSON type.
var (
	textKeys = []string{"type", "id", "kind", "codecId", "remoteId", "mimeType", "selectedCandidatePairId", "state",
		"localCandidateId", "remoteCandidateId", "candidateType", "protocol"}
	flagKeys   = []string{"selected", "nominated"}
	numberKeys = []string{
		"timestamp", "lastPacketReceivedTimestamp", "remoteTimestamp", // ms since the Unix epoch
		"estimatedPlayoutTimestamp",                                         // ms since the NTP epoch
		"ssrc", "packetsReceived", "packetsLost", "bytesReceived", "jitter", // s
		"frameWidth", "frameHeight", "framesReceived", "framesDecoded", "framesDropped",
		"nackCount", "pliCount", "firCount", "freezeCount", "totalFreezesDuration", // s
		"jitterBufferDelay", "jitterBufferMinimumDelay", "jitterBufferEmittedCount", // s, summed over all emitted samples or frames
		"totalDecodeTime", // s
		"concealedSamples", "totalSamplesReceived",
		"audioLevel",           // of full scale, 0…1
		"currentRoundTripTime", // s
	}
)

// Keys names the members of getStats entries that Read looks at. Given to JSON.stringify as its allow-list, it keeps
// certificates, addresses and some two thirds of the bytes out of the text:
//
//	JSON.stringify([...(await pc.getStats()).values()], Keys)
var Keys = slices.Concat(textKeys, flagKeys, numberKeys)

// The types of entries Read looks at: RTCStatsType of https://www.w3.org/TR/webrtc-stats/.
const (
	typeInbound         = "inbound-rtp"
	typeRemoteOutbound  = "remote-outbound-rtp"
	typeCodec           = "codec"
	typeTransport       = "transport"
	typeCandidatePair   = "candidate-pair"
	typeLocalCandidate  = "local-candidate"
	typeRemoteCandidate = "remote-candidate"
)

// entries is the value list of an RTCStatsReport.
type entries []entry

// entry is one dictionary of an RTCStatsReport, of whatever type.
type entry struct{ json.Value }

// readEntries reads the JSON array. A number that is none makes the whole report unreadable.
func readEntries(text string) (entries, error) {
	v, err := json.Read(text)
	if err != nil || v.Kind != json.Array {
		return nil, ErrBadStats
	}
	list := make(entries, len(v.Items))
	for i, item := range v.Items {
		if !numbersAreNumbers(item) {
			return nil, ErrBadStats
		}
		list[i] = entry{item}
	}
	return list, nil
}

func numbersAreNumbers(object json.Value) bool {
	for i, name := range object.Names {
		kind := object.Items[i].Kind
		if kind != json.Number && kind != json.Null && slices.Contains(numberKeys, name) {
			return false
		}
	}
	return true
}

func (e entry) text(name string) string   { return e.Get(name).String }
func (e entry) number(name string) number { return number(e.Get(name).Number) }
func (e entry) flag(name string) bool     { return e.Get(name).Kind == json.True }
func (e entry) is(typ string) bool        { return e.text("type") == typ }

// byID returns the entry of one type with this id, or nil.
func (list entries) byID(typ, id string) *entry {
	for i := range list {
		if list[i].is(typ) && list[i].text("id") == id {
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
		if e.is(typeInbound) && e.text("kind") == kind && (newest == nil || e.isNewerThan(newest)) {
			newest = e
		}
	}
	return newest
}

func (e *entry) isNewerThan(other *entry) bool {
	const last, received = "lastPacketReceivedTimestamp", "packetsReceived"
	if e.number(last) != other.number(last) {
		return e.number(last) > other.number(last)
	}
	return e.number(received) > other.number(received)
}

// selectedPair returns the candidate pair media flows over, or nil. The transport names it, Firefox also marks it; being
// nominated is not enough where either is told, because Chromium nominates several on the way to the best.
func (list entries) selectedPair() *entry {
	var selectedID string
	for i := range list {
		if list[i].is(typeTransport) && selectedID == "" {
			selectedID = list[i].text("selectedCandidatePairId")
		}
	}
	var nominated *entry
	for i := range list {
		e := &list[i]
		switch {
		case !e.is(typeCandidatePair):
		case e.flag("selected"), selectedID != "" && e.text("id") == selectedID:
			return e
		case e.flag("nominated") && e.text("state") == "succeeded" && (nominated == nil || e.isNewerThan(nominated)):
			nominated = e
		}
	}
	return nominated
}

// textOf is a member of the entry of one type with this id, "" if there is none.
func (list entries) textOf(typ, id, name string) string {
	if e := list.byID(typ, id); e != nil {
		return e.text(name)
	}
	return ""
}
