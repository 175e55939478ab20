package edge

import (
	"sort"
	"time"
)

// Codec names, spelled as in LEB's reportquality.
const (
	codecH264 = "h264"
	codecVP8  = "vp8"
	codecOpus = "opus"
)

// Clip is an encoded audio or video track in memory that is played in a loop. It is immutable and shared by all viewers.
type Clip struct {
	codec  string
	frames []frame
	length time.Duration
}

// frame is the content of one RTP timestamp: a video frame or an Opus packet.
type frame struct {
	data     []byte
	at       time.Duration // since the beginning of the clip
	duration time.Duration
	key      bool // decodable without earlier frames; true for every Opus packet
}

// Codec returns the name of the codec: "h264", "vp8" or "opus".
func (c *Clip) Codec() string { return c.codec }

// Duration returns the length of one round of the loop.
func (c *Clip) Duration() time.Duration { return c.length }

// add appends a frame to the clip.
func (c *Clip) add(data []byte, duration time.Duration, key bool) {
	c.frames = append(c.frames, frame{data: data, at: c.length, duration: duration, key: key})
	c.length += duration
}

// index returns the index of the frame at a time since the beginning of the clip. The loop extends in both directions: the time
// may be longer than the clip, or negative.
func (c *Clip) index(at time.Duration) int {
	at %= c.length
	if at < 0 {
		at += c.length
	}
	return sort.Search(len(c.frames), func(i int) bool { return c.frames[i].at > at }) - 1
}

// keyAtOrBefore returns the index of the key frame that begins the GOP of frame i. Frame 0 of a video clip is a key frame.
func (c *Clip) keyAtOrBefore(i int) int {
	for ; i > 0 && !c.frames[i].key; i-- {
	}
	return i
}

// nearestKey returns the index of the key frame nearest to frame i, and its distance from it, which is negative for an earlier
// one.
func (c *Clip) nearestKey(i int) (key int, shift time.Duration) {
	before := c.keyAtOrBefore(i)
	after := i
	for after < len(c.frames) && !c.frames[after].key {
		after++
	}
	back := c.frames[i].at - c.frames[before].at
	ahead := c.length - c.frames[i].at
	if after < len(c.frames) {
		ahead = c.frames[after].at - c.frames[i].at
	}
	if back <= ahead {
		return before, -back
	}
	return after % len(c.frames), ahead
}
