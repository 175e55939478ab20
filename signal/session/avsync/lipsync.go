package avsync

import (
	"time"

	"lebplayer/signal/quality"
)

const (
	// heldBack is the lag from which on lip sync delays video (browsers.md, "lip
	// sync").
	heldBack = 10 * time.Millisecond
	// Audio and video are separated only if the lag is well within the limits
	// that viewers do not notice (ITU-R BT.1359-1).
	maxSeparated                = 80 * time.Millisecond
	noticedAhead, noticedBehind = -45 * time.Millisecond, 125 * time.Millisecond
	// maxStrayed is how many reports in a row the lag may be outside of those
	// limits: a burst of jitter is over by then.
	maxStrayed = 4
	// quiet is the audio level, of full scale, at which a lost packet is not heard.
	quiet = 0.005
	// maxLooks is how often a quiet moment is looked for after a start: for ten
	// seconds, by when lip sync has delayed video as much as it does. Later it is
	// looked for once a report.
	maxLooks = 40
)

// lipSync is what is known of a pull's lag, the time by which audio plays behind
// video, and whether the browser keeps the two in step. Audio needs some 30 ms
// more even on the best of paths, as a loudspeaker takes whole packets, and lip
// sync delays video as much, though nobody would notice so little.
type lipSync struct {
	apart    bool          // the browser leaves the lag alone
	known    bool          // offset is
	offset   time.Duration // the lag if both jitter buffers were empty
	observed bool          // a report has been made since audio got its receiver
	strayed  int           // reports in a row with a lag that viewers notice
	looking  bool          // for a quiet moment in which to separate audio and video
	looks    int           // looks that are left
}

// unheard reports whether audio and video have been apart since the pull began,
// so that nothing is known of their lag.
func (s *lipSync) unheard() bool { return s.apart && !s.known }

// observe takes in what two seconds have brought. It reports whether audio and
// video have to be brought in step again.
func (s *lipSync) observe(d *quality.Delta, calm bool) (join bool) {
	lag := s.lag(d)
	soon := !s.known && !s.observed // the sender's reports come a second or more apart
	if s.looks = max(s.looks, 1); !s.observed {
		s.looks = maxLooks
	}
	s.observed = true
	s.looking = calm && !s.apart && (soon || s.unnoticed(lag))
	if s.known && s.apart && (lag < noticedAhead || lag > noticedBehind) {
		s.strayed++
	} else {
		s.strayed = 0
	}
	return s.strayed >= maxStrayed
}

// unnoticed reports whether lip sync delays video, or soon will, for a lag that
// nobody would notice.
func (s *lipSync) unnoticed(lag time.Duration) bool {
	return s.known && lag > heldBack && lag <= maxSeparated
}

// lag returns the lag. The browser reports it while it keeps audio and video in
// step. Later it follows from the jitter buffers: the part of it that sender and
// path have caused stays as it was.
func (s *lipSync) lag(d *quality.Delta) time.Duration {
	buffers := d.Audio.JitterBufferDelay() - d.Video.JitterBufferDelay()
	if !s.apart {
		var lag time.Duration
		lag, s.known = d.Lag()
		s.offset = lag - buffers
	}
	return s.offset + buffers
}
