package session

// State is the state of a session. The TypeScript API (PlayerState) and the
// documentation have the same strings.
type State string

// The states, in the order a play passes through them.
const (
	StateIdle         State = "idle"
	StateOffering     State = "offering"     // making the offer
	StatePulling      State = "pulling"      // pullstream is under way
	StateConnecting   State = "connecting"   // the server has answered; ICE, DTLS, then the first frame
	StatePlaying      State = "playing"      // a frame has been rendered
	StatePaused       State = "paused"       // the video element is paused
	StateStalled      State = "stalled"      // the picture has stopped moving
	StateReconnecting State = "reconnecting" // another pull is planned or under way
	StateStopped      State = "stopped"      // ended as asked
	StateFailed       State = "failed"       // ended by an error
)

// States lists every State.
func States() []State {
	return []State{StateIdle, StateOffering, StatePulling, StateConnecting, StatePlaying,
		StatePaused, StateStalled, StateReconnecting, StateStopped, StateFailed}
}
