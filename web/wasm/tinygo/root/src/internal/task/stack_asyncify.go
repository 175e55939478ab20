//go:build scheduler.asyncify

package task

import "unsafe"

// StackEnd is the end of a stack, just before the header of its heap object.
// There the collector finds which parts of the stack are in use.
type StackEnd struct {
	state *stackState // of the goroutine whose stack it is
	next  *StackEnd   // the next free stack
}

// StackLayout is the layout that the heap objects of stacks have, and no others:
// it is neither odd nor an address.
const StackLayout = 2

// The header is as large as a StackEnd.
const endSize = unsafe.Sizeof(StackEnd{})

// Stacks of complete tasks are kept for the next tasks: allocating one and
// collecting it is most of what a callback from JavaScript costs. They are all of
// one size: no target with this scheduler has others. They are not cleared, since
// nothing reads what is not in use.
var (
	freeStack  *StackEnd // the first
	freeStacks int       // how many
)

const maxFreeStacks = 4

// takeStack gives s a free stack, or a new one. With the header, its size is as
// given.
func (s *stackState) takeStack(size uintptr) {
	end := freeStack
	if end != nil {
		freeStack = end.next
		freeStacks--
	} else {
		stack := runtime_alloc(size-endSize, unsafe.Pointer(uintptr(StackLayout)))
		end = (*StackEnd)(unsafe.Add(stack, size-2*endSize))
	}
	*end = StackEnd{state: s}
	s.end = end
	s.csp = uintptr(unsafe.Pointer(end))
	s.canaryPtr = s.csp - (size - 2*endSize)
	s.asyncifysp = s.canaryPtr + unsafe.Sizeof(stackCanary)
}

// leaveStack makes the stack of a complete task free.
func (s *stackState) leaveStack() {
	end := s.end
	*s = stackState{}
	*end = StackEnd{}
	if freeStacks < maxFreeStacks {
		freeStacks++
		end.next = freeStack
		freeStack = end
	}
}

// InUse returns which parts of a stack are in use while its goroutine is
// suspended: from bottom to asyncifysp, where asyncify has saved the variables,
// and from csp to the header.
func (e *StackEnd) InUse() (bottom, asyncifysp, csp uintptr) {
	if s := e.state; s != nil {
		return s.canaryPtr, s.asyncifysp, s.csp
	}
	return 0, 0, uintptr(unsafe.Pointer(e))
}
