package edge

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/pion/webrtc/v3"

	"lebplayer/signal"
	"lebplayer/signal/signaltest"
)

// faultApp is the app whose stream names are faults: the stream webrtc://host/fault/http-500 has the fault http-500. A "~" and
// the text behind it are ignored, so that a test can have a stream of its own: http-500~mine.
const faultApp = "fault"

// fault is a deliberate failure. Its name is "kind" or "kind-N".
type fault struct {
	kind string
	n    int // number in the name: percent, milliseconds, HTTP status or errcode; 0 for none
}

// Kinds of faults, as named in web/docs/en/edge.md. Those of the answer are in answerfault.go.
const (
	// Pull faults affect the reply to pullstream.
	faultErrCode    = "errcode"     // the reply has errcode N
	faultHTTP       = "http"        // the reply has HTTP status N, 300 to 599
	faultReportHTTP = "report-http" // replies to calls other than pullstream and stopstream have HTTP status N, 300 to 599
	faultSlow       = "slow"        // the reply is delayed by N ms
	faultGarbage    = "garbage"     // the reply is an HTML page, as from a proxy
	faultTruncated  = "truncated"   // the reply is incomplete JSON
	faultEmpty      = "empty"       // the reply has no body
	faultHuge       = "huge"        // the reply is longer than signal.MaxReplySize
	faultNoCORS     = "no-cors"     // the replies to all calls lack Access-Control-Allow-Origin
	faultHang       = "hang"        // there is no reply
	faultNoMedia    = "no-media"    // the reply is good; the session connects and sends no RTP
	faultSoundOnly  = "sound-only"  // the answer refuses video, as inactive
	faultVideoOnly  = "video-only"  // the answer refuses audio, as inactive

	// Network faults affect the datagrams of a session, in both directions.
	faultLoss   = "loss"   // N % of the datagrams are lost
	faultDelay  = "delay"  // each direction takes N ms longer
	faultJitter = "jitter" // each datagram takes between 0 and N ms longer; the order is preserved
	faultDrop   = "drop"   // all datagrams are lost for N ms or, without a number, from now on
	faultHold   = "hold"   // all datagrams are kept back for N ms, then arrive at once

	// Media faults affect the RTP packets of a session.
	faultFreeze     = "freeze"      // nothing is sent for N ms; the stream resumes live, with a key frame
	faultStop       = "stop"        // no RTP is sent, while ICE, DTLS and RTCP continue
	faultStopVideo  = "stop-video"  // no video is sent
	faultStopAudio  = "stop-audio"  // no audio is sent
	faultSSRC       = "ssrc"        // both tracks continue in the same connection with new SSRCs, from a key frame
	faultResize     = "resize"      // the video changes to its other frame size at the next key frame, with the same SSRC
	faultNoKeyFrame = "no-keyframe" // some frames are lost, so that the decoder needs a key frame; key frames, PLI and FIR are suppressed
	faultCorrupt    = "corrupt"     // video frames cannot be decoded
	faultLateVideo  = "late-video"  // no video is sent for N ms, then it begins with a key frame
	faultMidGOP     = "mid-gop"     // for N ms the video has no key frame, as for a viewer who joins in the middle of a long GOP
	faultFPS        = "fps"         // N key frames per second are the whole video
	faultInterval   = "interval"    // a key frame every N ms is the whole video, for less than one frame per second
	faultAudioSSRC  = "audio-ssrc"  // the audio continues in the same connection with a new SSRC

	// The RTP timestamps jump ahead by N s, which is back if it makes them wrap: from 2^32/90000 = 47,721 s for video, and
	// 2^32/48000 = 89,478 s for audio.
	faultTimestamps      = "timestamp-jump"       // of both tracks
	faultAudioTimestamps = "audio-timestamp-jump" // of audio alone
	faultVideoTimestamps = "video-timestamp-jump" // of video alone
	// The RTP sequence numbers jump ahead by N. A jump of more than 32,767 is one back, unless the numbers have not wrapped yet: SRTP
	// takes all that follows for replayed packets and drops them (RFC 3711, 3.3.1 and 3.3.2).
	faultSequence      = "sequence-jump"       // of both tracks
	faultAudioSequence = "audio-sequence-jump" // of audio alone
	faultVideoSequence = "video-sequence-jump" // of video alone

	// Session faults affect a session as a whole.
	faultClose   = "close"   // the edge closes the peer connection (DTLS close_notify)
	faultRestart = "restart" // like close; later sessions of the stream have the other frame size
)

// faultClass is the part of the service that a fault affects.
type faultClass int

