// Package sdp edits the session descriptions a player sends, as text and without side effects (RFC 8866, RFC 8829).
package sdp

import (
	"slices"
	"strings"
)

// MungeOffer returns the offer as an LEB server wants it:
//
//   - every Opus payload type, found by its rtpmap, asks for stereo=1 (RFC 7587 §6.1: without it a receiver prefers mono);
//   - every H.264 payload type asks for sps-pps-idr-in-keyframe=1 (parameter sets in front of every IDR picture);
//   - for Firefox, a=setup becomes passive, so that the server opens DTLS (RFC 5763 §5), and of the H.264 payload types
//     only the one it prefers, the first of the m= line, stays, with its rtx;
//   - a section has a port, also if it is offered for the bundle alone (Firefox): see WithPorts.
//
// All other lines are kept byte for byte, each with its own line ending. Munging twice gives the same as munging once.
// It never fails: of a text that is no session description it changes only the lines that look as if they were of one.
func MungeOffer(offer string, firefox bool) string {
	return editSections(offer, func(section []line) []line { return mungeSection(withPort(section), firefox) })
}

// HasH264 reports whether a description offers H.264, the one video codec of every LEB stream. Not every browser does
// (browsers.md, "H.264 offered late").
func HasH264(sdp string) bool {
	for _, l := range splitLines(sdp) {
		if a, ok := parseAttribute(l.text); ok && a.name == "rtpmap" && encodingName(a.value) == "h264" {
			return true
		}
	}
	return false
}

// bundleOnly marks a section that is offered only within a bundle. Its port is 0 (RFC 9143 §6).
const bundleOnly = "a=bundle-only"

// WithPorts gives each bundle-only section of an offer a port. A server that does not know the attribute takes port 0 for
// a refusal, and RFC 9143 leaves the offerer the choice.
func WithPorts(offer string) string {
	return editSections(offer, withPort)
}

func withPort(section []line) []line {
	out := slices.DeleteFunc(slices.Clone(section), func(l line) bool { return l.text == bundleOnly })
	if len(out) < len(section) {
		fields := strings.Split(out[0].text, " ")
		if len(fields) > portField && fields[portField] == "0" {
			fields[portField] = "9"
		}
		out[0].text = strings.Join(fields, " ")
	}
	return out
}

// mungeSection edits one section: the lines before the first m= line, or an m= line and all that belongs to it.
func mungeSection(section []line, firefox bool) []line {
	types := readPayloadTypes(section)
	var dropped map[string]bool
	if firefox {
		dropped = types.beyondFirstH264()
	}
	out := make([]line, 0, len(section))
	for _, l := range section {
		a, ok := parseAttribute(l.text)
		param := types.param[a.payloadType]
		switch {
		case ok && dropped[a.payloadType]: // its rtpmap, fmtp and rtcp-fb lines
			continue
		case ok && a.name == "fmtp" && param != "":
			l.text = fmtpLine(a.payloadType, setParam(a.value, param))
		case firefox && strings.HasPrefix(l.text, "m="):
			l.text = withoutFormats(l.text, dropped)
		case firefox && strings.HasPrefix(l.text, "a=setup:"):
			l.text = "a=setup:passive"
		}
		out = append(out, l)
		if ok && a.name == "rtpmap" && param != "" && !types.hasFmtp[a.payloadType] {
			types.hasFmtp[a.payloadType] = true // one is enough, even if a second rtpmap names the same payload type
			out = append(out, line{fmtpLine(a.payloadType, setParam("", param)), l.end})
		}
	}
	return out
}
