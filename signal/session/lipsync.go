package session

import (
	"time"

	"lebplayer/signal/quality"
)

const (
	// heldBack is how far behind the picture sound is when Chromium's lip sync
	// begins to hold the picture back for it (156).
	heldBack = 10 * time.Millisecond
	// Nothing is separated that is not well within what viewers don't notice: sound
	// that is ahead of the picture, or behind it, by less (ITU-R BT.1359-1).
	farthest                    = 80 * time.Millisecond
	noticedAhead, noticedBehind = -45 * time.Millisecond, 125 * time.Millisecond
	// astray is for how many reports in a row they may notice it: a burst of
	// jitter is over by then.
	astray = 4
	// quiet is the level, of full scale, at which nobody misses a packet of sound.
	quiet = 0.005
	// maxLooks is how often quiet is looked for after a beginning: for ten
	// seconds, by when lip sync has done what it does. Then it is once a report.
	maxLooks = 40
)

// lipSync is what is known of how far a pull's sound is behind its picture, and
// whether the browser keeps the two together. Sound has to wait some 30 ms longer
// on the best of paths, a loudspeaker needs whole packets; what is ahead is held
// back for what is behind, though nobody would notice that little.
type lipSync struct {
	apart    bool          // the browser leaves the two alone
	known    bool          // how far the sound is behind
	offset   time.Duration // how far it would be, were both jitter buffers empty
	reported bool          // since the sound has its receiver
	strayed  int           // reports in a row
	looking  bool          // for a moment to separate the two
	looks    int           // that are left
}

// judge draws the conclusions from what came since the report before. It tells
// whether the two have to be brought together again.
func (s *lipSync) judge(d *quality.Delta, calm bool) (join bool) {
	lag := s.lag(d)
	soon := !s.known && !s.reported // the sender's reports are a second or more apart
	if s.looks = max(s.looks, 1); !s.reported {
		s.looks = maxLooks
	}
	s.reported = true
	s.looking = calm && !s.apart && (soon || s.unnoticed(lag))
	if s.known && s.apart && (lag < noticedAhead || lag > noticedBehind) {
		s.strayed++
	} else {
		s.strayed = 0
	}
	return s.strayed >= astray
}

// unnoticed tells whether lip sync holds the picture back, or soon will, for a
// lag that nobody would notice.
func (s *lipSync) unnoticed(lag time.Duration) bool {
	return s.known && lag > heldBack && lag <= farthest
}

// lag is how far the sound is behind the picture. The browser tells while it
// keeps them together. The sender's and the path's part of it stays as it was;
// the rest is what the jitter buffers hold.
func (s *lipSync) lag(d *quality.Delta) time.Duration {
	buffers := d.Audio.JitterBufferDelay() - d.Video.JitterBufferDelay()
	if !s.apart {
		var lag time.Duration
		lag, s.known = d.Lag()
		s.offset = lag - buffers
	}
	return s.offset + buffers
}
