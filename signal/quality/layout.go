package quality

import (
	"strings"

	"lebplayer/signal/ascii"
)

// layout tells which entries of a connection's reports a Sample is made of, by their ids, "" for none, and what text is
// in the others. It takes a whole report to find, and is the same until an entry comes or goes or refers to another one.
type layout struct {
	size            int // of the report it was found in
	audio, video    streamLayout
	transport, pair string
	path            *CandidatePair
	// sole: no entry of that report could take the place of one of these without anything else being changed.
	sole bool
}

type streamLayout struct {
	inbound string
	codecID string // what inbound refers to
	remote  string // the sender's reports; too
	codec   string
}

func findLayout(report StatsReport) layout {
	list := identify(report.Entries())
	audio, soleAudio := list.streamLayout("audio")
	video, soleVideo := list.streamLayout("video")
	l := layout{size: len(list), audio: audio, video: video, sole: soleAudio && soleVideo}
	if transport := list.transport(); transport != nil {
		l.transport, l.pair = transport.id, transport.Text("selectedCandidatePairId")
	}
	if pair := list.selectedPair(l.pair); pair != nil {
		l.pair = pair.id
		local := pair.Text("localCandidateId")
		l.path = &CandidatePair{
			Local:    list.textOf(typeLocalCandidate, local, "candidateType"),
			Remote:   list.textOf(typeRemoteCandidate, pair.Text("remoteCandidateId"), "candidateType"),
			Protocol: list.textOf(typeLocalCandidate, local, "protocol"),
		}
	}
	return l
}

func (list entries) streamLayout(kind string) (l streamLayout, sole bool) {
	e, sole := list.inbound(kind)
	if e == nil {
		return l, sole
	}
	l = streamLayout{inbound: e.id, codecID: e.Text("codecId"), remote: e.Text("remoteId")}
	_, codec, _ := strings.Cut(list.textOf(typeCodec, l.codecID, "mimeType"), "/")
	l.codec = ascii.Lower(codec)
	return l, sole
}

// parts are the entries that a layout names; nil where it names none.
type parts struct{ audio, video, transport, pair Entry }

func (l *layout) parts(report StatsReport) parts {
	return parts{
		audio:     entryOf(report, l.audio.inbound),
		video:     entryOf(report, l.video.inbound),
		transport: entryOf(report, l.transport),
		pair:      entryOf(report, l.pair),
	}
}

func entryOf(report StatsReport, id string) Entry {
	if id == "" {
		return nil
	}
	return report.Entry(id)
}

// holds tells whether a report, of which these are the parts, is laid out as l tells.
func (l *layout) holds(size int, p parts) bool {
	return l.sole && size == l.size && l.audio.holds(p.audio) && l.video.holds(p.video) &&
		p.pair != nil && p.transport != nil && p.transport.Is("selectedCandidatePairId", l.pair)
}

func (l *streamLayout) holds(inbound Entry) bool {
	if l.inbound == "" {
		return true
	}
	return inbound != nil && inbound.Is("codecId", l.codecID) && inbound.Is("remoteId", l.remote)
}
