package signal_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/httptransport"
	"lebplayer/signal/signaltest"
)

// Text that a reply may hold and an error text must not.
const (
	secretSig = "eyJzZXNzaW9uSWQ"
	secretSDP = "a=ice-pwd:hunter2hunter2"
)

func pullReply(remotesdp, svrsig string) string {
	return `{"errcode":0,"errmsg":"succ","remotesdp":` + remotesdp + `,"svrsig":` + svrsig + `}`
}

const (
	goodAnswer = `{"type":"answer","sdp":"v=0\r\n` + secretSDP + `\r\n"}`
	goodSig    = `"` + secretSig + `"`
)

// kind is one of the classes of error, of which every failure has exactly one.
type kind string

const (
	success  kind = ""
	refused  kind = "APIError"
	badHTTP  kind = "HTTPError"
	bad      kind = "ErrBadReply"
	tooLarge kind = "ErrReplyTooLarge"
	network  kind = "NetworkError"
)

func kindOf(err error) kind {
	var kinds []kind
	if e := new(signal.APIError); errors.As(err, &e) {
		kinds = append(kinds, refused)
	}
	if e := new(signal.HTTPError); errors.As(err, &e) {
		kinds = append(kinds, badHTTP)
	}
	if errors.Is(err, signal.ErrReplyTooLarge) && errors.Is(err, signal.ErrBadReply) {
		kinds = append(kinds, tooLarge)
	} else if errors.Is(err, signal.ErrBadReply) {
		kinds = append(kinds, bad)
	}
	if e := new(signal.NetworkError); errors.As(err, &e) {
		kinds = append(kinds, network)
	}
	switch {
	case err == nil:
		return success
	case len(kinds) != 1:
		return "none or several"
	}
	return kinds[0]
}

