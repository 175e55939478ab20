package sdp

import "strings"

// SeparateSound returns a description in which the sound belongs to a media stream of its own (RFC 8830). A browser keeps in
// step what is of one stream (W3C Media Capture and Streams §4.2), and nothing else. All other lines are kept byte for byte.
func SeparateSound(description string) string {
	return editKind(description, "audio", separate)
}

// separate gives a section the one media stream "sound".
func separate(section []line) []line {
	out := make([]line, 0, len(section)+1)
	for _, l := range section {
		_, ssrcAttribute, _ := strings.Cut(l.text, " ")
		if strings.HasPrefix(l.text, "a=msid:") || strings.HasPrefix(l.text, "a=ssrc:") && strings.HasPrefix(ssrcAttribute, "msid:") {
			continue
		}
		out = append(out, l)
	}
	return append(out, line{"a=msid:sound sound", section[0].end})
}

// Inactive returns a description in which the media of one kind ("audio", "video") flow in no direction (RFC 8866 §6.7).
// All other lines are kept byte for byte.
func Inactive(description, kind string) string {
	return editKind(description, kind, inactive)
}

// editKind edits the sections of one kind.
func editKind(description, kind string, edit func([]line) []line) string {
	return editSections(description, func(section []line) []line {
		if !strings.HasPrefix(section[0].text, "m="+kind+" ") {
			return section
		}
		return edit(section)
	})
}

// inactive gives a section its one direction, which is sendrecv where it names none.
func inactive(section []line) []line {
	out := make([]line, 0, len(section)+1)
	for _, l := range section {
		switch l.text {
		case "a=sendrecv", "a=sendonly", "a=recvonly", "a=inactive":
		default:
			out = append(out, l)
		}
	}
	return append(out, line{"a=inactive", section[0].end})
}
