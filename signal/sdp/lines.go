package sdp

import (
	"strings"

	"lebplayer/signal/internal/ascii"
)

// line is one line and the bytes that end it: CRLF (RFC 8866 §5), a bare LF, or nothing where a text was cut off.
type line struct{ text, end string }

func splitLines(s string) []line {
	var lines []line
	for l := range strings.Lines(s) {
		text := strings.TrimRight(l, "\r\n")
		lines = append(lines, line{text, l[len(text):]})
	}
	return lines
}

// joinLines is the reverse of splitLines. A line without an end that is no longer the last gets that of its neighbours.
func joinLines(lines []line) string {
	usual := "\r\n"
	for _, l := range lines {
		if strings.HasSuffix(l.end, "\n") {
			usual = l.end
			break
		}
	}
	var s strings.Builder
	for i, l := range lines {
		if i < len(lines)-1 && !strings.HasSuffix(l.end, "\n") {
			l.end = usual
		}
		s.WriteString(l.text)
		s.WriteString(l.end)
	}
	return s.String()
}

// editSections edits each section: the lines before the first m= line, and each m= line with the lines that belong to it.
func editSections(description string, edit func(section []line) []line) string {
	var out []line
	for rest := splitLines(description); len(rest) > 0; {
		n := sectionLength(rest)
		out = append(out, edit(rest[:n])...)
		rest = rest[n:]
	}
	return joinLines(out)
}

// sectionLength returns the number of lines before the next m= line, the first line not considered.
func sectionLength(lines []line) int {
	for i := 1; i < len(lines); i++ {
		if strings.HasPrefix(lines[i].text, "m=") {
			return i
		}
	}
	return len(lines)
}

// attribute is an a= line about one payload type.
type attribute struct{ name, payloadType, value string }

// parseAttribute reads an a= line. ok is false for any other line, and for one that is not about a payload type.
func parseAttribute(text string) (a attribute, ok bool) {
	name, rest, _ := strings.Cut(text, ":")
	switch name {
	case "a=rtpmap", "a=fmtp", "a=rtcp-fb", "a=imageattr":
		payloadType, value, _ := strings.Cut(rest, " ")
		return attribute{name[len("a="):], payloadType, value}, payloadType != ""
	}
	return attribute{}, false
}

// encodingName returns the "opus" of an rtpmap's "opus/48000/2". Names are case-insensitive (RFC 8866 §6.6).
func encodingName(rtpmap string) string {
	name, _, _ := strings.Cut(rtpmap, "/")
	return ascii.Lower(name)
}

// mediaFieldsBeforeFormats are the kind, the port and the protocol of an m= line.
const (
	mediaFieldsBeforeFormats = 3
	portField                = 1
)

func mediaFormats(mediaLine string) []string {
	fields := strings.Split(mediaLine, " ")
	return fields[min(mediaFieldsBeforeFormats, len(fields)):]
}

func withoutFormats(mediaLine string, dropped map[string]bool) string {
	fields := strings.Split(mediaLine, " ")
	kept := fields[:0]
	for i, field := range fields {
		if i < mediaFieldsBeforeFormats || !dropped[field] {
			kept = append(kept, field)
		}
	}
	return strings.Join(kept, " ")
}

func fmtpLine(payloadType, params string) string {
	return "a=fmtp:" + payloadType + " " + params
}

// paramValue returns the value of a format parameter, "" if it is not there.
func paramValue(params, name string) string {
	for part := range strings.SplitSeq(params, ";") {
		if key, value, _ := strings.Cut(part, "="); isParam(key, name) {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// setParam returns a list of format parameters, separated by semicolons, with name=1.
func setParam(params, name string) string {
	parts := strings.Split(params, ";")
	found := false
	for i, part := range parts {
		key, value, _ := strings.Cut(part, "=")
		if !isParam(key, name) {
			continue
		}
		found = true
		if strings.TrimSpace(value) != "1" {
			parts[i] = name + "=1"
		}
	}
	if found {
		return strings.Join(parts, ";")
	}
	if params = strings.TrimRight(params, "; "); params != "" {
		params += ";"
	}
	return params + name + "=1"
}

func isParam(key, name string) bool {
	return ascii.EqualFold(strings.TrimSpace(key), name)
}
