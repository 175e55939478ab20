package session

// State is where a session stands. The same strings are used by the
// TypeScript API (PlayerState) and in the documentation.
type State string

// The states, in the order a play passes through them. "stalled" and
// "reconnecting" are part of the vocabulary of the API; a session enters them
// only where recovery is possible.
const (
	StateIdle         State = "idle"
	StateOffering     State = "offering"     // making the offer
	StatePulling      State = "pulling"      // pullstream is under way
	StateConnecting   State = "connecting"   // the answer is known, ICE and DTLS run, no frame yet
	StatePlaying      State = "playing"      // a frame has been rendered
	StateStalled      State = "stalled"      // no media arrives any more
	StateReconnecting State = "reconnecting" // a new pull is being made
	StateStopped      State = "stopped"      // ended as asked
	StateFailed       State = "failed"       // ended by an error
)

// States lists every State.
func States() []State {
	return []State{StateIdle, StateOffering, StatePulling, StateConnecting, StatePlaying,
		StateStalled, StateReconnecting, StateStopped, StateFailed}
}
