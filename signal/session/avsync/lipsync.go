package avsync

import (
	"time"

	"lebplayer/signal/quality"
)

const (
	// heldBack is the lag above which lip sync delays video (browsers.md, "lip
	// sync").
	heldBack = 10 * time.Millisecond
	// maxSeparated is the largest lag at which audio and video are separated. It is
	// well within noticedAhead and noticedBehind, the limits of the lag that viewers
	// do not notice (ITU-R BT.1359-1).
	maxSeparated                = 80 * time.Millisecond
	noticedAhead, noticedBehind = -45 * time.Millisecond, 125 * time.Millisecond
	// maxStrayed is the number of reports in a row with a lag outside of those
	// limits after which audio and video are joined: a burst of jitter is over by
	// then.
	maxStrayed = 4
	// quiet is the audio level, relative to full scale, below which a lost packet is
	// not heard.
	quiet = 0.005
	// maxLooks is the number of looks for a quiet moment after a start. They take ten
	// seconds, after which lip sync has reached its full delay of video. Later there
	// is one look per report.
	maxLooks = 40
)

// lipSync describes a pull's lag, the time by which audio plays behind video, and
// whether the browser keeps audio and video in step. Even on the best path, audio
// needs some 30 ms more than video, as a loudspeaker takes whole packets. Lip sync
// then delays video as much, though viewers do not notice such a lag.
type lipSync struct {
	apart    bool          // audio and video are separated: the browser leaves the lag alone
	known    bool          // offset is known
	offset   time.Duration // the lag with both jitter buffers empty
	observed bool          // there has been a report since audio got its receiver
	strayed  int           // reports in a row with a lag that viewers notice
	looking  bool          // for a quiet moment in which to separate audio and video
	looks    int           // looks that are left
}

// unheard reports whether audio and video have been separate since the pull began,
// so that their lag is unknown.
func (s *lipSync) unheard() bool { return s.apart && !s.known }

// observe takes in a report, the counters of two seconds. It reports whether audio
// and video have to be brought in step again.
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

// unnoticed reports whether lip sync delays video, or soon will, because of a lag
// that viewers do not notice.
func (s *lipSync) unnoticed(lag time.Duration) bool {
	return s.known && lag > heldBack && lag <= maxSeparated
}

// lag returns the lag. While the browser keeps audio and video in step, it reports
// the lag. After a separation the lag follows from the jitter buffers, as the part
// caused by sender and path does not change.
func (s *lipSync) lag(d *quality.Delta) time.Duration {
	buffers := d.Audio.JitterBufferDelay() - d.Video.JitterBufferDelay()
	if !s.apart {
		var lag time.Duration
		lag, s.known = d.Lag()
		s.offset = lag - buffers
	}
	return s.offset + buffers
}
