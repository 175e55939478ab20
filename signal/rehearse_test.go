package signal

import (
	"context"
	"testing"
)

// The rehearsal goes all the way: its reply is one that a pull takes.
func TestRehearsalSucceeds(t *testing.T) {
	t.Parallel()
	Rehearse("v=0\r\n")
	stream, err := NewHosts(&Host{Transport: echo{"v=0\r\n"}}).PullStream(context.Background(), PullStreamRequest{})
	if err != nil || stream.Answer() != "v=0\r\n" {
		t.Errorf("%+v, %v", stream, err)
	}
}
