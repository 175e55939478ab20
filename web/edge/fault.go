package edge

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/signaltest"
)

// faultApp is the app whose stream names are faults to show: webrtc://host/fault/http-500. What follows a "~" in the
// name is ignored, so that a test can have a name of its own: http-500~mine.
const faultApp = "fault"

// A fault is something that goes wrong on purpose. Its name is kind or kind-N.
type fault struct {
	kind string
	n    int // percent, milliseconds, HTTP status or errcode; 0 without one
}

// The kinds of faults, the README's words.
const (
	// Signalling: what is wrong with the reply to pullstream.
	faultErrCode    = "errcode"     // that errcode
	faultHTTP       = "http"        // that HTTP status, 300 to 599
	faultReportHTTP = "report-http" // that HTTP status for the three reports; pullstream and stopstream are fine
	faultSlow       = "slow"        // comes after N ms
	faultGarbage    = "garbage"     // a proxy's HTML
	faultTruncated  = "truncated"   // JSON, cut off
	faultEmpty      = "empty"       // no body
	faultHuge       = "huge"        // longer than any reply may be
	faultNoCORS     = "no-cors"     // of no use to a page of another origin; so are those to the other calls
	faultHang       = "hang"        // never comes
	faultNoMedia    = "no-media"    // fine, but the session it begins connects and sends nothing: stop

	// Network: what happens to the datagrams of a session, both ways.
	faultLoss   = "loss"   // N % are lost
	faultDelay  = "delay"  // N ms longer each way
	faultJitter = "jitter" // 0 to N ms longer, each datagram for itself; none overtakes another
	faultDrop   = "drop"   // all are lost, for N ms or for good
	faultHold   = "hold"   // all wait for N ms, and arrive together

	// Media: what is sent.
	faultFreeze     = "freeze"      // nothing for N ms, then live again from a key frame: the time between is missing
	faultStop       = "stop"        // no RTP any more, while ICE, DTLS and RTCP live on
	faultStopVideo  = "stop-video"  //
	faultStopAudio  = "stop-audio"  //
	faultSSRC       = "ssrc"        // goes on in the same connection with other SSRCs, from a key frame
	faultResize     = "resize"      // the other picture size, from the next key frame, with the same SSRC
	faultNoKeyFrame = "no-keyframe" // loses some frames, so that a key frame is needed, and then all key frames; PLI and FIR are ignored
	faultCorrupt    = "corrupt"     // pictures that no decoder takes

	// The session.
	faultClose   = "close"   // the edge closes the peer connection (DTLS close_notify)
	faultRestart = "restart" // close, and what is pulled from then on has the other picture size
)

// faultClass tells whom a fault befalls.
type faultClass int

const (
	pullFault    faultClass = iota // the reply to a pull, or the session that begins with it
	networkFault                   // a session's datagrams
	mediaFault                     // what a session sends
	sessionFault                   // a session as a whole
)

// faultKind is what the vocabulary knows about a kind. Its number is between min and max, or absent if optional or both are 0.
type faultKind struct {
	class    faultClass
	min, max int
	optional bool
}

var vocabulary = map[string]faultKind{
	faultErrCode:    {class: pullFault, min: 1, max: math.MaxInt32},
	faultHTTP:       {class: pullFault, min: 300, max: 599},
	faultReportHTTP: {class: pullFault, min: 300, max: 599},
	faultSlow:       {class: pullFault, min: 1, max: math.MaxInt32},
	faultGarbage:    {class: pullFault},
	faultTruncated:  {class: pullFault},
	faultEmpty:      {class: pullFault},
	faultHuge:       {class: pullFault},
	faultNoCORS:     {class: pullFault},
	faultHang:       {class: pullFault},
	faultNoMedia:    {class: pullFault},
	faultLoss:       {class: networkFault, min: 1, max: 100},
	faultDelay:      {class: networkFault, min: 1, max: math.MaxInt32},
	faultJitter:     {class: networkFault, min: 1, max: math.MaxInt32},
	faultDrop:       {class: networkFault, min: 1, max: math.MaxInt32, optional: true},
	faultHold:       {class: networkFault, min: 1, max: math.MaxInt32},
	faultFreeze:     {class: mediaFault, min: 1, max: math.MaxInt32},
	faultStop:       {class: mediaFault},
	faultStopVideo:  {class: mediaFault},
	faultStopAudio:  {class: mediaFault},
	faultSSRC:       {class: mediaFault},
	faultResize:     {class: mediaFault},
	faultNoKeyFrame: {class: mediaFault},
	faultCorrupt:    {class: mediaFault},
	faultClose:      {class: sessionFault},
	faultRestart:    {class: sessionFault},
}

