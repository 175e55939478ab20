package session

// State is where a session stands. The same strings are used by the
// TypeScript API (PlayerState) and in the documentation.
type State string

// The states, in the order a play passes through them.
const (
	StateIdle         State = "idle"
	StateOffering     State = "offering"     // making the offer
	StatePulling      State = "pulling"      // pullstream is under way
	StateConnecting   State = "connecting"   // the answer is known, ICE and DTLS run, no frame yet
	StatePlaying      State = "playing"      // a frame has been rendered
	StatePaused       State = "paused"       // the video element is paused
	StateStalled      State = "stalled"      // the picture has stopped moving
	StateReconnecting State = "reconnecting" // another pull is being made, or waited for
	StateStopped      State = "stopped"      // ended as asked
	StateFailed       State = "failed"       // ended by an error
)

// States lists every State.
func States() []State {
	return []State{StateIdle, StateOffering, StatePulling, StateConnecting, StatePlaying,
		StatePaused, StateStalled, StateReconnecting, StateStopped, StateFailed}
}
