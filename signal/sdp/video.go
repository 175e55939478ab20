package sdp

import (
	"slices"
	"strings"
)

// HasVideo reports whether an answer agrees to send video: a section of video
// with a port (RFC 3264 §6) that is neither inactive nor for receiving only.
func HasVideo(answer string) (has bool) {
	editSections(answer, func(section []line) []line {
		media := strings.Fields(section[0].text)
		has = has || len(media) > 1 && media[0] == "m=video" && media[1] != "0" && !slices.ContainsFunc(section, sendsNothing)
		return section
	})
	return has
}

func sendsNothing(l line) bool { return l.text == "a=inactive" || l.text == "a=recvonly" }
