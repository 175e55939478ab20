package runtime

import (
	"internal/task"
	"unsafe"
)

// chanSelect is a select statement; ops is empty if it has a default. That one
// never waits, and in a function of its own it tells so to asyncify.
//
//go:inline
func chanSelect(recvbuf unsafe.Pointer, states []chanSelectState, ops []channelOp) (uint32, bool) {
	if len(ops) == 0 {
		return chanTrySelect(recvbuf, states)
	}
	return chanWaitSelect(recvbuf, states, ops)
}

// chanTrySelect makes the first communication that can be made at once, and
// gives its index, or ^0.
//
//go:noinline
func chanTrySelect(recvbuf unsafe.Pointer, states []chanSelectState) (uint32, bool) {
	for i, state := range states {
		if state.ch == nil {
			continue
		}
		var done, ok bool
		var wake *task.Task
		if state.value == nil {
			done, ok, wake = state.ch.tryRecv(recvbuf)
		} else {
			done, wake = state.ch.trySend(state.value)
		}
		if wake != nil {
			scheduleTask(wake)
		}
		if done {
			return uint32(i), ok
		}
	}
	return ^uint32(0), true
}
