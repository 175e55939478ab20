//go:build js && wasm

package bridge

import (
	"strings"
	"syscall/js"
	"time"

	"github.com/pion/webrtc/v3"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

// config is what the options of play() ask for.
type config struct {
	session                    session.Config
	client                     signal.Client
	video                      js.Value // HTMLVideoElement
	receiveAudio, receiveVideo bool
	iceServers                 []webrtc.ICEServer
	prepared                   js.Value // what leb.prepare gave, or undefined
}

// readConfig reads the options of the raw export play(options, sink). The
// options that end up in a request have the spec's names; the others have
// those of the TypeScript API. A wrong one is an error that names it.
func readConfig(options js.Value) (config, error) {
	r := &optionReader{object: options}
	if options.Type() != js.TypeObject {
		return config{}, badOption("the options", "an object")
	}
	c := config{
		session: session.Config{
			StreamURL:     r.text("streamurl", ""),
			SessionID:     r.text("sessionid", ""),
			ClientInfo:    r.text("clientinfo", ""),
			ClientIP:      r.text("clientip", ""),
			StartTime:     r.instant("startTime"),
			StartTimeout:  r.duration("startTimeout", session.DefaultStartTimeout),
			StallTimeout:  r.duration("stallTimeout", session.DefaultStallTimeout),
			StatsInterval: r.duration("statsInterval", session.DefaultStatsInterval),
			Reports:       r.reports("reports"),
			Autoplay:      r.autoplay("autoplay"),
			Firefox:       isFirefox(),
		},
		client: signal.Client{
			BaseURL:     r.httpURL("signalURL", signal.DefaultBaseURL),
			ContentType: r.text("contentType", signal.DefaultContentType),
			Transport:   fetchTransport{},
		},
		video:        r.videoElement("video"),
		receiveAudio: r.flag("receiveAudio", true),
		receiveVideo: r.flag("receiveVideo", true),
		iceServers:   r.iceServers("iceServers"),
		prepared:     options.Get("prepared"),
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

// optionReader reads members of an object and keeps the first error.
type optionReader struct {
	object js.Value
	err    error
}

func badOption(name, want string) error {
	return &session.Error{Code: session.CodeBadOption, Message: name + " must be " + want}
}

func (r *optionReader) fail(name, want string) {
	if r.err == nil {
		r.err = badOption(name, want)
	}
}

// get gives a member of the wanted type. One that is absent is left to its
// default, silently; one of another type is an error.
func (r *optionReader) get(name string, want js.Type) (js.Value, bool) {
	v := r.object.Get(name)
	if missing(v) {
		return v, false
	}
	if v.Type() != want {
		r.fail(name, "a "+want.String())
		return v, false
	}
	return v, true
}

func (r *optionReader) text(name, fallback string) string {
	if v, ok := r.get(name, js.TypeString); ok {
		return v.String()
	}
	return fallback
}

// httpURL reads an absolute URL. fetch would take any other text for a path on
// the page's own server, and send the stream's secret there.
func (r *optionReader) httpURL(name, fallback string) string {
	url := r.text(name, fallback)
	scheme, rest, _ := strings.Cut(url, "://")
	scheme = strings.ToLower(scheme)
	if (scheme != "http" && scheme != "https") || rest == "" || strings.HasPrefix(rest, "/") {
		r.fail(name, "a URL beginning with https:// or http://")
	}
	return url
}

func (r *optionReader) flag(name string, fallback bool) bool {
	if v, ok := r.get(name, js.TypeBoolean); ok {
		return v.Bool()
	}
	return fallback
}

// duration reads milliseconds: more than 0, and at most 2³¹-1 as in setTimeout.
func (r *optionReader) duration(name string, fallback time.Duration) time.Duration {
	v, ok := r.get(name, js.TypeNumber)
	if !ok {
		return fallback
	}
	ms := v.Float()
	if !(ms > 0 && ms <= 1<<31-1) {
		r.fail(name, "a number of milliseconds above 0")
		return fallback
	}
	return time.Duration(ms * float64(time.Millisecond))
}

// instant reads milliseconds since the epoch, as Date.now() gives them.
func (r *optionReader) instant(name string) time.Time {
	if v, ok := r.get(name, js.TypeNumber); ok {
		return time.UnixMilli(int64(v.Float()))
	}
	return time.Now()
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

// reports reads true, false, or an object that switches single reports off.
func (r *optionReader) reports(name string) session.Reports {
	v := r.object.Get(name)
	if v.Type() == js.TypeObject {
		single := &optionReader{object: v}
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
	v := r.object.Get(name)
	// By its name, not its class: an element of an iframe has another class.
	if v.Type() != js.TypeObject || v.Get("localName").Type() != js.TypeString || v.Get("localName").String() != "video" {
		r.fail(name, "an HTMLVideoElement")
	}
	return v
}

// iceServers reads an array of RTCIceServer. Each is checked here, since the
// constructor of RTCPeerConnection throws at what it does not like.
func (r *optionReader) iceServers(name string) []webrtc.ICEServer {
	v := r.object.Get(name)
	if missing(v) {
		return nil
	}
	if !js.Global().Get("Array").Call("isArray", v).Bool() {
		r.fail(name, "an array of RTCIceServer")
		return nil
	}
	servers := make([]webrtc.ICEServer, v.Length())
	for i := range servers {
		entry := &optionReader{object: v.Index(i)}
		if entry.object.Type() == js.TypeObject {
			servers[i] = entry.iceServer()
		} else {
			entry.fail("", "")
		}
		if entry.err != nil {
			r.fail(name, "an array of RTCIceServer: stun: or turn: URLs, turn with username and credential")
		}
	}
	return servers
}

func (r *optionReader) iceServer() webrtc.ICEServer {
	server := webrtc.ICEServer{Username: r.text("username", "")}
	credential := r.text("credential", "")
	if credential != "" {
		server.Credential = credential
	}
	urls := r.object.Get("urls")
	if urls.Type() == js.TypeString {
		server.URLs = []string{urls.String()}
	} else if js.Global().Get("Array").Call("isArray", urls).Bool() {
		for i := range urls.Length() {
			server.URLs = append(server.URLs, urls.Index(i).String())
		}
	}
	if len(server.URLs) == 0 {
		r.fail("urls", "given")
	}
	for _, url := range server.URLs {
		if !validICEURL(url, server.Username != "" && credential != "") {
			r.fail("urls", "stun: or turn: URLs")
		}
	}
	return server
}

// validICEURL checks a URL of RFC 7064 (stun) or RFC 7065 (turn).
func validICEURL(url string, authenticated bool) bool {
	scheme, rest, found := strings.Cut(url, ":")
	if !found || rest == "" || strings.ContainsAny(rest, " \t\r\n/#@") {
		return false
	}
	switch scheme {
	case "stun", "stuns":
		return !strings.Contains(rest, "?")
	case "turn", "turns":
		return authenticated
	default:
		return false
	}
}
