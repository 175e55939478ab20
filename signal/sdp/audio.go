package sdp

import (
	"slices"
	"strconv"
	"strings"
)

// SplitAudioStream returns a description in which the audio belongs to a media stream of its own, "sound" (RFC 8830).
// Browsers keep in step the tracks of one stream (W3C Media Capture and Streams §4.2), and no others. All other lines are
// kept byte for byte.
func SplitAudioStream(description string) string {
	return editAudio(description, split)
}

// split returns a section with "sound" as its only media stream.
func split(section []line) []line {
	out := slices.DeleteFunc(slices.Clone(section), func(l line) bool {
		_, ssrcAttribute, _ := strings.Cut(l.text, " ")
		return strings.HasPrefix(l.text, "a=msid:") || isSSRC(l) && strings.HasPrefix(ssrcAttribute, "msid:")
	})
	return append(out, line{"a=msid:sound sound", section[0].end})
}

// HasAudioSSRC reports whether a description names the SSRC of the audio (RFC 5576).
func HasAudioSSRC(description string) (has bool) {
	editAudio(description, func(section []line) []line {
		has = has || slices.ContainsFunc(section, isSSRC)
		return section
	})
	return has
}

// WithAudioSSRC returns a description that names this SSRC of the audio (RFC 5576), or none if it is 0. All other lines are
// kept byte for byte.
func WithAudioSSRC(description string, ssrc uint32) string {
	return editAudio(description, func(section []line) []line {
		out := slices.DeleteFunc(slices.Clone(section), isSSRC)
		if ssrc != 0 {
			out = append(out, line{"a=ssrc:" + strconv.FormatUint(uint64(ssrc), 10) + " cname:audio", section[0].end})
		}
		return out
	})
}

// isSSRC reports whether a line is about a source or a group of sources.
func isSSRC(l line) bool {
	return strings.HasPrefix(l.text, "a=ssrc:") || strings.HasPrefix(l.text, "a=ssrc-group:")
}

// editAudio edits the sections of audio.
func editAudio(description string, edit func([]line) []line) string {
	return editSections(description, func(section []line) []line {
		if !strings.HasPrefix(section[0].text, "m=audio ") {
			return section
		}
		return edit(section)
	})
}
