package signaltest_test

import (
	"strings"
	"testing"

	"lebplayer/signal/signaltest"
)

func TestHideSignature(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                           "",
		"nothing to hide":            "nothing to hide",
		"txSecret and txTime":        "txSecret and txTime",
		"webrtc://h/a/s?b=1":         "webrtc://h/a/s?b=1",
		"?txSecret=abc":              "?txSecret=***",
		"?txSecret=":                 "?txSecret=***",
		"?txSecret=***&a=1":          "?txSecret=***&a=1",
		"?txTime=1&txSecret=abc&x=2": "?txTime=1&txSecret=***&x=2",
		"?TXSECRET=abc&txsecret=def&TxSecret=ghi":                        "?TXSECRET=***&txsecret=***&TxSecret=***",
		"?txSecret=a%26b/c,d;e=f&x=1":                                    "?txSecret=***&x=1",
		"first webrtc://h/a/s?txSecret=abc then ?txSecret=d\n":           "first webrtc://h/a/s?txSecret=*** then ?txSecret=***\n",
		`{"streamurl":"webrtc://h/a/s?txSecret=abc"}`:                    `{"streamurl":"webrtc://h/a/s?txSecret=***"}`,
		`{"streamurl":"?txSecret\u003dabc\u0026txTime=1"}`:               `{"streamurl":"?txSecret\u003d***\u0026txTime=1"}`,
		`{"txSecret":"abc","txTime":"1"}`:                                `{"txSecret":"***","txTime":"1"}`,
		"/play?u=webrtc%3A%2F%2Fh%2Fa%2Fs%3FtxSecret%3Dabc%26txTime%3D1": "/play?u=webrtc%3A%2F%2Fh%2Fa%2Fs%3FtxSecret%3D***%26txTime%3D1",
		"u%253FtxSecret%253Dabc%2526x":                                   "u%253FtxSecret%253D***%2526x",
		"İ中文?txSecret=abc&标题=流":                                          "İ中文?txSecret=***&标题=流",
	} {
		if got := signaltest.HideSignature(in); got != want {
			t.Errorf("%q\n got %q\nwant %q", in, got, want)
		}
	}
}

func FuzzHideSignature(f *testing.F) {
	f.Add("webrtc://h/a/s?", "abc", "&txTime=1")
	f.Add("İ", "a,b;c", " txsecret=")
	f.Fuzz(func(t *testing.T, before, secret, after string) {
		if len(secret) < 8 || strings.ContainsFunc(secret, func(r rune) bool { return r <= ' ' || strings.ContainsRune("&#\"\\<>`", r) }) {
			t.Skip()
		}
		got := signaltest.HideSignature(before + "txSecret=" + secret + "&" + after)
		if strings.Contains(got, secret) && !strings.Contains(before+after, secret) {
			t.Fatalf("%q is in %q", secret, got)
		}
		if again := signaltest.HideSignature(got); again != got {
			t.Fatalf("%q becomes %q", got, again)
		}
	})
}
