//go:build tinygo

package js

import "internal/task"

// Fence keeps what JavaScript throws from ending the program, in the goroutine that
// has put it up and until it takes it down. Behind it, a Call, Invoke or New that
// fails returns undefined. The goroutine must not wait meanwhile.
//
// A function that JavaScript calls meanwhile is another goroutine, and not behind
// the fence. It may put up its own.
type Fence struct {
	goroutine *task.Task
	outer     *Fence // put up before, by the same goroutine or by one whose call into JavaScript is under way
	failed    bool
	thrown    Value
}

// innermost is the fence put up last, or nil. As nothing waits behind a fence, they
// are taken down in the reverse order.
var innermost *Fence

// PutUpFence puts up a fence.
func PutUpFence() *Fence {
	innermost = &Fence{goroutine: task.Current(), outer: innermost}
	return innermost
}

// TakeDown takes the fence down. It returns the first exception, and whether there
// was one.
func (f *Fence) TakeDown() (thrown Value, failed bool) {
	innermost = f.outer
	return f.thrown, f.failed
}

// caught gives an exception to the fence of the goroutine it was thrown in, and
// returns undefined. Without a fence the program ends.
func caught(thrown Value) Value {
	f := innermost
	if f == nil || f.goroutine != task.Current() {
		panic(Error{thrown})
	}
	if !f.failed {
		f.failed, f.thrown = true, thrown
	}
	return Value{}
}