var errUnknownFault = errors.New("no fault of this name")

// parseFault reads a fault's name. The error tells what is wrong with it.
func parseFault(name string) (fault, error) {
	f := fault{kind: name}
	if kind, number, found := cutLast(name, '-'); found {
		if n, err := strconv.ParseUint(number, 10, 31); err == nil {
			f = fault{kind: kind, n: int(n)}
		}
	}
	known, found := vocabulary[f.kind]
	switch {
	case !found:
		return fault{}, errUnknownFault
	case f.n == 0 && (known.optional || known.max == 0) && name == f.kind:
		return f, nil
	case known.max == 0:
		return fault{}, fmt.Errorf("%w: %s takes no number", errUnknownFault, f.kind)
	case f.n < known.min || f.n > known.max:
		return fault{}, fmt.Errorf("%w: %s-N takes a number from %d to %d", errUnknownFault, f.kind, known.min, known.max)
	}
	return f, nil
}

func cutLast(s string, separator byte) (before, after string, found bool) {
	if i := strings.LastIndexByte(s, separator); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}

// parseLasting reads the name of a fault that befalls every pull or session from its beginning: restart has no sense there.
func parseLasting(name string) (fault, error) {
	f, err := parseFault(name)
	if f.kind == faultRestart {
		return fault{}, fmt.Errorf("%w here: %s befalls what plays already", errUnknownFault, name)
	}
	return f, err
}

// CheckFault tells what is wrong with a name for Config.Faults.
func CheckFault(name string) error {
	_, err := parseLasting(name)
	return err
}

// parseFaults reads Config.Faults.
func parseFaults(names []string) ([]fault, error) {
	var faults []fault
	for _, name := range names {
		f, err := parseLasting(name)
		if err != nil {
			return nil, fmt.Errorf("fault %q: %w", name, err)
		}
		faults = append(faults, f)
	}
	return faults, nil
}

// namedFault is the fault that a stream's name asks for, if it is one of the app "fault".
func namedFault(streamURL string) (f fault, found bool, err error) {
	parsed, err := signal.ParseStreamURL(streamURL)
	if err != nil || parsed.App != faultApp {
		return fault{}, false, nil
	}
	name, _, _ := strings.Cut(parsed.StreamID, "~")
	f, err = parseLasting(name)
	return f, err == nil, err
}

// String is the fault's name.
func (f fault) String() string {
	if f.n == 0 {
		return f.kind
	}
	return f.kind + "-" + strconv.Itoa(f.n)
}

func (f fault) class() faultClass { return vocabulary[f.kind].class }

// befallsSession tells faults of a session from those of a signalling call.
func (f fault) befallsSession() bool { return f.class() != pullFault || f.kind == faultNoMedia }

func (f fault) milliseconds() time.Duration { return time.Duration(f.n) * time.Millisecond }

// onCall is what the fault does to a signalling call; nil is nothing.
func (f fault) onCall(endpoint string) *signaltest.Fault {
	switch {
	case f.kind == faultNoCORS:
		return &signaltest.Fault{NoCORS: true}
	case f.kind == faultReportHTTP && endpoint != signal.EndpointPullStream && endpoint != signal.EndpointStopStream:
		return &signaltest.Fault{Status: f.n}
	case endpoint == signal.EndpointPullStream:
		return f.onPull()
	}
	return nil
}

func (f fault) onPull() *signaltest.Fault {
	switch f.kind {
	case faultErrCode:
		return &signaltest.Fault{ErrCode: f.n, ErrMsg: "asked for by a fault"}
	case faultHTTP:
		return &signaltest.Fault{Status: f.n}
	case faultSlow:
		return &signaltest.Fault{Delay: f.milliseconds()}
	case faultGarbage:
		return &signaltest.Fault{Body: "<!doctype html><title>502</title><h1>Bad Gateway</h1>"}
	case faultTruncated:
		return &signaltest.Fault{Body: `{"errcode":0,"errmsg":"succ","remotesdp":{"type":"ans`}
	case faultEmpty:
		return &signaltest.Fault{Status: http.StatusOK}
	case faultHuge:
		return &signaltest.Fault{Body: `{"errmsg":"` + strings.Repeat("x", signal.MaxReplySize) + `"}`}
	case faultHang:
		return &signaltest.Fault{Hang: true}
	}
	return nil
}
