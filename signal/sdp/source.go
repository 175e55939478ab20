package sdp

import (
	"slices"
	"strconv"
	"strings"
)

// SeparateSound returns a description in which the sound belongs to a media stream of its own (RFC 8830). A browser keeps in
// step what is of one stream (W3C Media Capture and Streams §4.2), and nothing else. All other lines are kept byte for byte.
func SeparateSound(description string) string {
	return editSound(description, separate)
}

// separate gives a section the one media stream "sound".
func separate(section []line) []line {
	out := slices.DeleteFunc(slices.Clone(section), func(l line) bool {
		_, ssrcAttribute, _ := strings.Cut(l.text, " ")
		return strings.HasPrefix(l.text, "a=msid:") || isSource(l) && strings.HasPrefix(ssrcAttribute, "msid:")
	})
	return append(out, line{"a=msid:sound sound", section[0].end})
}

// NamesSoundSource tells whether a description names the sound's SSRC.
func NamesSoundSource(description string) (names bool) {
	editSound(description, func(section []line) []line {
		names = names || slices.ContainsFunc(section, isSource)
		return section
	})
	return names
}

// WithSoundSource returns a description in which the sound comes from the source with this SSRC (RFC 5576), or if it is 0
// from whichever the packets name. All other lines are kept byte for byte.
func WithSoundSource(description string, ssrc uint32) string {
	return editSound(description, func(section []line) []line {
		out := slices.DeleteFunc(slices.Clone(section), isSource)
		if ssrc != 0 {
			out = append(out, line{"a=ssrc:" + strconv.FormatUint(uint64(ssrc), 10) + " cname:audio", section[0].end})
		}
		return out
	})
}

func isSource(l line) bool {
	return strings.HasPrefix(l.text, "a=ssrc:") || strings.HasPrefix(l.text, "a=ssrc-group:")
}

// editSound edits the sections of sound.
func editSound(description string, edit func([]line) []line) string {
	return editSections(description, func(section []line) []line {
		if !strings.HasPrefix(section[0].text, "m=audio ") {
			return section
		}
		return edit(section)
	})
}
