// Package avsync keeps the delay of a play small: it sets the jitter buffer
// target, gives audio a new jitter buffer where the old one holds back more
// than its path needs, and lets video play without waiting for audio where
// nobody would notice.
//
// A play has a [Controller], and each of its pulls a [Sync]. The package has no
// clock and no browser, and a play lives without it: all that it says about the
// life of a pull is the error of [Sync.Tick], that the pull has to be replaced.
//
// It rests on one thing that not every browser does: an answer that names the
// SSRC of the audio, after one that did not, or the other way round, makes a new
// receiver, and with it an empty jitter buffer and a new place in the media
// streams (browsers.md, "new receiver"). A [Capability] remembers for the whole
// page whether its browser has been seen to do so.
package avsync

import (
	"context"
	"time"
)

// Peer is the part of a peer connection that a Sync acts on.
type Peer interface {
	// SetJitterBufferTarget sets the jitter buffer target of audio and video, or
	// leaves it to the browser: BrowserDefault. Setting the same target again
	// costs nothing.
	SetJitterBufferTarget(time.Duration)
	// Renegotiate makes another offer and sets this answer to it, without the
	// server. After an error there may be neither audio nor video.
	Renegotiate(ctx context.Context, answer string) error
}
