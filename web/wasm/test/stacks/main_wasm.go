// Command stacks calls globalThis.report with what is wrong with the collector's
// scan of suspended goroutines: nothing, if it is "". It is built as leb.wasm is.
package main

import (
	"runtime"
	"strings"
	"sync"
	"syscall/js"
	"time"
)

// version is what the compiler sets in every program.
var version = "dev"

// A node is lost when another object has got its memory.
type node struct {
	next *node
	id   int
}

// chain returns n nodes, only the first of which the caller refers to.
func chain(id, n int) *node {
	var first *node
	for range n {
		first = &node{first, id}
	}
	return first
}

var failures []string

func check(what string, first *node, id, n int) {
	for p := first; p != nil && p.id == id; p = p.next {
		n--
	}
	if n != 0 {
		failures = append(failures, what)
	}
}

// collect has the program become idle, so that the collector runs, and then
// gives the memory that it has freed to others.
func collect() {
	runtime.GC()
	time.Sleep(time.Millisecond)
	for range 4000 {
		others = append(others, chain(-1, 1))
	}
	others = others[:0]
}

var others []*node

const length = 20

// The ways to wait, each for the same channel. The nodes are in variables, which
// asyncify saves.

func receive(wake chan struct{}, id int) {
	p := chain(id, length)
	<-wake
	check("receive", p, id, length)
}

func sel(wake chan struct{}, id int) {
	p := chain(id, length)
	select {
	case <-wake:
	case <-make(chan int):
	}
	check("select", p, id, length)
}

func sleep(wake chan struct{}, id int) {
	p := chain(id, length)
	for waiting := true; waiting; {
		time.Sleep(time.Millisecond)
		select {
		case <-wake:
			waiting = false
		default:
		}
	}
	check("sleep", p, id, length)
}

// deep has nodes in many frames.
func deep(wake chan struct{}, id int) { descend(wake, id, 50) }

func descend(wake chan struct{}, id, depth int) {
	p := chain(id+depth, 2)
	if depth == 0 {
		<-wake
	} else {
		descend(wake, id, depth-1)
	}
	check("deep", p, id+depth, 2)
}

// memory has nodes in an array, which is on the C stack.
func memory(wake chan struct{}, id int) {
	var held [8]*node
	fill(&held, id)
	<-wake
	for i := range held {
		check("memory", held[(i+id)%len(held)], id, length)
	}
}

//go:noinline
func fill(held *[8]*node, id int) {
	for i := range held {
		held[i] = chain(id, length)
	}
}

// send waits until the value that it sends is received. Only the channel leads to
// its goroutine.
func send(wake chan struct{}, id int) {
	values := make(chan *node)
	go func() { values <- chain(id, length) }()
	<-wake
	check("send", <-values, id, length)
}

// brief uses a stack that others will use again.
func brief(chan struct{}, int) {}

// testWaiting has goroutines of all kinds wait while the collector runs.
func testWaiting() {
	kinds := []func(chan struct{}, int){receive, sel, sleep, deep, memory, send, brief}
	wake := make(chan struct{})
	var running sync.WaitGroup
	for id := range 10 * len(kinds) {
		running.Add(1)
		go func() {
			kinds[id%len(kinds)](wake, 1000*id)
			running.Done()
		}()
	}
	for range 5 {
		collect()
	}
	close(wake)
	running.Wait()
}

// testForgotten has goroutines wait for what nothing can send. The collector
// frees what they hold, here JavaScript values.
func testForgotten() {
	const count = 40
	values := js.Global().Get("countValues")
	before := values.Invoke().Int()
	for range count {
		go func() {
			held := js.Global().Get("Object").New()
			<-make(chan struct{})
			held.Set("name", "of no use")
		}()
	}
	time.Sleep(time.Millisecond)
	collect()
	collect()
	if values.Invoke().Int() > before+count/10 {
		failures = append(failures, "forgotten goroutines are kept")
	}
}

func main() {
	for range 3 {
		testWaiting()
		testForgotten()
	}
	js.Global().Call("report", strings.Join(failures, ", "))
	select {}
}
