package sdp

import (
	"errors"
	"strings"
)

// MendAnswer returns the answer to an offer in the form that browsers take: lines end with CRLF, the sections and their mids are
// those of the offer, and what is missing is completed from it (browsers.md, "answers refused"). mended names the changes, and is ""
// if there are none. An error names the rule that is broken where the offer does not say what was meant.
//
// Mending twice gives the same as mending once.
func MendAnswer(offer, answer string) (text, mended string, err error) {
	offered, own := read(offer), read(answer)
	if offered == nil || own == nil {
		return "", "", errors.New("no v=0, or a line is not <type>=<value> (RFC 8866 section 5)")
	}
	var m mending
	if join(own) != answer {
		m.note("line ends or spaces")
	}
	if broken := m.match(own, offered); broken != "" {
		return "", "", errors.New(broken)
	}
	m.complete(offered)
	return join(append([]string{m.session}, m.media...)), m.notes, nil
}

// A description is read into sections: the lines before the first m= line, then each m= line without that "m=" and with the lines that
// belong to it. They are joined by sectionEnd, and their lines by crlf.
const (
	crlf       = "\r\n"
	sectionEnd = crlf + "m="
)

// What lines after the first one of a section begin with.
const (
	midIs     = crlf + "a=mid:"
	bundle    = crlf + "a=group:BUNDLE"
	iceUfrag  = crlf + "a=ice-ufrag:"
	inactive  = crlf + "a=inactive"
	sendonly  = crlf + "a=sendonly"
	sendrecv  = crlf + "a=sendrecv"
	recvonly  = crlf + "a=recvonly"
	noAddress = crlf + "c=IN IP4 0.0.0.0"
)

// read reads a description, whatever ends its lines, and leaves out the space that means nothing. It returns nil for what is none. The
// space behind a=rtcp-fb that pion writes stays, as no browser minds it.
func read(description string) []string {
	var text strings.Builder
	for _, raw := range strings.Split(strings.ReplaceAll(strings.TrimPrefix(description, "\ufeff"), "\r", "\n"), "\n") {
		l := strings.Join(strings.Fields(raw), " ")
		if l == "" {
			continue
		}
		if raw == l+" " && strings.HasPrefix(l, "a=rtcp-fb:") {
			l = raw
		}
		if len(l) < 2 || l[1] != '=' {
			return nil
		}
		text.WriteString(crlf)
		text.WriteString(l)
	}
	if !strings.HasPrefix(text.String(), crlf+"v=0"+crlf) {
		return nil
	}
	return strings.Split(text.String()[len(crlf):], sectionEnd)
}

// join is the reverse of read.
func join(sections []string) string { return strings.Join(sections, sectionEnd) + crlf }

// mending is an answer that is being mended.
type mending struct {
	session string
	media   []string // the sections in the order of the offer, "" for one that is missing
	carrier string   // the first accepted section, "" if there is none
	notes   string   // the changes
}

// note notes a change.
func (m *mending) note(change string) {
	switch {
	case m.notes == "":
		m.notes = change
	case !strings.Contains(m.notes, change):
		m.notes += ", " + change
	}
}

// match takes the sections of the answer in the order of the offer. It returns the rule that the answer breaks, or "".
func (m *mending) match(own, offered []string) (broken string) {
	m.session, own[0] = own[0], ""
	last := 0
	for _, offer := range offered[1:] {
		at := find(own, offer)
		section := own[at]
		own[at] = ""
		if at > 0 {
			if at < last {
				m.note("order of m= lines")
			}
			last = at
		}
		switch _, port, rest := media(section); {
		case strings.Contains(rest, " "):
			if port != "0" && m.carrier == "" {
				m.carrier = section
			}
		case port == "0":
			section = "" // a browser wants formats even of what is rejected
		case section != "":
			return "an m= line is incomplete (RFC 8866 section 5.14)"
		}
		m.media = append(m.media, section)
	}
	if last == 0 {
		return "no m= line was offered (RFC 3264 section 6)"
	}
	if strings.Join(own, "") != "" {
		m.note("m= lines that were not offered")
	}
	return ""
}

// find returns the index of the section for an offered one, or 0: of its kind, and if there are several also with its mid.
func find(own []string, offer string) (at int) {
	wanted, _, _ := media(offer)
	for i, section := range own {
		if kind, _, _ := media(section); kind == wanted && (at == 0 || value(section, midIs) == value(offer, midIs)) {
			at = i
		}
	}
	return at
}

// complete completes the sections, and makes the BUNDLE group of the accepted ones.
func (m *mending) complete(offered []string) {
	group := ""
	for i, offer := range offered[1:] {
		section, mid := m.media[i], value(offer, midIs)
		_, port, _ := media(section)
		carrier := ""
		if i == 0 { // the group's transport is that of this section, so it can't be rejected
			carrier = m.carrier
		}
		if section == "" || port == "0" && carrier != "" {
			if strings.Contains(section, iceUfrag) {
				carrier = section // perhaps it alone has candidates
			}
			section, port = m.standIn(offer, carrier)
		}
		if mid != "" {
			section = m.with(section, midIs, mid, "mids")
		}
		if port != "0" {
			group += " " + mid
			if strings.Contains(offer, recvonly) && !strings.Contains(section, sendonly) && !strings.Contains(section, inactive) {
				section = m.with(pick(section, false, sendrecv, recvonly), sendonly, "", "direction")
			}
		}
		m.media[i] = section
	}
	if strings.Contains(offered[0], bundle) {
		m.session = m.with(m.session, bundle, group, "BUNDLE group")
	}
}

// standIn returns the section for an offered one in which nothing is sent, and its port: it is rejected or, if there is a carrier,
// inactive, with the transport of that section.
func (m *mending) standIn(offer, carrier string) (section, port string) {
	kind, _, rest := media(offer)
	m.note("missing or rejected m=" + kind)
	port = "0"
	if carrier != "" {
		port = "9"
	}
	return kind + " " + port + " " + rest + noAddress + inactive +
		pick(carrier, true, crlf+"a=ice-", crlf+"a=candidate:", crlf+"a=end-of-candidates", crlf+"a=fingerprint:", crlf+"a=setup:", crlf+"a=rtcp-mux") +
		pick(offer, true, midIs, crlf+"a=rtpmap:", crlf+"a=fmtp:"), port
}

// with returns a section in which the one line that begins with name has this value.
func (m *mending) with(section, name, value, change string) string {
	want := name + value
	if pick(section, true, name) == want {
		return section
	}
	m.note(change)
	return pick(section, false, name) + want
}

// media returns the kind, the port and the rest of a section's m= line.
func media(section string) (kind, port, rest string) {
	line, _, _ := strings.Cut(section, crlf)
	kind, line, _ = strings.Cut(line, " ")
	port, rest, _ = strings.Cut(line, " ")
	return kind, port, rest
}

// value returns the rest of the first line that begins with name, or "".
func value(section, name string) string {
	_, rest, _ := strings.Cut(section, name)
	value, _, _ := strings.Cut(rest, crlf)
	return value
}

// pick returns the lines after the first one that begin with one of names or, if not kept, the first line and those that do not.
func pick(section string, kept bool, names ...string) string {
	var picked strings.Builder
	first, rest, more := strings.Cut(section, crlf)
	if !kept {
		picked.WriteString(first)
	}
	for more {
		var l string
		l, rest, more = strings.Cut(rest, crlf)
		l = crlf + l
		named := false
		for _, name := range names {
			named = named || strings.HasPrefix(l, name)
		}
		if named == kept {
			picked.WriteString(l)
		}
	}
	return picked.String()
}
