//go:build !race

// The stand-in is for a program with a single thread, so the races that the race
// detector reports do not occur. `make test-go` runs these tests without it.

package context_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/web/wasm/slim/std/context"
)

var errCause = errors.New("the cause")

func TestCancelReachesChildren(t *testing.T) {
	parent, cancel := context.WithCancel(context.Background())
	child, cancelChild := context.WithTimeoutCause(parent, time.Hour, errCause)
	other := context.WithoutCancel(child)
	defer cancelChild()
	if parent.Err() != nil || child.Err() != nil {
		t.Fatal("ended at birth")
	}
	cancel()
	cancel()
	<-child.Done()
	if child.Err() != context.Canceled || context.Cause(child) != context.Canceled || other.Err() != nil {
		t.Errorf("child: %v because of %v; without cancel: %v", child.Err(), context.Cause(child), other.Err())
	}
	if late, _ := context.WithCancel(parent); late.Err() != context.Canceled {
		t.Errorf("a child of an ended one: %v", late.Err())
	}
}

func TestChildLeavesItsParentAlone(t *testing.T) {
	parent, cancel := context.WithCancel(context.Background())
	defer cancel()
	for range 3 {
		child, cancelChild := context.WithCancel(parent)
		cancelChild()
		if child.Err() != context.Canceled || parent.Err() != nil {
			t.Errorf("child %v, parent %v", child.Err(), parent.Err())
		}
	}
}

func TestTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		plain, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		caused, cancel := context.WithTimeoutCause(plain, 500*time.Millisecond, errCause)
		defer cancel()
		<-caused.Done()
		if time.Since(begun) != 500*time.Millisecond || caused.Err() != context.DeadlineExceeded || context.Cause(caused) != errCause {
			t.Errorf("after %s: %v because of %v", time.Since(begun), caused.Err(), context.Cause(caused))
		}
		<-plain.Done()
		if time.Since(begun) != time.Second || plain.Err() != context.DeadlineExceeded || context.Cause(plain) != context.DeadlineExceeded {
			t.Errorf("after %s: %v because of %v", time.Since(begun), plain.Err(), context.Cause(plain))
		}
	})
}

func TestCancelledTimeoutNeverFires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeoutCause(context.Background(), time.Second, errCause)
		cancel()
		time.Sleep(time.Hour)
		if context.Cause(ctx) != context.Canceled {
			t.Errorf("ended because of %v", context.Cause(ctx))
		}
	})
}
