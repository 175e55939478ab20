package edge

import (
	"slices"
	"strings"
)

// answerFaults are the faults of the answer, as named in web/docs/en/edge.md. They change its text alone: the edge sends what it would send.
// A section is named by its kind, "audio", "video" or "application", which is the data channel for SEI.
var answerFaults = map[string]func(answer string) string{
	"answer-lf":      func(a string) string { return strings.ReplaceAll(a, "\r\n", "\n") },
	"answer-cr":      func(a string) string { return strings.ReplaceAll(a, "\r\n", "\r") },
	"answer-trimmed": strings.TrimSpace, // the last line has no end
	"answer-blank":   func(a string) string { return a + "\r\n" },
	"answer-spaces":  func(a string) string { return strings.ReplaceAll(a, "\r\n", " \r\n") },
	"answer-bom":     func(a string) string { return "\ufeff" + a },

	"answer-no-audio":               edited(func(a answer) answer { return a.without("audio").bundled() }),
	"answer-no-video":               edited(func(a answer) answer { return a.without("video").bundled() }),
	"answer-no-application":         edited(func(a answer) answer { return a.without("application").bundled() }),
	"answer-reject-audio":           edited(func(a answer) answer { return a.rejecting("audio").bundled() }),
	"answer-reject-video":           edited(func(a answer) answer { return a.rejecting("video").bundled() }),
	"answer-reject-audio-in-bundle": edited(func(a answer) answer { return a.rejecting("audio") }),
	"answer-reject-video-in-bundle": edited(func(a answer) answer { return a.rejecting("video") }),
	"answer-extra":                  edited(func(a answer) answer { return append(a, "text 0 RTP/AVP 98\r\nc=IN IP4 0.0.0.0\r\na=mid:text") }),
	"answer-swapped":                edited(answer.turned),
	"answer-no-mids":                edited(func(a answer) answer { return a.withoutLines("a=mid:") }),
	"answer-other-mids":             edited(answer.renamed),
	"answer-no-bundle":              edited(func(a answer) answer { return a.withoutLines("a=group:") }),
	"answer-wrong-bundle":           edited(func(a answer) answer { return a.grouped([]string{"audio", "video"}) }),
	"answer-no-direction":           edited(func(a answer) answer { return a.withoutLines("a=sendonly") }),
	"answer-sendrecv":               func(a string) string { return strings.ReplaceAll(a, "a=sendonly", "a=sendrecv") },
	"answer-garbage":                func(string) string { return "<!doctype html><title>502</title><h1>Bad Gateway</h1>" },
}

func init() {
	for kind := range answerFaults {
		vocabulary[kind] = faultKind{class: pullFault}
	}
}

// editAnswer returns an answer with the answer faults that a session has from its beginning.
func (s *session) editAnswer(answer string) string {
	for _, f := range s.initialFaults {
		if edit := answerFaults[f.kind]; edit != nil {
			answer = edit(answer)
		}
	}
	return answer
}

// answer is an answer in sections: the lines before the first m= line, then each m= line, without that "m=", with its lines.
type answer []string

// edited returns a fault that changes the sections.
func edited(change func(answer) answer) func(string) string {
	return func(text string) string {
		sections := strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\nm=")
		return strings.Join(change(sections), "\r\nm=") + "\r\n"
	}
}

// without lacks the sections of a kind. The candidates, which are in the first section, stay.
func (a answer) without(kind string) answer {
	var candidates string
	for l := range strings.SplitSeq(a[1], "\r\n") {
		if strings.HasPrefix(l, "a=candidate:") {
			candidates += "\r\n" + l
		}
	}
	kept := slices.DeleteFunc(a, func(section string) bool { return strings.HasPrefix(section, kind+" ") })
	if len(kept) > 1 && !strings.Contains(kept[1], candidates) {
		kept[1] += candidates
	}
	return kept
}

// rejecting gives the sections of a kind the port 0.
func (a answer) rejecting(kind string) answer {
	for i, section := range a {
		if strings.HasPrefix(section, kind+" ") {
			fields := strings.SplitN(section, " ", 3)
			a[i] = kind + " 0 " + fields[2]
		}
	}
	return a
}

// turned has the sections in the opposite order.
func (a answer) turned() answer {
	slices.Reverse(a[1:])
	return a
}

// renamed has the kinds of the sections as their mids.
func (a answer) renamed() answer {
	for i, section := range a[1:] {
		kind, _, _ := strings.Cut(section, " ")
		a[i+1] = strings.Replace(section, "\r\na=mid:", "\r\na=mid:"+kind, 1)
	}
	return a.bundled()
}

// bundled has a BUNDLE group of all sections that are not rejected.
func (a answer) bundled() answer {
	var mids []string
	for _, section := range a[1:] {
		fields := strings.SplitN(section, " ", 3)
		_, mid, _ := strings.Cut(section, "\r\na=mid:")
		mid, _, _ = strings.Cut(mid, "\r\n")
		if fields[1] != "0" {
			mids = append(mids, mid)
		}
	}
	return a.grouped(mids)
}

// grouped has a BUNDLE group of these mids.
func (a answer) grouped(mids []string) answer {
	before, rest, _ := strings.Cut(a[0], "\r\na=group:BUNDLE")
	_, after, _ := strings.Cut(rest, "\r\n")
	a[0] = strings.TrimSuffix(before+"\r\na=group:BUNDLE "+strings.Join(mids, " ")+"\r\n"+after, "\r\n")
	return a
}

// withoutLines lacks the lines that begin with prefix.
func (a answer) withoutLines(prefix string) answer {
	for i, section := range a {
		lines := slices.DeleteFunc(strings.Split(section, "\r\n"), func(l string) bool { return strings.HasPrefix(l, prefix) })
		a[i] = strings.Join(lines, "\r\n")
	}
	return a
}
