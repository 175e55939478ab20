// Package avsync keeps the delay of a play small. It sets the jitter buffer target,
// renews the audio's jitter buffer where the delay is longer than the path needs, and
// lets video play without waiting for audio where viewers do not notice that.
//
// A play has a [Controller], and each of its pulls a [Sync]. The package has no
// clock and no browser, and a play works without it. Its only effect on the life of
// a pull is the error of [Sync.Tick], after which the pull has to be replaced.
//
// The package relies on a behaviour that not every browser has: an answer that names
// the SSRC of the audio, after an answer that did not, or the other way round, makes
// a new receiver, with an empty jitter buffer and a new place in the media streams
// (browsers.md, "new receiver"). A [Capability] records for the whole page whether
// the browser behaves like this.
package avsync

import (
	"context"
	"time"
)

// Peer is the part of a peer connection that a Sync acts on.
type Peer interface {
	// SetJitterBufferTarget sets the jitter buffer target of audio and video.
	// BrowserDefault leaves it to the browser. Setting the same target again does
	// nothing.
	SetJitterBufferTarget(time.Duration)
	// Renegotiate makes another offer and sets answer as the answer to it, without
	// the server. After an error there may be neither audio nor video.
	Renegotiate(ctx context.Context, answer string) error
}
