package signal

import (
	"strings"

	"lebplayer/signal/internal/ascii"
)

// The members of a stream URL's query that say which bitrates it has, which of
// them comes first, and who switches: "auto" is the server.
const (
	queryBitrates     = "tabr_bitrates"
	queryStartBitrate = "tabr_start_bitrate"
	queryControl      = "tabr_control"
)

// Bitrates gives the names of the bitrates between which the stream can switch
// (tabr_bitrates), or none.
func (u StreamURL) Bitrates() []string {
	var names []string
	for rest := u.member(queryBitrates); rest != ""; {
		var name string
		if name, rest, _ = strings.Cut(rest, ","); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// StartBitrate gives the name of the bitrate that comes first
// (tabr_start_bitrate), or "".
func (u StreamURL) StartBitrate() string { return u.member(queryStartBitrate) }

// SwitchableBitrate gives the bitrate that makes of a stream pulled as from
// what a pull of to would give: the name for [Client.SwitchBitrate]. It is ok
// if the two differ in tabr_start_bitrate alone, to's is one of tabr_bitrates,
// and tabr_control does not leave the choice to the server.
//
// The signature (txSecret and txTime) may differ: it is what lets one pull, and
// not what is pulled. Whatever else is in the query might be the latter, so
// that it has to be the same, and in the same order.
func SwitchableBitrate(from, to StreamURL) (name string, ok bool) {
	name = to.StartBitrate()
	switch {
	case !ascii.EqualFold(from.Host, to.Host), from.App != to.App, from.StreamID != to.StreamID:
		return "", false
	case from.stream() != to.stream(), to.member(queryControl) == "auto":
		return "", false
	}
	for _, bitrate := range to.Bitrates() {
		if bitrate == name {
			return name, true
		}
	}
	return "", false
}

// member gives the first value of a name in the query, or "".
func (u StreamURL) member(wanted string) string {
	for rest := u.query(); rest != ""; {
		var member string
		member, rest, _ = strings.Cut(rest, "&")
		if name, value, _ := strings.Cut(member, "="); name == wanted {
			return value
		}
	}
	return ""
}

// stream gives the query without what may differ between two URLs of the same
// stream.
func (u StreamURL) stream() string {
	var same strings.Builder
	for rest := u.query(); rest != ""; {
		var member string
		member, rest, _ = strings.Cut(rest, "&")
		switch name, _, _ := strings.Cut(member, "="); name {
		case "", queryStartBitrate, "txSecret", "txTime":
		default:
			same.WriteString(member)
			same.WriteByte('&')
		}
	}
	return same.String()
}

// query gives the query with its commas readable: URLSearchParams writes %2C.
func (u StreamURL) query() string {
	return strings.ReplaceAll(strings.ReplaceAll(u.Query, "%2C", ","), "%2c", ",")
}
