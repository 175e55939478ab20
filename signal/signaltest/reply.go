package signaltest

import (
	"encoding/json"
	"errors"
	"net/http"

	"lebplayer/signal"
)

// reply is an HTTP reply.
type reply struct {
	status  int
	errCode int64
	body    []byte
	isJSON  bool
}

// success returns a reply with errcode 0.
func success() reply { return statusReply(http.StatusOK, 0, "succ") }

// pullReply returns the reply to a successful pullstream.
func pullReply(pulled signal.PullStreamReply) reply {
	return encode(http.StatusOK, struct {
		ErrCode int    `json:"errcode"`
		ErrMsg  string `json:"errmsg"`
		signal.PullStreamReply
	}{0, "succ", pulled})
}

// switchReply returns the reply to a successful tabrctl, which repeats the seq
// of the request.
func switchReply(seq int64) reply {
	return encode(http.StatusOK, struct {
		ErrCode int   `json:"errcode"`
		Seq     int64 `json:"seq"`
	}{0, seq})
}

// statusReply returns a reply of an errcode and an errmsg only.
func statusReply(status int, code signal.Code, message string) reply {
	out := encode(status, struct {
		ErrCode signal.Code `json:"errcode"`
		ErrMsg  string      `json:"errmsg"`
	}{code, message})
	out.errCode = int64(code)
	return out
}

// backendError returns the reply to a call for which the Backend returned err.
func backendError(err error) reply {
	var api *signal.APIError
	if errors.As(err, &api) {
		return statusReply(http.StatusOK, api.Code, api.Message)
	}
	var status *signal.HTTPError
	if errors.As(err, &status) {
		return reply{status: status.Status}
	}
	return statusReply(http.StatusOK, CodeInternal, signal.Redact(err.Error()))
}

func encode(status int, v any) reply {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err) // impossible: v has strings and numbers only
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
	_, _ = w.Write(out.body) // an error means that the client has left
}

// preflight answers a CORS preflight (Fetch standard, "CORS-preflight request"),
// which a browser sends before a cross-origin POST of application/json.
func preflight(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", "POST")
	h.Set("Access-Control-Allow-Headers", "Content-Type")
	h.Set("Access-Control-Max-Age", "600")
	w.WriteHeader(http.StatusNoContent)
}
