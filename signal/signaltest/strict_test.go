package signaltest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"lebplayer/signal/signaltest"
)

func TestStrict(t *testing.T) {
	t.Parallel()
	with := func(good, old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("%s is not in %s", old, good)
		}
		return strings.Replace(good, old, new, 1)
	}
	for _, test := range []struct {
		name, endpoint, contentType, body string
		problem                           string // part of the problem, "" for none
	}{
		{"good pull", "pullstream", textType, goodPull, ""},
		{"good report", "reportquality", textType, goodReport, ""},
		{"good ice", "reporticestate", textType, goodICE, ""},

		{"no content type", "pullstream", "", goodPull, "content type"},
		{"form content type", "pullstream", "application/x-www-form-urlencoded", goodPull, "content type"},
		{"charset", "pullstream", "text/plain;charset=gbk", goodPull, "charset"},

		{"empty", "pullstream", textType, "", "EOF"},
		{"truncated", "pullstream", textType, goodPull[:len(goodPull)-1], "EOF"},
		{"array", "pullstream", textType, "[]", "array"},
		{"null", "pullstream", textType, "null", "not a JSON object"},
		{"text after the object", "pullstream", textType, goodPull + "{}", "text after"},
		{"too large", "pullstream", textType, with(goodPull, "info", strings.Repeat("x", 300<<10)), "body over"},

		{"missing member", "pullstream", textType, with(goodPull, `"sessionid":"id",`, ""), "sessionid is missing"},
		{"unknown member", "pullstream", textType, with(goodPull, `{`, `{"foo":1,`), "foo"},
		{"member in another case", "pullstream", textType, with(goodPull, "sessionid", "sessionId"), "sessionid is missing"},
		{"twice, once in another case", "pullstream", textType, with(goodPull, `{`, `{"sessionId":"id",`), "sessionId is unknown"},
		{"null member", "pullstream", textType, with(goodPull, `"id"`, "null"), "sessionid is null"},
		{"number for a string", "pullstream", textType, with(goodPull, `"id"`, "1"), "sessionid"},
		{"nested missing", "pullstream", textType, with(goodPull, `,"sdp":"v=0"`, ""), "localsdp.sdp is missing"},
		{"nested unknown", "pullstream", textType, with(goodPull, `"sdp":`, `"foo":1,"sdp":`), "foo"},
		{"nested null", "pullstream", textType, with(goodPull, `"v=0"`, "null"), "localsdp.sdp is null"},
		{"string for an object", "pullstream", textType, with(goodPull, `{"type":"offer","sdp":"v=0"}`, `"v=0"`), "localsdp"},
		{"answer", "pullstream", textType, with(goodPull, "offer", "answer"), "localsdp.type"},
		{"empty sdp", "pullstream", textType, with(goodPull, "v=0", ""), "localsdp.sdp"},
		{"empty sessionid", "pullstream", textType, with(goodPull, `"id"`, `""`), "sessionid"},
		{"empty clientinfo", "pullstream", textType, with(goodPull, `"info"`, `""`), "clientinfo"},
		{"rtmp", "pullstream", textType, with(goodPull, "webrtc:", "rtmp:"), "streamurl"},
		{"seipass", "pullstream", textType, with(goodPull, `{`, `{"seipass":2,`), "seipass"},
		{"seipass a bool", "pullstream", textType, with(goodPull, `{`, `{"seipass":true,`), "seipass"},

		{"svrsig missing", "stopstream", textType, `{"streamurl":"` + stream + `"}`, "svrsig is missing"},
		{"svrsig never issued", "stopstream", textType, `{"streamurl":"` + stream + `","svrsig":"x"}`, "svrsig was never issued"},
		{"svrsig of another stream", "stopstream", textType, `{"streamurl":"webrtc://h/a/b","svrsig":"sig-1"}`, "another streamurl"},
		{"report without svrsig", "reportquality", textType, with(goodReport, `"svrsig":"sig-1",`, ""), "svrsig is missing"},
		{"report without videowidth", "reportquality", textType, with(goodReport, `"videowidth":1,`, ""), "videowidth is missing"},
		{"report with a float", "reportquality", textType, with(goodReport, `"videoframedec":1`, `"videoframedec":1.5`), "videoframedec"},
		{"time not a string", "reportquality", textType, with(goodReport, `"beginutime":"1"`, `"beginutime":1`), "beginutime"},
		{"time not a number", "reportquality", textType, with(goodReport, `"beginutime":"1"`, `"beginutime":"now"`), "beginutime"},
		{"end before beginning", "reportquality", textType, with(goodReport, `"beginutime":"1"`, `"beginutime":"3"`), "endutime is before"},
		{"unknown state", "reporticestate", textType, with(goodICE, `State":"new"`, `State":"old"`), "iceConnectionState"},
		{"svrsig never issued, ice", "reporticestate", textType, with(goodICE, "sig-1", "sig-2"), "never issued"},
		{"bitrate without svrsig", "tabrctl", textType, with(goodSwitch, `"svrsig":"sig-1",`, ""), "svrsig is missing"},
		{"bitrate with streamurl", "tabrctl", textType, with(goodSwitch, `{`, `{"streamurl":"`+stream+`",`), "streamurl"},
		{"bitrate with an unknown member", "tabrctl", textType, with(goodSwitch, `{`, `{"foo":1,`), "foo"},
		{"bitrate with a member in another case", "tabrctl", textType, with(goodSwitch, "bitrate_name", "bitrateName"), "bitrateName"},
		{"bitrate, svrsig never issued", "tabrctl", textType, with(goodSwitch, "sig-1", "sig-2"), "svrsig was never issued"},
		{"bitrate, svrsig empty", "tabrctl", textType, with(goodSwitch, "sig-1", ""), "svrsig was never issued"},
		{"seq a string", "tabrctl", textType, with(goodSwitch, `:1`, `:"1"`), "seq"},
		{"seq 0", "tabrctl", textType, with(goodSwitch, `:1`, `:0`), "seq is 0"},
		{"no bitrate", "tabrctl", textType, with(goodSwitch, `"hd"`, `""`), "bitrate_name is empty"},
		{"first frame", "firstframeusetime", textType, `{` + ticket + `,"starttime":"","firstplaytime":"2"}`, "starttime"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			backend := &fakeBackend{}
			h := &signaltest.Handler{Backend: backend}
			url, client := serve(t, h)
			pull(t, client)
			status, body := post(t, url+"/webrtc/v1/"+test.endpoint, test.contentType, test.body)

			call := h.Calls()[1]
			if test.problem == "" {
				if status != 200 || call.Problem != "" {
					t.Errorf("status %d, problem %q", status, call.Problem)
				}
				return
			}
			if !strings.Contains(call.Problem, test.problem) {
				t.Errorf("problem %q, want %q", call.Problem, test.problem)
			}
			var reply struct{ ErrCode int64 }
			if err := json.Unmarshal(body, &reply); status != 400 || err != nil || reply.ErrCode != int64(signaltest.CodeBadRequest) {
				t.Errorf("reply %d %s", status, body)
			}
			if call.Status != 400 || call.ErrCode != reply.ErrCode {
				t.Errorf("recorded %d, errcode %d", call.Status, call.ErrCode)
			}
			if backend.pulls() != 1 || len(backend.stopped) != 0 {
				t.Error("the backend was called")
			}
			if text := call.Problem + call.Stream + string(body); strings.Contains(text, "hunter2") {
				t.Errorf("%q contains the secret", text)
			}
			if !json.Valid(call.Body) {
				t.Errorf("body %s", call.Body)
			}
		})
	}
}
