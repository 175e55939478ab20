// Package context stands in for context: see ../../README.md. It contains the
// functions that the wasm program uses, with one type for all contexts. Contexts
// have no values. They have no locks, as the program has a single thread.
package context

import (
	"errors"
	"time"
)

// Context has the methods of the real Context.
type Context interface {
	Deadline() (deadline time.Time, ok bool)
	Done() <-chan struct{}
	Err() error
	Value(key any) any
}

// CancelFunc cancels a context. Calls after the first do nothing.
type CancelFunc func()

// Canceled is returned by Err of a canceled context.
var Canceled = errors.New("context canceled")

// DeadlineExceeded is returned by Err of a context after its deadline.
var DeadlineExceeded = errors.New("context deadline exceeded")

type node struct {
	parent   *node         // nil for background
	children []*node       // contexts that end with this one
	done     chan struct{} // closed at the end; nil for a context that never ends
	err      error
	cause    error
	deadline time.Time
	timer    *time.Timer
}

func (n *node) Deadline() (time.Time, bool) { return n.deadline, !n.deadline.IsZero() }
func (n *node) Done() <-chan struct{}       { return n.done }
func (n *node) Err() error                  { return n.err }
func (n *node) Value(any) any               { return nil }

var background = &node{}

// Background returns a context that never ends.
func Background() Context { return background }

// WithoutCancel returns a context that does not end with its parent.
func WithoutCancel(Context) Context { return background }

// Cause returns the cause of a context's end, or nil before its end.
func Cause(c Context) error { return c.(*node).cause }

// WithCancel returns a context that ends with its parent or when its CancelFunc
// is called.
func WithCancel(parent Context) (Context, CancelFunc) {
	n := newNode(parent)
	return n, func() { n.end(Canceled, Canceled) }
}

// WithTimeout is WithCancel with a timeout.
func WithTimeout(parent Context, timeout time.Duration) (Context, CancelFunc) {
	return WithTimeoutCause(parent, timeout, DeadlineExceeded)
}

// WithTimeoutCause is WithTimeout with a cause, which Cause returns after the
// timeout.
func WithTimeoutCause(parent Context, timeout time.Duration, cause error) (Context, CancelFunc) {
	n := newNode(parent)
	if n.err == nil {
		n.deadline = time.Now().Add(timeout)
		n.timer = time.AfterFunc(timeout, func() { n.end(DeadlineExceeded, cause) })
	}
	return n, func() { n.end(Canceled, Canceled) }
}

func newNode(parent Context) *node {
	p := parent.(*node)
	n := &node{parent: p, done: make(chan struct{}), deadline: p.deadline}
	switch {
	case p.err != nil:
		n.end(p.err, p.cause)
	case p.done != nil:
		p.children = append(p.children, n)
	}
	return n
}

func (n *node) end(err, cause error) {
	if n.err != nil {
		return
	}
	n.err, n.cause = err, cause
	close(n.done)
	if n.timer != nil {
		n.timer.Stop()
	}
	children := n.children
	n.children = nil // spares each child its search in forget
	for _, child := range children {
		child.end(err, cause)
	}
	n.parent.forget(n)
}

// forget removes a child that has ended.
func (n *node) forget(child *node) {
	for i, c := range n.children {
		if c == child {
			n.children = append(n.children[:i], n.children[i+1:]...)
			return
		}
	}
}
