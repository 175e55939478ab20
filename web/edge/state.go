package edge

import (
	"net/http"
	"time"

	"lebplayer/signal/signaltest"
)

// Values of SessionState.State.
const (
	stateConnecting = "connecting"
	stateConnected  = "connected"
	stateEnded      = "ended"
)

const maxEndedSessions = 200 // number of ended sessions that are kept

// SessionState describes a session in the reply to GET /edge/state. It does not contain the svrsig.
type SessionState struct {
	SessionID        string    `json:"sessionid"`            // sessionid of the pullstream
	Stream           string    `json:"stream"`               // streamurl without txSecret
	State            string    `json:"state"`                // "connecting", "connected" or "ended"
	Reason           string    `json:"reason,omitempty"`     // reason of the end, such as "stopstream"; see session.go
	AudioCodec       string    `json:"audiocodec,omitempty"` // "opus", or "" without audio
	VideoCodec       string    `json:"videocodec,omitempty"` // "h264" or "vp8", or "" without video
	AudioPktSent     int64     `json:"audiopktsent"`         // RTP packets
	VideoPktSent     int64     `json:"videopktsent"`         // RTP packets
	KeyFrameRequests int64     `json:"keyframerequests"`     // PLI and FIR received
	Faults           []string  `json:"faults,omitempty"`     // faults in the order of their application, including cleared ones
	Started          time.Time `json:"started"`              // time of the pullstream
	Ended            time.Time `json:"ended,omitzero"`
}

// State is the reply to GET /edge/state.
type State struct {
	Sessions []SessionState    `json:"sessions"` // oldest first; all live and the latest 200 ended ones
	Calls    []signaltest.Call `json:"calls"`    // oldest first; see signaltest.CallLog
}

func (s *session) snapshot() SessionState {
	s.mu.Lock()
	defer s.mu.Unlock()
	state := SessionState{
		SessionID: s.id, Stream: s.stream, State: s.state, Reason: s.reason, Started: s.started, Ended: s.ended,
		KeyFrameRequests: s.pump.keyRequests.Load(),
	}
	for _, f := range s.faults {
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

// State returns the sessions and calls with the given session ID and stream, a stream URL without secrets. An empty argument
// matches all.
func (e *Edge) State(sessionID, stream string) State {
	e.mu.Lock()
	defer e.mu.Unlock()
	state := State{Sessions: []SessionState{}, Calls: []signaltest.Call{}} // [] in JSON, not null
	for _, s := range e.sessions {
		if (sessionID == "" || s.id == sessionID) && (stream == "" || s.stream == stream) {
			state.Sessions = append(state.Sessions, s.snapshot())
		}
	}
	for _, call := range e.calls.List() {
		if (sessionID == "" || call.SessionID == sessionID) && (stream == "" || call.Stream == stream) {
			state.Calls = append(state.Calls, call)
		}
	}
	return state
}

// serveState serves GET /edge/state[?sessionid={session ID}][&stream={stream URL}] with a State.
func (e *Edge) serveState(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	writeJSON(w, e.State(query.Get("sessionid"), signaltest.HideSignature(query.Get("stream"))))
}

// deleteCalls serves DELETE /edge/state, which deletes all recorded calls.
func (e *Edge) deleteCalls(w http.ResponseWriter, _ *http.Request) {
	e.calls.Clear()
	w.WriteHeader(http.StatusNoContent)
}
