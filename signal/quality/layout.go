package quality

import (
	"strings"

	"lebplayer/signal/internal/ascii"
)

// layout names the entries of a connection's reports that a Sample is made of, by their ids ("" if there is none), and keeps
// the texts of the others. Finding it takes a whole report; it holds until an entry comes, goes, or refers to another one.
type layout struct {
	size            int // entries in the report
	audio, video    streamLayout
	transport, pair string
	path            *CandidatePair
	unambiguous     bool // there was only one stream of each kind to choose from
}

type streamLayout struct {
	inbound string // id of the stream's entry
	codecID string // id of the codec's entry
	remote  string // id of the entry with the sender's reports
	codec   string // name of the codec
}

func findLayout(report StatsReport) layout {
	list := identify(report.Entries())
	audio, onlyAudio := list.streamLayout("audio")
	video, onlyVideo := list.streamLayout("video")
	l := layout{size: len(list), audio: audio, video: video, unambiguous: onlyAudio && onlyVideo}
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

func (list entries) streamLayout(kind string) (l streamLayout, only bool) {
	e, only := list.inbound(kind)
	if e == nil {
		return l, only
	}
	l = streamLayout{inbound: e.id, codecID: e.Text("codecId"), remote: e.Text("remoteId")}
	_, codec, _ := strings.Cut(list.textOf(typeCodec, l.codecID, "mimeType"), "/")
	l.codec = ascii.Lower(codec)
	return l, only
}

// parts are the entries that a layout names, nil where it names none.
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

// holds reports whether l is the layout of a report of this size and with these parts.
func (l *layout) holds(size int, p parts) bool {
	return l.unambiguous && size == l.size && l.audio.holds(p.audio) && l.video.holds(p.video) &&
		p.pair != nil && p.transport != nil && p.transport.Is("selectedCandidatePairId", l.pair)
}

func (l *streamLayout) holds(inbound Entry) bool {
	if l.inbound == "" {
		return true
	}
	return inbound != nil && inbound.Is("codecId", l.codecID) && inbound.Is("remoteId", l.remote)
}
