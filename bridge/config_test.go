//go:build js && wasm

package bridge

import (
	"errors"
	"strings"
	"syscall/js"
	"testing"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

func videoElement() js.Value {
	return js.Global().Get("document").Call("createElement", "video")
}

func TestDefaults(t *testing.T) {
	c, err := readConfig(object{{"video", videoElement()}, {"streamurl", "webrtc://a/b/c"}, {"clientIP", 7}}.value())
	if err != nil {
		t.Fatal(err)
	}
	s := c.session
	if s.StreamURL != "webrtc://a/b/c" || s.SessionID == "" || s.ClientInfo != userAgent() || s.ClientIP != "" ||
		s.StartTimeout != 10*time.Second || s.StallTimeout != 1500*time.Millisecond || s.StatsInterval != 2*time.Second ||
		s.PauseTimeout != 10*time.Second || s.Latency != session.LatencyAuto ||
		s.Autoplay != session.AutoplayMuted || s.Reports != (session.Reports{Quality: true, ICEState: true, FirstFrame: true}) ||
		s.Retry.MaxAttempts != 6 || s.Retry.BaseDelay != 500*time.Millisecond || s.Retry.MaxDelay != 15*time.Second || s.SEI ||
		len(c.hostList) != 1 || c.hostList[0].BaseURL != "https://live.rtc.qq.com:8687" || !c.receiveAudio || !c.receiveVideo {
		t.Errorf("got %+v", c)
	}
}

func TestOptions(t *testing.T) {
	c, err := readConfig(object{
		{"video", videoElement()}, {"streamurl", "webrtc://a/b/c"}, {"clientinfo", "me"}, {"clientip", "192.0.2.1"}, {"sessionid", "s"},
		{"signalURL", "http://127.0.0.1:1"}, {"contentType", "application/json"}, {"receiveAudio", false}, {"sei", true},
		{"reports", object{{"quality", false}}.value()},
		{"startTimeout", 1500}, {"stallTimeout", 2500.5}, {"statsInterval", 250}, {"pauseTimeout", 3000}, {"latency", 150}, {"autoplay", "manual"}, {"startTime", dateNow() - 1000},
		{"iceServers", js.ValueOf([]any{map[string]any{"urls": "stun:stun.example.com:3478"},
			map[string]any{"urls": []any{"turn:turn.example.com?transport=udp"}, "username": "u", "credential": "c"}})},
	}.value())
	if err != nil {
		t.Fatal(err)
	}
	s := c.session
	if s.ClientInfo != "me" || s.ClientIP != "192.0.2.1" || s.SessionID != "s" || s.StartTimeout != 1500*time.Millisecond ||
		s.StallTimeout != 2500500*time.Microsecond || s.PauseTimeout != 3*time.Second || s.Latency != 150*time.Millisecond || s.Autoplay != session.AutoplayManual || time.Since(s.StartTime).Round(time.Second) != time.Second ||
		s.Reports != (session.Reports{ICEState: true, FirstFrame: true}) || c.receiveAudio || !s.SEI || len(c.iceServers) != 2 {
		t.Errorf("got %+v", c)
	}
}

func TestRetryAndHosts(t *testing.T) {
	tests := []struct {
		retry any
		want  session.Retry
	}{
		{false, session.Retry{BaseDelay: 500 * time.Millisecond, MaxDelay: 15 * time.Second}},
		{true, session.DefaultRetry},
		{object{{"maxAttempts", js.Global().Get("Infinity")}}.value(),
			session.Retry{MaxAttempts: session.Unlimited, BaseDelay: 500 * time.Millisecond, MaxDelay: 15 * time.Second}},
		{object{{"maxAttempts", 2}, {"baseDelay", 10}, {"maxDelay", 20}}.value(),
			session.Retry{MaxAttempts: 2, BaseDelay: 10 * time.Millisecond, MaxDelay: 20 * time.Millisecond}},
	}
	for _, test := range tests {
		c, err := readConfig(object{{"video", videoElement()}, {"retry", test.retry},
			{"signalURL", js.ValueOf([]any{"http://127.0.0.1:1", "http://127.0.0.1:2"})}}.value())
		if err != nil {
			t.Fatal(err)
		}
		got := c.session.Retry
		if got.MaxAttempts != test.want.MaxAttempts || got.BaseDelay != test.want.BaseDelay || got.MaxDelay != test.want.MaxDelay {
			t.Errorf("retry %v: got %+v, want %+v", js.ValueOf(test.retry), got, test.want)
		}
		if len(c.hostList) != 2 || c.hostList[1].BaseURL != "http://127.0.0.1:2" {
			t.Errorf("hosts: %+v", c.hostList)
		}
	}
	c, err := readConfig(object{{"video", videoElement()}, {"retry", object{{"errcodes", js.ValueOf([]any{100010, 10_000_000_001.0})}}.value()}}.value())
	if err != nil || len(c.session.Retry.ErrCodes) != 2 || c.session.Retry.ErrCodes[0] != signal.CodeStreamNotExist || c.session.Retry.ErrCodes[1] != 10_000_000_001 {
		t.Errorf("errcodes: %+v, %v", c.session.Retry, err)
	}
}

// TestBadOptions: a wrong option is an error with the code bad-option, which names
// the option.
func TestBadOptions(t *testing.T) {
	tests := []struct {
		name  string
		value any
	}{
		{"video", js.Null()}, {"video", "video"}, {"video", js.Global().Get("document").Call("createElement", "div")},
		{"streamurl", 7}, {"clientinfo", true}, {"signalURL", js.ValueOf([]any{})}, {"signalURL", 7},
		{"signalURL", js.ValueOf([]any{"https://a", "b"})}, {"signalURL", js.ValueOf([]any{7})},
		{"retry", "no"}, {"retry", object{{"maxAttempts", -1}}.value()}, {"retry", object{{"baseDelay", 0}}.value()},
		{"retry", object{{"errcodes", 7}}.value()}, {"retry", object{{"errcodes", js.ValueOf([]any{"7"})}}.value()},
		{"signalURL", "127.0.0.1:8687"}, {"signalURL", "/signal"}, {"signalURL", "https://"}, {"signalURL", "https:///x"}, {"signalURL", ""},
		{"startTimeout", 0}, {"startTimeout", -1}, {"stallTimeout", "5"}, {"statsInterval", js.Global().Get("NaN")},
		{"stallTimeout", js.Global().Get("Infinity")}, {"autoplay", "loud"}, {"latency", js.Global().Call("BigInt", 200)}, {"signalURL", arrayClass.Call("of", js.Global().Call("BigInt", 1))}, {"latency", "low"}, {"latency", -1}, {"latency", 4001}, {"latency", true}, {"latency", js.Global().Get("NaN")}, {"receiveVideo", 1}, {"sei", "yes"}, {"reports", "no"},
		{"startTime", js.Global().Get("NaN")}, {"startTime", js.Global().Get("Infinity")}, {"startTime", "now"},
		{"reports", object{{"quality", 1}}.value()}, {"iceServers", "stun:x"}, {"iceServers", js.ValueOf([]any{"stun:x"})},
		{"iceServers", js.ValueOf([]any{map[string]any{}})}, {"iceServers", arrayClass.New(1e8)}, {"signalURL", arrayClass.New(1e8)},
		{"retry", object{{"errcodes", arrayClass.New(1e9)}}.value()},
		{"iceServers", js.ValueOf([]any{map[string]any{"urls": "stun:x", "username": 7}})},
		{"iceServers", js.ValueOf([]any{map[string]any{"urls": []any{7}}})},
	}
	for _, test := range tests {
		options := object{{"video", videoElement()}, {"streamurl", "webrtc://a/b/c"}}
		options = append(options, member{test.name, test.value})
		_, err := readConfig(options.value())
		var bad *session.Error
		if !errors.As(err, &bad) || bad.Code != session.CodeBadOption || !strings.Contains(bad.Message, test.name) {
			t.Errorf("%s = %v: got %v", test.name, js.ValueOf(test.value), err)
		}
	}
	for _, name := range []string{"video", "streamurl", "retry", "signalURL", "iceServers", "statsInterval", "startTime", "prepared"} {
		_, err := readConfig(withMember(name, "throw 'no'"))
		var bad *session.Error
		if !errors.As(err, &bad) || bad.Code != session.CodeBadOption {
			t.Errorf("%s can't be read: got %v", name, err)
		}
	}
	for _, options := range []js.Value{js.Undefined(), js.Null(), js.ValueOf("x"), js.ValueOf(7)} {
		if _, err := readConfig(options); err == nil {
			t.Errorf("options %v were accepted", options)
		}
	}
}

// TestLeastDurations: durations that are too short are lengthened.
func TestLeastDurations(t *testing.T) {
	c, err := readConfig(object{{"video", videoElement()}, {"statsInterval", 1e-7}, {"stallTimeout", 1e-7},
		{"retry", object{{"baseDelay", 1e-7}}.value()}}.value())
	if err != nil || c.session.StatsInterval != 50*time.Millisecond || c.session.StallTimeout != time.Millisecond ||
		c.session.Retry.BaseDelay != time.Millisecond {
		t.Errorf("got %+v, %v", c, err)
	}
}

// TestSettings: what is not set stays as before, and a wrong value changes nothing.
func TestSettings(t *testing.T) {
	before := session.Settings{StatsInterval: time.Second, Latency: 80 * time.Millisecond, Reports: session.Reports{ICEState: true}}
	same := func(a, b session.Settings) bool {
		return a.StatsInterval == b.StatsInterval && a.Latency == b.Latency && a.Reports == b.Reports &&
			a.Retry.MaxAttempts == b.Retry.MaxAttempts && a.Retry.BaseDelay == b.Retry.BaseDelay
	}
	for _, test := range []struct {
		options object
		change  func(*session.Settings)
	}{
		{object{{"latency", js.Undefined()}, {"retry", js.Null()}}, func(*session.Settings) {}},
		{object{{"statsInterval", 1}}, func(s *session.Settings) { s.StatsInterval = 50 * time.Millisecond }},
		{object{{"latency", "auto"}}, func(s *session.Settings) { s.Latency = session.LatencyAuto }},
		{object{{"reports", object{{"quality", false}}.value()}}, func(s *session.Settings) {
			s.Reports = session.Reports{ICEState: true, FirstFrame: true}
		}},
		{object{{"retry", true}}, func(s *session.Settings) { s.Retry = session.DefaultRetry }},
	} {
		want := before
		test.change(&want)
		if got, err := readSettings(test.options.value(), before); err != nil || !same(got, want) {
			t.Errorf("got %+v, %v; want %+v", got, err, want)
		}
	}
	for name, value := range map[string]any{"latency": -1, "statsInterval": 0, "reports": 5, "retry": object{{"maxAttempts", -1}}.value()} {
		if _, err := readSettings(object{{name, value}}.value(), before); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for _, options := range []js.Value{js.Undefined(), js.Null(), js.ValueOf("x"), js.ValueOf(7)} {
		if _, err := readSettings(options, before); err == nil {
			t.Errorf("options %v were accepted", options)
		}
	}
}

// TestStartTime: startTime is a moment of the last hour, even if the page's clock
// has been set since the program began.
func TestStartTime(t *testing.T) {
	date := js.Global().Get("Date")
	now := date.Get("now")
	ahead := now.Invoke().Float() + 8*3600e3
	date.Set("now", script("", "return "+js.Global().Call("String", ahead).String()))
	defer date.Set("now", now)
	for _, test := range []struct {
		startTime float64
		ago       time.Duration
	}{{ahead - 1500, 1500 * time.Millisecond}, {ahead + 1e6, 0}, {ahead - 8*3600e3, time.Hour}, {0, time.Hour}, {-1e300, time.Hour}} {
		c, err := readConfig(object{{"video", videoElement()}, {"startTime", test.startTime}}.value())
		if ago := time.Since(c.session.StartTime); err != nil || ago < test.ago || ago > test.ago+time.Second {
			t.Errorf("startTime %v is %v ago, want %v (%v)", test.startTime, ago, test.ago, err)
		}
	}
	if at := wall(time.Now().Add(-time.Second)).UnixMilli(); at < int64(ahead)-2000 || at > int64(ahead)-1000 {
		t.Errorf("a second ago is %d on the page's clock, which stands at %.0f", at, ahead)
	}
}
