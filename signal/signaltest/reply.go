package signaltest

import (
	"encoding/json"
	"errors"
	"net/http"

	"lebplayer/signal"
)

// reply is what goes back to the client.
type reply struct {
	status  int
	errCode int
	body    []byte
	isJSON  bool
}

// done is errcode 0 and nothing else.
func done() reply { return refusal(http.StatusOK, 0, "succ") }

// pulled is errcode 0 with an answer.
func pulled(answer signal.PullStreamReply) reply {
	return encode(http.StatusOK, struct {
		ErrCode int    `json:"errcode"`
		ErrMsg  string `json:"errmsg"`
		signal.PullStreamReply
	}{0, "succ", answer})
}

// switched is errcode 0 with the request's seq.
func switched(seq int64) reply {
	return encode(http.StatusOK, struct {
		ErrCode int   `json:"errcode"`
		Seq     int64 `json:"seq"`
	}{0, seq})
}

// refusal is an errcode with its reason.
func refusal(status int, code signal.Code, message string) reply {
	out := encode(status, struct {
		ErrCode signal.Code `json:"errcode"`
		ErrMsg  string      `json:"errmsg"`
	}{code, message})
	out.errCode = int(code)
	return out
}

// failure is the reply to a call that the Backend failed.
func failure(err error) reply {
	var api *signal.APIError
	if errors.As(err, &api) {
		return refusal(http.StatusOK, api.Code, api.Message)
	}
	return refusal(http.StatusOK, CodeInternal, signal.Redact(err.Error()))
}

func encode(status int, v any) reply {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and numbers only: cannot happen
	}
	return reply{status: status, body: body, isJSON: true}
}

func (out reply) write(w http.ResponseWriter, noCORS bool) {
	if !noCORS {
		w.Header().Set("Access-Control-Allow-Origin", "*")
	}
	if out.isJSON {
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(out.status)
	_, _ = w.Write(out.body) // a client that is gone needs no reply
}

// preflight answers the OPTIONS request that a browser sends before a
// cross-origin POST of application/json.
func preflight(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", "POST")
	h.Set("Access-Control-Allow-Headers", "Content-Type")
	h.Set("Access-Control-Max-Age", "600")
	w.WriteHeader(http.StatusNoContent)
}
