package quality

// StatsReport is an RTCStatsReport (https://www.w3.org/TR/webrtc/#rtcstatsreport-object).
type StatsReport interface {
	// Size returns the number of entries.
	Size() int
	// Entries returns all entries, in any order. In a browser each one takes time.
	Entries() []Entry
	// Entry returns the entry with this id, or nil.
	Entry(id string) Entry
}

// Entry is one dictionary of a StatsReport. Members that are missing, or of another type, are "", 0 or false.
type Entry interface {
	Text(name string) string
	// Is reports whether Text would return this text, in less time.
	Is(name, text string) bool
	Number(name string) float64
	Flag(name string) bool
}

// The types of entries that are read: RTCStatsType of https://www.w3.org/TR/webrtc-stats/.
const (
	typeInbound         = "inbound-rtp"
	typeRemoteOutbound  = "remote-outbound-rtp"
	typeCodec           = "codec"
	typeTransport       = "transport"
	typeCandidatePair   = "candidate-pair"
	typeLocalCandidate  = "local-candidate"
	typeRemoteCandidate = "remote-candidate"
)

// entries are those of a whole report, with their types and ids.
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

// textOf returns a member of the entry of one type with this id, "" if there is none.
func (list entries) textOf(typ, id, name string) string {
	if e := list.byID(typ, id); e != nil {
		return e.Text(name)
	}
	return ""
}

// inbound returns the stream of one kind that is being received, or nil, and whether no other one could be. After a sender has
// changed its SSRC the old stream's entry stays for a while: the one in use has the newest packet or, where a browser does
// not report that, more packets.
func (list entries) inbound(kind string) (newest *identified, only bool) {
	only = true
	for i := range list {
		e := &list[i]
		if e.typ != typeInbound || e.Text("kind") != kind {
			continue
		}
		only = newest == nil
		if newest == nil || e.isNewerThan(newest) {
			newest = e
		}
	}
	return newest, only
}

func (e *identified) isNewerThan(other *identified) bool {
	const last, received = "lastPacketReceivedTimestamp", "packetsReceived"
	if e.Number(last) != other.Number(last) {
		return e.Number(last) > other.Number(last)
	}
	return e.Number(received) > other.Number(received)
}

// transport returns the transport's entry, or nil. There is only one, as all media are bundled.
func (list entries) transport() *identified {
	for i := range list {
		if list[i].typ == typeTransport {
			return &list[i]
		}
	}
	return nil
}

// selectedPair returns the candidate pair that media take, or nil. The transport names it (id), or it is marked as selected.
// Being nominated counts only where there is neither, as several pairs may be (browsers.md, "selected candidate pair").
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
