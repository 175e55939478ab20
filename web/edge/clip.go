package edge

import (
	"sort"
	"time"
)

// Codec names as the LEB reports spell them.
const (
	codecH264 = "h264"
	codecVP8  = "vp8"
	codecOpus = "opus"
)

// Clip is one encoded track held in memory, played in a loop. It is read-only: all viewers share it.
type Clip struct {
	codec  string
	frames []frame
	length time.Duration
}

// frame is what one RTP timestamp carries: a picture, or an Opus packet.
type frame struct {
	data     []byte
	at       time.Duration // since the clip's start
	duration time.Duration
	key      bool // a decoder can start here; every Opus packet is one
}

// Codec is "h264", "vp8" or "opus".
func (c *Clip) Codec() string { return c.codec }

// Duration is the length of one round of the loop.
func (c *Clip) Duration() time.Duration { return c.length }

// add appends a frame right behind the last one.
func (c *Clip) add(data []byte, duration time.Duration, key bool) {
	c.frames = append(c.frames, frame{data: data, at: c.length, duration: duration, key: key})
	c.length += duration
}

// index is the frame shown at a time counted from the clip's start, over as many rounds as needed, before the start too.
func (c *Clip) index(at time.Duration) int {
	at %= c.length
	if at < 0 {
		at += c.length
	}
	return sort.Search(len(c.frames), func(i int) bool { return c.frames[i].at > at }) - 1
}

// keyAtOrBefore is the start of the GOP that frame i belongs to. Frame 0 of a video clip is always a key frame.
func (c *Clip) keyAtOrBefore(i int) int {
	for ; i > 0 && !c.frames[i].key; i-- {
	}
	return i
}

// nearestKey is the start of the GOP nearest to frame i, and how far it is away: negative backwards.
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
