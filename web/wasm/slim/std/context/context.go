// Package context stands in for context: see ../../README.md. It has what the
// wasm program uses, one type for all contexts, and no values. There is one
// thread, so nothing is locked.
package context

import (
	"errors"
	"time"
)

// Context has the real one's methods.
type Context interface {
	Deadline() (deadline time.Time, ok bool)
	Done() <-chan struct{}
	Err() error
	Value(key any) any
}

// CancelFunc ends a context; once is enough.
type CancelFunc func()

// Canceled is a context's Err after its CancelFunc.
var Canceled = errors.New("context canceled")

// DeadlineExceeded is a context's Err after its deadline.
var DeadlineExceeded = errors.New("context deadline exceeded")

type node struct {
	parent   *node // ends this one too; nil where nothing does
	children []*node
	done     chan struct{} // nil: never ends
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

// Background never ends.
func Background() Context { return background }

// WithoutCancel does not end with its parent.
func WithoutCancel(Context) Context { return background }

// Cause is why a context ended.
func Cause(c Context) error { return c.(*node).cause }

// WithCancel ends with its parent, or by its CancelFunc.
func WithCancel(parent Context) (Context, CancelFunc) {
	n := newNode(parent)
	return n, func() { n.end(Canceled, Canceled) }
}

// WithTimeout ends after a time, too.
func WithTimeout(parent Context, timeout time.Duration) (Context, CancelFunc) {
	return WithTimeoutCause(parent, timeout, DeadlineExceeded)
}

// WithTimeoutCause tells why, when the time is over.
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
	n.children = nil // they need not look for themselves in here
	for _, child := range children {
		child.end(err, cause)
	}
	n.parent.forget(n)
}

func (n *node) forget(child *node) {
	for i, c := range n.children {
		if c == child {
			n.children = append(n.children[:i], n.children[i+1:]...)
			return
		}
	}
}
