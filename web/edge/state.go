package edge

import (
	"encoding/json"
	"net/http"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/signaltest"
)

// The values of SessionState.State.
const (
	stateConnecting = "connecting"
	stateConnected  = "connected"
	stateEnded      = "ended"
)

const (
	maxEnded = 200  // ended sessions kept
	maxCalls = 1000 // recorded calls kept
)

// SessionState is what /edge/state tells about a session. It never holds the svrsig.
type SessionState struct {
	SessionID       string    `json:"sessionid"`
	Stream          string    `json:"stream"` // streamurl without its txSecret
	State           string    `json:"state"`  // "connecting", "connected" or "ended"
	Reason          string    `json:"reason,omitempty"`
	AudioCodec      string    `json:"audiocodec,omitempty"`
	VideoCodec      string    `json:"videocodec,omitempty"`
	AudioPktSent    int64     `json:"audiopktsent"`
	VideoPktSent    int64     `json:"videopktsent"`
	KeyFrameRequest int64     `json:"keyframerequests"` // PLI and FIR received
	Faults          []string  `json:"faults,omitempty"` // that befell it, in order, those that are over included
	Started         time.Time `json:"started"`
	Ended           time.Time `json:"ended,omitzero"`
}

// CallState is a recorded call with the session it belongs to.
type CallState struct {
	signaltest.Call
	SessionID string `json:"sessionid"`
}

// State is the body of GET /edge/state.
type State struct {
	Sessions []SessionState `json:"sessions"`
	Calls    []CallState    `json:"calls"`
}

func (s *session) snapshot() SessionState {
	s.mu.Lock()
	defer s.mu.Unlock()
	state := SessionState{
		SessionID: s.id, Stream: s.stream, State: s.state, Reason: s.reason, Started: s.started, Ended: s.ended,
		KeyFrameRequest: s.pump.keyRequests.Load(),
	}
	for _, f := range s.suffered {
		state.Faults = append(state.Faults, f.String())
	}
	for _, t := range s.pump.tracks {
		if t.isVideo() {
			state.VideoCodec, state.VideoPktSent = t.codecName, t.sent.Load()
		} else {
			state.AudioCodec, state.AudioPktSent = t.codecName, t.sent.Load()
		}
	}
	return state
}

// State lists sessions, oldest first, and recorded calls. Empty arguments match all; stream is a redacted streamurl.
func (e *Edge) State(sessionID, stream string) State {
	e.mu.Lock()
	defer e.mu.Unlock()
	state := State{Sessions: []SessionState{}, Calls: []CallState{}} // [] in JSON, not null
	for _, s := range e.sessions {
		if (sessionID == "" || s.id == sessionID) && (stream == "" || s.stream == stream) {
			state.Sessions = append(state.Sessions, s.snapshot())
		}
	}
	for _, call := range e.calls {
		if (sessionID == "" || call.SessionID == sessionID) && (stream == "" || call.Stream == stream) {
			state.Calls = append(state.Calls, call)
		}
	}
	return state
}

// serveState answers GET and DELETE /edge/state for test pages of any origin.
func (e *Edge) serveState(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Access-Control-Allow-Methods", "GET, DELETE")
	w.Header().Set("Cache-Control", "no-store")
	switch r.Method {
	case http.MethodOptions:
		w.WriteHeader(http.StatusNoContent)
	case http.MethodGet:
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(e.State(r.FormValue("sessionid"), signal.Redact(r.FormValue("stream")))) // a reader that left needs no answer
	case http.MethodDelete:
		e.mu.Lock()
		e.calls = nil
		e.mu.Unlock()
		w.WriteHeader(http.StatusNoContent)
	default:
		w.Header().Set("Allow", "GET, DELETE, OPTIONS")
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}
