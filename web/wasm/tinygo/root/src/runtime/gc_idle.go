//go:build gc.leaking && tinygo.wasm

package runtime

import (
	"internal/task"
	"unsafe"
)

// The collector runs while nothing else does: the scheduler calls it before it
// returns to JavaScript. All goroutines are suspended then, and their stacks,
// into which asyncify has put their variables, are on the heap. So the globals
// are all the roots there are, and the compiler need not keep track of pointers
// on the stack, which would be a fifth of the program.

func gcMarkReachable() {
	foundFrom, foundHead = 1, 0
	findGlobals(markRoots)
}

// The blocks from foundFrom to foundHead are of the object that a pointer has led to
// last, while marking. There are none from 1 to 0.
var foundFrom, foundHead gcBlock

func gcResumeWorld() {}

// scanStack scans what is in use of a stack. The rest, nearly all of its 32 KB,
// holds what was left there.
func scanStack(header *objHeader) {
	end := uintptr(unsafe.Pointer(header))
	stack := (*task.StackEnd)(unsafe.Pointer(end - unsafe.Sizeof(task.StackEnd{})))
	bottom, asyncifysp, csp := stack.InUse()
	scanConservative(bottom, asyncifysp-bottom)
	scanConservative(csp, end-csp)
}

// idlePressure is how many bytes may be allocated between two collections: the
// stacks of 12 goroutines, or a quarter of a large heap, as a collection takes
// the longer the larger the heap is. Less would not make the heap smaller. With
// 16 stacks the heap doubles when a play begins. While one stream plays,
// finalizers ask for a collection first: stacks are used again.
func idlePressure() uint64 { return uint64(max(12<<15, (heapEnd-heapStart)/4)) }

// collectedAt is gcTotalAlloc at the last collection.
var collectedAt uint64

// wanted is set by GC until the next collection.
var wanted bool

// GC has a collection made before the program next returns to JavaScript: in
// the goroutine that calls it, the stack is not on the heap.
func GC() { wanted = true }

// idleGC collects when GC was called, when there has been much allocation, or
// many finalizers as in TinyGo's own finalizerPressureGC.
func idleGC() bool {
	if wanted || gcTotalAlloc-collectedAt > idlePressure() {
		finalizersSinceGC = finalizerGCTrigger()
	}
	collected := finalizerPressureGC()
	if collected {
		wanted = false
		collectedAt = gcTotalAlloc
	}
	return collected
}

// spawnFinalizerRunner is called with the first finalizer: at the first
// JavaScript value.
func spawnFinalizerRunner() {
	finalizerIdleGC = idleGC
	go finalizerRunner()
}
