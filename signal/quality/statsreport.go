package quality

// StatsReport is an RTCStatsReport (https://www.w3.org/TR/webrtc/#rtcstatsreport-object).
type StatsReport interface {
	// Size is how many entries there are.
	Size() int
	// Entries are all of them, in whatever order. In a browser each one that is asked for costs time.
	Entries() []Entry
	// Entry is the one with this id, nil if there is none.
	Entry(id string) Entry
}

// Entry is one dictionary of a StatsReport. A member that is missing, or of another type, is "", 0 or false.
type Entry interface {
	Text(name string) string
	// Is tells whether Text would give this text, for less time.
	Is(name, text string) bool
	Number(name string) float64
	Flag(name string) bool
}

// The types of entries that are looked at: RTCStatsType of https://www.w3.org/TR/webrtc-stats/.
const (
	typeInbound         = "inbound-rtp"
	typeRemoteOutbound  = "remote-outbound-rtp"
	typeCodec           = "codec"
	typeTransport       = "transport"
	typeCandidatePair   = "candidate-pair"
	typeLocalCandidate  = "local-candidate"
	typeRemoteCandidate = "remote-candidate"
)

// entries are those of a whole report, each with what tells them apart.
type entries []identified

type identified struct {
	Entry
	typ, id string
}

func identify(list []Entry) entries {
	known := make(entries, len(list))
	for i, e := range list {
		known[i] = identified{e, e.Text("type"), e.Text("id")}
	}
	return known
}

// byID returns the entry of one type with this id, or nil.
func (list entries) byID(typ, id string) *identified {
	for i := range list {
		if list[i].typ == typ && list[i].id == id {
			return &list[i]
		}
	}
	return nil
}

// textOf is a member of the entry of one type with this id, "" if there is none.
func (list entries) textOf(typ, id, name string) string {
	if e := list.byID(typ, id); e != nil {
		return e.Text(name)
	}
	return ""
}

// inbound returns the stream of one kind that is being received, or nil, and whether it is the only one. A sender that
// changes its SSRC leaves the old stream's entry standing for a while, so it is the one whose last packet is the newest,
// and if no browser tells, the one with more packets.
func (list entries) inbound(kind string) (newest *identified, sole bool) {
	sole = true
	for i := range list {
		e := &list[i]
		if e.typ != typeInbound || e.Text("kind") != kind {
			continue
		}
		sole = newest == nil
		if newest == nil || e.isNewerThan(newest) {
			newest = e
		}
	}
	return newest, sole
}

func (e *identified) isNewerThan(other *identified) bool {
	const last, received = "lastPacketReceivedTimestamp", "packetsReceived"
	if e.Number(last) != other.Number(last) {
		return e.Number(last) > other.Number(last)
	}
	return e.Number(received) > other.Number(received)
}

// transport returns the transport's entry, or nil. There is one: all media are bundled.
func (list entries) transport() *identified {
	for i := range list {
		if list[i].typ == typeTransport {
			return &list[i]
		}
	}
	return nil
}

// selectedPair returns the candidate pair media flows over, or nil. The transport names it, Firefox also marks it; being
// nominated is not enough where either is told, because Chromium nominates several on the way to the best.
func (list entries) selectedPair(id string) *identified {
	var nominated *identified
	for i := range list {
		e := &list[i]
		switch {
		case e.typ != typeCandidatePair:
		case e.Flag("selected"), id != "" && e.id == id:
			return e
		case e.Flag("nominated") && e.Text("state") == "succeeded" && (nominated == nil || e.isNewerThan(nominated)):
			nominated = e
		}
	}
	return nominated
}