// replies is the table of what a server may answer. The texts are what people
// read; pull and stop are what the two kinds of endpoint make of it.
var replies = []struct {
	name       string
	status     int
	body       string
	pull, stop kind
	text       string // of pull's error, after the endpoint
}{
	{"good", 200, pullReply(goodAnswer, goodSig), success, success, ""},
	{"white space around", 200, " \r\n\t" + pullReply(goodAnswer, goodSig) + "\n", success, success, ""},
	{"unknown members", 200, `{"data":[{"a":{}}],"errcode":0,"remotesdp":` + goodAnswer + `,"svrsig":` + goodSig + `}`, success, success, ""},
	{"errmsg a number", 200, `{"errcode":0,"errmsg":0,"remotesdp":` + goodAnswer + `,"svrsig":` + goodSig + `}`, success, success, ""},
	{"errmsg an object", 200, `{"errcode":0,"errmsg":{},"remotesdp":` + goodAnswer + `,"svrsig":` + goodSig + `}`, success, success, ""},
	{"a byte order mark", 200, "\ufeff " + pullReply(goodAnswer, goodSig), success, success, ""},
	{"an unknown member that is nested", 200, `{"data":` + strings.Repeat("[", 2000) + strings.Repeat("]", 2000) +
		`,"errcode":0,"remotesdp":` + goodAnswer + `,"svrsig":` + goodSig + `}`, success, success, ""},
	{"errcode in a string", 200, `{"errcode":"0","remotesdp":` + goodAnswer + `,"svrsig":` + goodSig + `}`, success, success, ""},
	{"svrsig a number", 200, pullReply(goodAnswer, `12345`), success, success, ""},
	{"an Answer", 200, pullReply(strings.Replace(goodAnswer, "answer", "Answer", 1), goodSig), success, success, ""},
	{"foreign members of all types", 200, "\ufeff" + `{"a":null,"b":[1e999,true,{"":[]}],"c":{"errcode":5,"svrsig":{}},"d":"\ud800","errcode":0,"remotesdp":` +
		strings.Replace(goodAnswer, "{", `{"trickle":[false],`, 1) + `,"svrsig":` + goodSig + `}`, success, success, ""},
	{"status 201", 201, pullReply(goodAnswer, goodSig), success, success, ""},

	{"errcode beyond 32 bits", 200, `{"errcode":4294967296}`, refused, refused, "errcode 4294967296"},
	{"errcode far beyond 32 bits", 200, `{"errcode":-10000000001}`, refused, refused, "errcode -10000000001"},
	{"refused, errmsg a number", 200, `{"errcode":7,"errmsg":404}`, refused, refused, "errcode 7: 404"},
	{"refused, errcode in a string", 200, `{"errcode":"100011","errmsg":"no"}`, refused, refused, "errcode 100011: no"},
	{"refused", 200, `{"errcode":100011,"errmsg":"invalid clientip"}`, refused, refused, "errcode 100011: invalid clientip"},
	{"refused, no errmsg", 200, `{"errcode":-1}`, refused, refused, "errcode -1"},
	{"refused, the rest is odd", 200, `{"errcode":7,"errmsg":"no","remotesdp":"","svrsig":null}`, refused, refused, "errcode 7: no"},

	{"404", 404, "404 page not found", badHTTP, badHTTP, "HTTP status 404"},
	{"500 with errcode", 500, `{"errcode":100011,"errmsg":"x"}`, badHTTP, badHTTP, "HTTP status 500"},
	{"503 with a good reply", 503, pullReply(goodAnswer, goodSig), badHTTP, badHTTP, "HTTP status 503"},
	{"304", 304, "", badHTTP, badHTTP, "HTTP status 304"},

	{"HTML", 200, "<!doctype html><h1>502 Bad Gateway</h1>", bad, bad, "bad reply: not a JSON object"},
	{"empty", 200, "", bad, bad, "bad reply: empty body"},
	{"blank", 200, " \n", bad, bad, "bad reply: empty body"},
	{"status 204", 204, "", bad, bad, "bad reply: empty body"},
	{"null", 200, "null", bad, bad, "bad reply: not a JSON object"},
	{"array", 200, `[{"errcode":0}]`, bad, bad, "bad reply: not a JSON object"},
	{"string", 200, `"errcode"`, bad, bad, "bad reply: not a JSON object"},
	{"truncated in a string", 200, `{"errcode":0,"svrsig":"` + secretSig, bad, bad, "bad reply: truncated JSON"},
	{"truncated between members", 200, `{"errcode":0,`, bad, bad, "bad reply: truncated JSON"},
	{"truncated at the brace", 200, `{`, bad, bad, "bad reply: truncated JSON"},
	{"trailing text", 200, pullReply(goodAnswer, goodSig) + "<!-- cached -->", bad, bad, "bad reply: bad JSON near byte 130"},
	{"second object", 200, `{"errcode":0}{"errcode":0}`, bad, bad, "bad reply: bad JSON near byte 13"},

	{"errcode missing", 200, `{"errode":0,"errmsg":"succ"}`, bad, bad, "bad reply: errcode missing"},
	{"errcode null", 200, `{"errcode":null}`, bad, bad, "bad reply: errcode missing"},
	{"errcode a word", 200, `{"errcode":"zero"}`, bad, bad, "bad reply: errcode is not an integer"},
	{"errcode an empty string", 200, `{"errcode":""}`, bad, bad, "bad reply: errcode is not an integer"},
	{"errcode a fraction in a string", 200, `{"errcode":"0.5"}`, bad, bad, "bad reply: errcode is not an integer"},
	{"errcode a fraction", 200, `{"errcode":0.5}`, bad, bad, "bad reply: errcode is not an integer"},
	{"errcode a bool", 200, `{"errcode":false}`, bad, bad, "bad reply: errcode is not an integer"},
	{"errcode in another case", 200, `{"ErrCode":0}`, bad, bad, "bad reply: errcode missing"},

	{"no remotesdp", 200, `{"errcode":0,"svrsig":` + goodSig + `}`, bad, success, "bad reply: errcode 0 without remotesdp"},
	{"remotesdp null", 200, pullReply(`null`, goodSig), bad, success, "bad reply: errcode 0 without remotesdp"},
	{"remotesdp a string", 200, pullReply(`"v=0"`, goodSig), bad, success, "bad reply: remotesdp is not an object"},
	{"remotesdp without sdp", 200, pullReply(`{"type":"answer"}`, goodSig), bad, success, "bad reply: remotesdp without sdp"},
	{"remotesdp an offer", 200, pullReply(`{"type":"offer","sdp":"v=0"}`, goodSig), bad, success, "bad reply: the type of remotesdp is not answer"},
	{"remotesdp without type", 200, pullReply(`{"sdp":"v=0"}`, goodSig), bad, success, "bad reply: the type of remotesdp is not answer"},
	{"no svrsig", 200, `{"errcode":0,"remotesdp":` + goodAnswer + `}`, bad, success, "bad reply: errcode 0 without svrsig"},
	{"svrsig empty", 200, pullReply(goodAnswer, `""`), bad, success, "bad reply: errcode 0 without svrsig"},
	{"svrsig an object", 200, pullReply(goodAnswer, `{}`), bad, success, "bad reply: svrsig is not a string"},

	{"an sdp of 2,000 lines", 200, pullReply(answerOf(2000), goodSig), success, success, ""},
	{"an sdp of more lines", 200, pullReply(answerOf(2001), goodSig), bad, success, "bad reply: sdp over 2,000 lines"},
	{"a svrsig of 4 KiB", 200, pullReply(goodAnswer, quoted(4<<10)), success, success, ""},
	{"a svrsig of more", 200, pullReply(goodAnswer, quoted(4<<10+1)), bad, success, "bad reply: svrsig over 4 KiB"},
	{"a thousand values", 200, valued(1000), success, success, ""},
	{"more than a thousand values", 200, valued(1001), bad, bad, "bad reply: bad JSON near byte 2122"},
	{"an errmsg of a KiB", 200, `{"errcode":7,"errmsg":` + quoted(1<<10) + `}`, refused, refused, "errcode 7: " + strings.Repeat("x", 1<<10)},
	{"an errmsg of more", 200, `{"errcode":7,"errmsg":"x` + strings.Repeat("流", 400) + `"}`, refused, refused, "errcode 7: x" + strings.Repeat("流", 341) + "…"},

	{"at the limit", 200, sized(signal.MaxReplySize), success, success, ""},
	{"over the limit", 200, sized(signal.MaxReplySize + 1), tooLarge, tooLarge, "bad reply: over 64 KiB"},
}

