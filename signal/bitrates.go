package signal

import (
	"strings"

	"lebplayer/signal/internal/ascii"
)

// Parameters of a stream URL's query.
const (
	queryBitrates     = "tabr_bitrates"      // names of the stream's bitrates, separated by commas
	queryStartBitrate = "tabr_start_bitrate" // the bitrate sent first
	queryControl      = "tabr_control"       // who switches; "auto" is the server
)

// Bitrates returns the names of the stream's bitrates (tabr_bitrates), or none.
func (u StreamURL) Bitrates() []string {
	var names []string
	for rest := u.parameter(queryBitrates); rest != ""; {
		var name string
		if name, rest, _ = strings.Cut(rest, ","); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// StartBitrate returns the name of the bitrate that is sent first
// (tabr_start_bitrate), or "".
func (u StreamURL) StartBitrate() string { return u.parameter(queryStartBitrate) }

// SwitchableBitrate returns the name to pass to [Stream.SwitchBitrate] so that
// a pull of from delivers what a pull of to would. ok is true if the two URLs
// differ in tabr_start_bitrate alone, to's is one of tabr_bitrates, and
// tabr_control does not leave the choice to the server.
//
// The signature (txSecret and txTime) may differ, since it decides who may pull
// and not what is pulled. Any other parameter might choose what is pulled: it
// has to be the same, and in the same order.
func SwitchableBitrate(from, to StreamURL) (name string, ok bool) {
	name = to.StartBitrate()
	switch {
	case !ascii.EqualFold(from.Host, to.Host), from.App != to.App, from.StreamID != to.StreamID:
		return "", false
	case from.unsigned() != to.unsigned(), to.parameter(queryControl) == "auto":
		return "", false
	}
	for _, bitrate := range to.Bitrates() {
		if bitrate == name {
			return name, true
		}
	}
	return "", false
}

// parameter returns the first value of a parameter of the query, or "".
func (u StreamURL) parameter(wanted string) string {
	for rest := u.query(); rest != ""; {
		var pair string
		pair, rest, _ = strings.Cut(rest, "&")
		if name, value, _ := strings.Cut(pair, "="); name == wanted {
			return value
		}
	}
	return ""
}

// unsigned returns the query without the signature and the start bitrate, which
// may differ between two URLs of one stream.
func (u StreamURL) unsigned() string {
	var same strings.Builder
	for rest := u.query(); rest != ""; {
		var pair string
		pair, rest, _ = strings.Cut(rest, "&")
		switch name, _, _ := strings.Cut(pair, "="); name {
		case "", queryStartBitrate, "txSecret", "txTime":
		default:
			same.WriteString(pair)
			same.WriteByte('&')
		}
	}
	return same.String()
}

// query returns the query with commas in place of %2C, which is how a browser's
// URLSearchParams writes them.
func (u StreamURL) query() string {
	return strings.ReplaceAll(strings.ReplaceAll(u.Query, "%2C", ","), "%2c", ",")
}
