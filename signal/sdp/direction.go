package sdp

import "strings"

// Inactive returns a description in which the media of one kind ("audio", "video") flow in no direction (RFC 8866 §6.7).
// All other lines are kept byte for byte.
func Inactive(description, kind string) string {
	var out []line
	for rest := splitLines(description); len(rest) > 0; {
		n := sectionLength(rest)
		section := rest[:n]
		if strings.HasPrefix(section[0].text, "m="+kind+" ") {
			section = inactive(section)
		}
		out = append(out, section...)
		rest = rest[n:]
	}
	return joinLines(out)
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