// answerOf is an answer of so many lines.
func answerOf(lines int) string {
	return `{"type":"answer","sdp":"` + strings.Repeat(`\r\n`, lines) + `"}`
}

// quoted is a string of n bytes in JSON.
func quoted(n int) string { return `"` + strings.Repeat("x", n) + `"` }

// valued is a good reply of n values.
func valued(n int) string {
	const others = 8 // the reply, its four members, the two of remotesdp, and the list
	return strings.TrimSuffix(pullReply(goodAnswer, goodSig), "}") + `,"list":[0` + strings.Repeat(",0", n-others-1) + `]}`
}

// sized is a good reply of n bytes.
func sized(n int) string {
	head, tail := pullReply(goodAnswer, goodSig)+" ", ""
	head = strings.TrimSuffix(head, "} ") + `,"pad":"`
	tail = `"}`
	return head + strings.Repeat("x", n-len(head)-len(tail)) + tail
}

func TestRepliesFromFake(t *testing.T) {
	for _, reply := range replies {
		t.Run(reply.name, func(t *testing.T) {
			t.Parallel()
			testReply(t, &signal.Host{Transport: &fakeTransport{
				resp: signal.Response{Status: reply.status, Body: []byte(reply.body)},
			}}, reply.pull, reply.stop, reply.text)
		})
	}
}

func TestRepliesOverHTTP(t *testing.T) {
	for _, reply := range replies {
		t.Run(reply.name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(&signaltest.Handler{Fault: func(string, string) *signaltest.Fault {
				return &signaltest.Fault{Status: reply.status, Body: reply.body}
			}})
			defer server.Close()
			testReply(t, &signal.Host{
				BaseURL:   server.URL,
				Transport: httptransport.Transport{Client: server.Client()},
			}, reply.pull, reply.stop, reply.text)
		})
	}
}

// testReply makes all calls.
func testReply(t *testing.T, host *signal.Host, pull, stop kind, text string) {
	t.Helper()
	for _, call := range calls {
		err := call.do(t, t.Context(), host)
		want := stop
		if call.endpoint == "pullstream" {
			want = pull
		}
		if got := kindOf(err); got != want {
			t.Errorf("%s: %v is %q, want %q", call.endpoint, err, got, want)
			continue
		}
		if err == nil {
			continue
		}
		if call.endpoint == "pullstream" && err.Error() != "pullstream: "+text {
			t.Errorf("text\n got %q\nwant %q", err, "pullstream: "+text)
		}
		for _, secret := range []string{secretSig, secretSDP, "12345", "txSecret", "SIG"} {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("%s: %q holds %q", call.endpoint, err, secret)
			}
		}
	}
}

