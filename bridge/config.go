//go:build js && wasm

package bridge

import (
	"context"
	"syscall/js"
	"time"

	"github.com/pion/webrtc/v3"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

// leastStatsInterval is the shortest interval at which statistics do not yet take
// most of the page's time.
const leastStatsInterval = 50 * time.Millisecond

// config holds the options of one play().
type config struct {
	session                    session.Config
	hostList                   []*signal.Host // to ask for the stream, the best first
	video                      js.Value       // HTMLVideoElement
	receiveAudio, receiveVideo bool
	iceServers                 []webrtc.ICEServer
	workerURL                  string   // of a file that has transformWorker; "": it is made into a blob
	prepared                   js.Value // returned by leb.prepare, or undefined
	prepareTimeout             time.Duration

	// transformFailed: an RTCRtpScriptTransform has failed in this play, so that no
	// other is tried.
	transformFailed bool
}

// readConfig reads the options of the raw export play(options, sink). The
// options that end up in a request have the spec's names; the others have
// those of the TypeScript API. The error names the first option that is wrong.
func readConfig(options js.Value) (*config, error) {
	r := readOptions(options)
	if options.Type() != js.TypeObject {
		return nil, badOption("the options", "an object")
	}
	c := &config{
		session: session.Config{
			SessionID:    r.text("sessionid", ""),
			ClientInfo:   r.text("clientinfo", ""),
			ClientIP:     r.text("clientip", ""),
			StartTime:    r.instant("startTime"),
			StartTimeout: r.duration("startTimeout", session.DefaultStartTimeout),
			StallTimeout: r.duration("stallTimeout", session.DefaultStallTimeout),
			PauseTimeout: r.duration("pauseTimeout", session.DefaultPauseTimeout),
			Autoplay:     r.autoplay("autoplay"),
			SEI:          r.flag("sei", false),
			Fallback:     r.member("fallback").Truthy(),
			Firefox:      isFirefox(),
			Settings:     r.settings(session.DefaultSettings),
		},
		video:        r.videoElement("video"),
		receiveAudio: r.flag("receiveAudio", true),
		receiveVideo: r.flag("receiveVideo", true),
		iceServers:   r.iceServers("iceServers"),
		workerURL:    r.text("workerURL", ""),
		prepared:     r.member("prepared"),

		prepareTimeout: r.duration("prepareTimeout", defaultPrepareTimeout),
	}
	if url := r.member("streamurl"); !missing(url) {
		var ok bool
		if c.session.StreamURL, c.session.AskURL, ok = readURL(url); !ok {
			r.fail("streamurl", "a string or a function")
		}
	}
	for _, url := range r.httpURLs("signalURL", signal.DefaultBaseURL) {
		c.hostList = append(c.hostList, &signal.Host{
			BaseURL:     url,
			ContentType: r.text("contentType", signal.DefaultContentType),
			Transport:   fetchTransport{courier: r.member("courier")},
		})
	}
	if c.session.SessionID == "" {
		c.session.SessionID = newSessionID()
	}
	if c.session.ClientInfo == "" {
		c.session.ClientInfo = userAgent()
	}
	if !c.receiveAudio && !c.receiveVideo {
		r.fail("receiveAudio or receiveVideo", "true")
	}
	return c, r.err
}

// readSettings reads the options of the raw export setOptions(session, options). One
// that is not set stays as before. The error names the first option that is wrong.
func readSettings(options js.Value, before session.Settings) (session.Settings, error) {
	r := readOptions(options)
	if options.Type() != js.TypeObject {
		r.fail("the options", "an object")
	}
	settings := r.settings(before)
	return settings, r.err
}

// settings reads the options that may change during a play.
func (r *optionReader) settings(fallback session.Settings) session.Settings {
	return session.Settings{
		StatsInterval: max(r.duration("statsInterval", fallback.StatsInterval), leastStatsInterval),
		Latency:       r.latency("latency", fallback.Latency),
		Reports:       r.reports("reports", fallback.Reports),
		Retry:         r.retry("retry", fallback.Retry),
	}
}

// hosts returns the signalling of one play. A stopstream that fails in its
// background is a warning of the play.
func (c *config) hosts(observer session.Observer) signalling {
	hosts := signal.NewHosts(c.hostList...)
	hosts.StopFailed = func(err error) { observer.Observe(session.Warning{Err: session.AsError(err)}) }
	return signalling{hosts}
}

// signalling is session.Signalling on a signal.Hosts.
type signalling struct{ *signal.Hosts }

// PullStream implements session.Signalling.
func (s signalling) PullStream(ctx context.Context, req signal.PullStreamRequest) (session.Stream, error) {
	stream, err := s.Hosts.PullStream(ctx, req)
	if err != nil {
		return nil, err // a nil *signal.Stream would be no nil session.Stream
	}
	return stream, nil
}

// httpURLs reads an absolute URL or an array of absolute URLs. fetch would take any
// other text for a path on the page's own server, and send the stream's secret
// there.
func (r *optionReader) httpURLs(name, fallback string) []string {
	if missing(r.member(name)) {
		return []string{fallback}
	}
	urls := r.strings(name)
	ok := len(urls) > 0
	for _, url := range urls {
		ok = ok && signal.IsBaseURL(url)
	}
	if !ok {
		r.fail(name, "a URL beginning with https:// or http://, or an array of such")
	}
	return urls
}

// retry reads false, or an object with members of session.Retry.
func (r *optionReader) retry(name string, fallback session.Retry) session.Retry {
	v := r.member(name)
	if missing(v) {
		return fallback
	}
	if v.Type() != js.TypeObject {
		retry := session.DefaultRetry
		if !r.flag(name, true) {
			retry.MaxAttempts = 0
		}
		return retry
	}
	single := readOptions(v)
	retry := session.Retry{
		MaxAttempts: single.count("maxAttempts", session.DefaultRetry.MaxAttempts),
		BaseDelay:   single.duration("baseDelay", session.DefaultRetry.BaseDelay),
		MaxDelay:    single.duration("maxDelay", session.DefaultRetry.MaxDelay),
		ErrCodes:    single.codes("errcodes"),
	}
	if single.err != nil {
		r.fail(name, "false or {maxAttempts: 0 or more, baseDelay and maxDelay: milliseconds, errcodes: numbers}")
	}
	return retry
}

func (r *optionReader) codes(name string) []signal.Code {
	v := r.member(name)
	if missing(v) {
		return nil
	}
	list, ok := items(v)
	codes := make([]signal.Code, len(list))
	for i, v := range list {
		if v.Type() == js.TypeNumber {
			codes[i] = signal.Code(v.Float())
		} else {
			ok = false
		}
	}
	if !ok {
		r.fail(name, "an array of numbers")
	}
	return codes
}

// latency reads "auto" or a jitter buffer target: 0 to 4000 ms, the range of
// jitterBufferTarget.
func (r *optionReader) latency(name string, fallback time.Duration) time.Duration {
	v := r.member(name)
	if missing(v) {
		return fallback
	}
	if v.Type() == js.TypeNumber && v.Float() >= 0 && v.Float() <= 4000 {
		return time.Duration(v.Float() * float64(time.Millisecond))
	}
	if v.Type() != js.TypeString || v.String() != "auto" {
		r.fail(name, `"auto" or 0 to 4000 ms`)
	}
	return session.LatencyAuto
}

func (r *optionReader) autoplay(name string) session.Autoplay {
	switch v := session.Autoplay(r.text(name, string(session.AutoplayMuted))); v {
	case session.AutoplayMuted, session.AutoplayManual:
		return v
	default:
		r.fail(name, `"muted" or "manual"`)
		return ""
	}
}

// reports reads true, false, or an object that switches individual reports off.
func (r *optionReader) reports(name string, fallback session.Reports) session.Reports {
	v := r.member(name)
	if missing(v) {
		return fallback
	}
	if v.Type() == js.TypeObject {
		single := readOptions(v)
		reports := session.Reports{
			Quality:    single.flag("quality", true),
			ICEState:   single.flag("iceState", true),
			FirstFrame: single.flag("firstFrame", true),
		}
		if single.err != nil {
			r.fail("each of "+name, "a boolean")
		}
		return reports
	}
	all := r.flag(name, true)
	return session.Reports{Quality: all, ICEState: all, FirstFrame: all}
}

func (r *optionReader) videoElement(name string) js.Value {
	v := r.member(name)
	if !isVideo(v) {
		r.fail(name, "an HTMLVideoElement")
	}
	return v
}

// isVideo reports whether v is a video element, by its name and not by its class: an
// element of an iframe has another class.
func isVideo(v js.Value) bool { return text(v, "localName") == "video" }
