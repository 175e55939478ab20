package session_test

import (
	"testing"
	"testing/synctest"

	"lebplayer/signal/session"
)

// TestRehearse: a rehearsal ends by itself, at once, and leaves nothing running.
func TestRehearse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		session.Rehearse(offerSDP) // a goroutine that is left is a deadlock of the bubble
	})
}