func TestAPIErrorKeepsWhatTheServerSaid(t *testing.T) {
	t.Parallel()
	const said = "参数 clientip 为无效IP, webrtc://h/live/s?txSecret=abc&txTime=1"
	host := &signal.Host{Transport: &fakeTransport{resp: ok(`{"errcode":100011,"errmsg":"` + said + `"}`)}}
	_, err := signal.NewHosts(host).PullStream(t.Context(), pullRequest)
	var api *signal.APIError
	if !errors.As(err, &api) || *api != (signal.APIError{Code: 100011, Message: said}) {
		t.Fatalf("%#v", err)
	}
	if !errors.Is(err, signal.CodeInvalidClientIP) || errors.Is(err, signal.CodeStreamNotExist) {
		t.Error("errors.Is does not tell the codes apart")
	}
	if want := "pullstream: errcode 100011: 参数 clientip 为无效IP, webrtc://h/live/s?***"; err.Error() != want {
		t.Errorf("text %q, want %q", err, want)
	}
}

func TestStatusIsKept(t *testing.T) {
	t.Parallel()
	host := &signal.Host{Transport: &fakeTransport{resp: signal.Response{Status: 429}}}
	var status *signal.HTTPError
	err := pulled(t, host).ReportQuality(t.Context(), qualityReport)
	if !errors.As(err, &status) || *status != (signal.HTTPError{Status: 429}) {
		t.Errorf("%#v", err)
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]time.Duration{
		"": 0, "0": 0, "7": 7 * time.Second, "007": 7 * time.Second, "3600": time.Hour, "99999999999999999999": time.Hour,
		"-1": 0, "1.5": 0, " 7": 0, "Wed, 21 Oct 2015 07:28:00 GMT": 0,
	} {
		host := &signal.Host{Transport: &fakeTransport{resp: signal.Response{Status: 503, RetryAfter: header}}}
		_, err := signal.NewHosts(host).PullStream(t.Context(), pullRequest)
		if status, ok := errors.AsType[*signal.HTTPError](err); !ok || status.RetryAfter != want {
			t.Errorf("%q: %#v, want %v", header, err, want)
		}
	}
}

func TestNetworkError(t *testing.T) {
	t.Parallel()
	for _, cause := range []error{
		errors.New("dial webrtc://h/a/s?txSecret=abc: refused"),
		context.DeadlineExceeded, // the transport's own timeout, while ctx lives
	} {
		err := pulled(t, &signal.Host{Transport: &fakeTransport{err: cause}}).Stop(t.Context())
		if kindOf(err) != network || !errors.Is(err, cause) {
			t.Errorf("%#v", err)
		}
		if strings.Contains(err.Error(), "abc") || !strings.HasPrefix(err.Error(), "stopstream: network failure: ") {
			t.Errorf("text %q", err)
		}
	}
}

func TestTransportSaysTooLarge(t *testing.T) {
	t.Parallel()
	err := pulled(t, &signal.Host{Transport: &fakeTransport{err: signal.ErrReplyTooLarge}}).ReportFirstFrame(t.Context(), firstFrameReport)
	if kindOf(err) != tooLarge {
		t.Errorf("%#v", err)
	}
}

// The errmsg itself is longer than what an error's text has of it.
func TestErrMsgIsBounded(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ errmsg, want string }{
		{strings.Repeat("x", 4<<10), strings.Repeat("x", 4<<10)},
		{strings.Repeat("x", 4<<10+1), strings.Repeat("x", 4<<10) + "…"},
		{strings.Repeat("流", 2000), strings.Repeat("流", 4<<10/len("流")) + "…"},
		{"x" + strings.Repeat("😀", 2000), "x" + strings.Repeat("😀", 1023) + "…"},
	} {
		transport := &fakeTransport{resp: ok(`{"errcode":7,"errmsg":"` + test.errmsg + `"}`)}
		err := pulled(t, &signal.Host{Transport: transport}).Stop(t.Context())
		var refusal *signal.APIError
		if !errors.As(err, &refusal) || refusal.Message != test.want {
			t.Errorf("%v: errmsg %.20q has become %d bytes, want %d", err, test.errmsg, len(refusal.Message), len(test.want))
		}
	}
}
