package edge

import (
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

// fault is what one stream name asks for.
type fault struct {
	pull        *signaltest.Fault // pullstream only
	report      *signaltest.Fault // the three reports only
	all         *signaltest.Fault // every endpoint
	noMedia     bool              // connects, then sends nothing
	noKeyFrames bool              // sends only pictures that need an earlier one
}

// parseFault reads a fault's name and number. An unknown name is refused at pullstream, so that a misspelt test fails.
func parseFault(streamURL string) fault {
	parsed, err := signal.ParseStreamURL(streamURL)
	if err != nil || parsed.App != faultApp {
		return fault{}
	}
	name, _, _ := strings.Cut(parsed.StreamID, "~")
	kind, n := name, 0
	if i := strings.LastIndexByte(name, '-'); i >= 0 {
		if number, err := strconv.Atoi(name[i+1:]); err == nil && number > 0 {
			kind, n = name[:i], number
		}
	}
	switch {
	case kind == "errcode" && n > 0:
		return fault{pull: &signaltest.Fault{ErrCode: n, ErrMsg: "asked for by the stream name"}}
	case kind == "http" && isStatus(n):
		return fault{pull: &signaltest.Fault{Status: n}}
	case kind == "report-http" && isStatus(n):
		return fault{report: &signaltest.Fault{Status: n}}
	case kind == "slow" && n > 0:
		return fault{pull: &signaltest.Fault{Delay: time.Duration(n) * time.Millisecond}}
	case name == "garbage":
		return fault{pull: &signaltest.Fault{Body: "<!doctype html><title>502</title><h1>Bad Gateway</h1>"}}
	case name == "truncated":
		return fault{pull: &signaltest.Fault{Body: `{"errcode":0,"errmsg":"succ","remotesdp":{"type":"ans`}}
	case name == "empty":
		return fault{pull: &signaltest.Fault{Status: http.StatusOK}}
	case name == "huge":
		return fault{pull: &signaltest.Fault{Body: `{"errmsg":"` + strings.Repeat("x", signal.MaxReplySize) + `"}`}}
	case name == "no-cors":
		return fault{all: &signaltest.Fault{NoCORS: true}}
	case name == "hang":
		return fault{pull: &signaltest.Fault{Hang: true}}
	case name == "no-media":
		return fault{noMedia: true}
	case name == "no-keyframe":
		return fault{noKeyFrames: true}
	}
	return fault{pull: &signaltest.Fault{ErrCode: int(CodeUnknownFault), ErrMsg: "no fault of this name"}}
}

func isStatus(n int) bool { return n >= 300 && n <= 599 }

// faultFor is signaltest.Handler's hook.
func faultFor(endpoint, streamURL string) *signaltest.Fault {
	f := parseFault(streamURL)
	switch {
	case f.all != nil:
		return f.all
	case endpoint == signal.EndpointPullStream:
		return f.pull
	case endpoint != signal.EndpointStopStream:
		return f.report
	}
	return nil
}
