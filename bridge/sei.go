//go:build js && wasm

package bridge

import (
	"context"
	"syscall/js"
	"time"

	"lebplayer/signal/sei"
	"lebplayer/signal/session"
)

const (
	// framesLook is the interval at which watchFrames checks whether frames go
	// through the transform.
	framesLook = 250 * time.Millisecond
	// framesLimit is how long packets may come without a frame.
	framesLimit = time.Second
)

// frames is the state of the transform that looks for SEI in the video's frames.
type frames byte

const (
	framesUnseen  frames = iota // there is no transform
	framesAwaited               // no frame has gone through it yet
	framesFlow                  // frames go through it
	framesFailed                // it has failed
)

// openSEI opens the way by which SEI comes. It returns a transform for the video's
// receiver. Where that is impossible, it opens LEB's data channel and returns
// undefined. Both have to exist before the offer is made.
func (p *peer) openSEI() js.Value {
	if !p.config.session.SEI {
		return js.Undefined()
	}
	if p.canTransform() {
		p.frames = framesAwaited
		transform, err := p.openTransform()
		if err == nil {
			p.undo = append(p.undo, listen(p.worker, "message", p.hearWorker),
				listen(p.worker, "error", func(js.Value) { p.failTransform("the worker of the transform could not be loaded", true) }))
			return transform
		}
		p.failTransform(err.Error(), false)
	}
	p.frames = framesUnseen
	p.openChannel()
	return js.Undefined()
}

// openChannel opens the data channel on which LEB sends SEI.
func (p *peer) openChannel() {
	pc := p.pc.JSValue()
	channel, err := call(pc, "createDataChannel", sei.ChannelLabel, object{
		{"protocol", sei.ChannelProtocol}, {"ordered", false}, {"maxPacketLifeTime", sei.ChannelLifeTime},
	}.value())
	if err != nil {
		return
	}
	_ = set(channel, "binaryType", "arraybuffer")
	p.undo = append(p.undo, listen(channel, "message", func(e js.Value) {
		for _, unit := range sei.ReadSync(textOf(get(e, "data"))) {
			p.emitSEI(session.SEIReceived(unit))
		}
	}))
}

// textOf returns the text of a data channel's message, which may be a string or its
// bytes in UTF-8.
func textOf(data js.Value) string {
	if data.Type() == js.TypeString {
		return data.String()
	}
	return string(fromBytes(data))
}

// hearWorker handles the messages that transformWorker posts.
func (p *peer) hearWorker(e js.Value) {
	data := get(e, "data")
	if p.frames == framesAwaited {
		p.frames = framesFlow
	}
	units, _ := items(get(data, "units"))
	for _, unit := range units {
		if !p.roomForSEI() {
			return
		}
		p.emit(session.SEIReceived{Body: fromBytes(unit), RTPTimestamp: uint32(number(data, "rtpTimestamp"))})
	}
}

// emitSEI emits SEI if there is room for it.
func (p *peer) emitSEI(e session.SEIReceived) {
	if p.roomForSEI() {
		p.emit(e)
	}
}

// roomForSEI reports whether half of the backlog is free. The other half is for the
// events that a session can't do without.
func (p *peer) roomForSEI() bool { return len(p.events) < eventBacklog/2 }

// watchFrames waits for the first frame that the worker reports. The transform has
// failed if packets have come for framesLimit without a frame.
func (p *peer) watchFrames() {
	ctx, cancel := context.WithCancel(context.Background())
	p.undo = append(p.undo, cancel)
	var since time.Time // when the first packets were seen
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(framesLook):
		}
		if p.frames != framesAwaited {
			return
		}
		sample, err := p.Stats(ctx)
		switch video := sample.Video; {
		case err != nil || video == nil || video.BytesReceived == 0:
		case since.IsZero():
			since = time.Now()
		case time.Since(since) >= framesLimit:
			p.failTransform("video arrives, but no frame comes through the transform", video.FramesDecoded == 0)
		}
	}
}

// failTransform ends the wait for the first frame, if it has not come: the next pulls
// of this play use the data channel. If the transform has held frames back (held), the
// current pull is lost, unless its offer has yet to be made.
func (p *peer) failTransform(reason string, held bool) {
	if p.frames == framesAwaited {
		p.frames = framesFailed
		p.config.transformFailed = true
		p.emit(session.TransformFailed{Reason: reason, Held: held && p.tracks != nil})
	}
}
