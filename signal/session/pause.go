package session

import "time"

// A pause is the video element's: the page, the viewer or the browser has
// stopped it, and it is not asked who. For a while the stream is kept, so that
// it goes on at once. Then the pull is let go of, but not its connection, and
// the last picture stays as that of a dead pull does until there is another.

// pause follows a paused element.
func (f *follower) pause(now time.Time) {
	switch {
	case f.Screen.Interrupted():
		f.display.playVideo(false)
	case f.state != StatePaused:
		f.since = now
		f.enter(StatePaused, "pause")
	case f.current.stream != nil && now.Sub(f.since) >= f.Config.PauseTimeout:
		_ = f.lose(&Error{Code: CodeClosed, Message: "the stream was let go of in a pause"}, true) // plans nothing now
		f.current.letGo()
	}
}

// resume goes on, live: with the pull there is, judged anew, or with another
// in place of one that was let go of or lost.
func (f *follower) resume(now time.Time) {
	f.outage = outage{since: now}
	f.ladder.reset()
	if f.trouble == nil {
		f.moving()
		f.settle(f.current)
		return
	}
	f.enter(StateReconnecting, "resume")
	if f.attempt == nil {
		f.repull()
	}
}