const (
	pullFault    faultClass = iota // signalling calls, or the session that begins with a pull
	networkFault                   // datagrams of a session
	mediaFault                     // RTP packets of a session
	sessionFault                   // a session as a whole
)

// faultKind describes the faults of one kind. The number in their names is between min and max. It is absent if max is 0, and
// may be absent if optional is set.
type faultKind struct {
	class    faultClass
	min, max int
	optional bool
}

// maxTimestampJump is a whole round of the audio's timestamps, in seconds.
const maxTimestampJump = 89_479

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
	faultSoundOnly:  {class: pullFault},
	faultVideoOnly:  {class: pullFault},
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
	faultLateVideo:  {class: mediaFault, min: 1, max: math.MaxInt32},
	faultMidGOP:     {class: mediaFault, min: 1, max: math.MaxInt32},
	faultFPS:        {class: mediaFault, min: 1, max: 25},
	faultInterval:   {class: mediaFault, min: 1, max: 60_000},
	faultAudioSSRC:  {class: mediaFault},

	faultTimestamps:      {class: mediaFault, min: 1, max: maxTimestampJump},
	faultAudioTimestamps: {class: mediaFault, min: 1, max: maxTimestampJump},
	faultVideoTimestamps: {class: mediaFault, min: 1, max: maxTimestampJump},
	faultSequence:        {class: mediaFault, min: 1, max: math.MaxUint16},
	faultAudioSequence:   {class: mediaFault, min: 1, max: math.MaxUint16},
	faultVideoSequence:   {class: mediaFault, min: 1, max: math.MaxUint16},

	faultClose:   {class: sessionFault},
	faultRestart: {class: sessionFault},
}

var errUnknownFault = errors.New("no fault of this name")

// parseFault parses the name of a fault. Its errors wrap errUnknownFault.
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

// parseInitialFault parses the name of a fault that applies from the beginning of a pull or session. The fault "restart" is not
// allowed: it would end every session at once.
func parseInitialFault(name string) (fault, error) {
	f, err := parseFault(name)
	if f.kind == faultRestart {
		return fault{}, fmt.Errorf("%w here: %s applies to live sessions only", errUnknownFault, name)
	}
	return f, err
}

// CheckFault returns an error if name is not allowed in Config.Faults: it must be the name of a fault, other than "restart",
// which applies to live sessions only.
func CheckFault(name string) error {
	_, err := parseInitialFault(name)
	return err
}

// parseFaults parses Config.Faults.
func parseFaults(names []string) ([]fault, error) {
	var faults []fault
	for _, name := range names {
		f, err := parseInitialFault(name)
		if err != nil {
			return nil, fmt.Errorf("fault %q: %w", name, err)
		}
		faults = append(faults, f)
	}
	return faults, nil
}

// faultOfStream returns the fault in the name of a stream of the app "fault". For other streams found is false and err is nil.
func faultOfStream(streamURL string) (f fault, found bool, err error) {
	parsed, err := signal.ParseStreamURL(streamURL)
	if err != nil || parsed.App != faultApp {
		return fault{}, false, nil
	}
	name, _, _ := strings.Cut(parsed.StreamID, "~")
	f, err = parseInitialFault(name)
	return f, err == nil, err
}

// String returns the name of the fault.
func (f fault) String() string {
	if f.n == 0 {
		return f.kind
	}
	return f.kind + "-" + strconv.Itoa(f.n)
}

func (f fault) class() faultClass { return vocabulary[f.kind].class }

// affectsSession reports whether the fault applies to a session rather than to a signalling call.
func (f fault) affectsSession() bool {
	return f.class() != pullFault || f.kind == faultNoMedia || answerFaults[f.kind] != nil
}

func (f fault) duration() time.Duration { return time.Duration(f.n) * time.Millisecond }

// onCall returns the effect of the fault on a signalling call, and nil for none.
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

// refuses reports whether the fault has the answer refuse a kind of media.
func (f fault) refuses(kind webrtc.RTPCodecType) bool {
	return f.kind == faultSoundOnly && kind == webrtc.RTPCodecTypeVideo || f.kind == faultVideoOnly && kind == webrtc.RTPCodecTypeAudio
}

func (f fault) onPull() *signaltest.Fault {
	switch f.kind {
	case faultErrCode:
		return &signaltest.Fault{ErrCode: f.n, ErrMsg: "requested by a fault"}
	case faultHTTP:
		return &signaltest.Fault{Status: f.n}
	case faultSlow:
		return &signaltest.Fault{Delay: f.duration()}
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
