package sdp

import "strings"

// payloadTypes is what one media section says about its payload types. They have no meaning outside of it.
type payloadTypes struct {
	formats []string          // payload types of the m= line, the preferred one first
	h264    map[string]bool   // payload types of H.264
	param   map[string]string // payload type → the format parameter that has to be 1
	hasFmtp map[string]bool   // payload types with an fmtp line
	apt     map[string]string // rtx payload type → the payload type it repairs (RFC 4588 §8.1); "" for all others
}

func readPayloadTypes(section []line) payloadTypes {
	types := payloadTypes{
		h264: map[string]bool{}, param: map[string]string{}, hasFmtp: map[string]bool{}, apt: map[string]string{},
	}
	for _, l := range section {
		if strings.HasPrefix(l.text, "m=") {
			types.formats = mediaFormats(l.text)
		}
		a, ok := parseAttribute(l.text)
		switch {
		case !ok:
		case a.name == "rtpmap":
			types.readRtpmap(a)
		case a.name == "fmtp":
			types.hasFmtp[a.payloadType] = true
			types.apt[a.payloadType] = paramValue(a.value, "apt")
		}
	}
	return types
}

func (t *payloadTypes) readRtpmap(a attribute) {
	switch encodingName(a.value) {
	case "opus":
		t.param[a.payloadType] = "stereo"
	case "h264":
		t.param[a.payloadType] = "sps-pps-idr-in-keyframe"
		t.h264[a.payloadType] = true
	}
}

// beyondFirstH264 returns the H.264 payload types after the preferred one, and the rtx that repair them.
func (t *payloadTypes) beyondFirstH264() map[string]bool {
	dropped := map[string]bool{}
	first := ""
	for _, pt := range t.formats {
		switch {
		case !t.h264[pt]:
		case first == "":
			first = pt
		case pt != first:
			dropped[pt] = true
		}
	}
	for pt, repaired := range t.apt {
		if t.h264[repaired] && dropped[repaired] && !t.h264[pt] {
			dropped[pt] = true
		}
	}
	return dropped
}
