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
	// framesLook is how often video is looked after until its first frame
	// has gone through its transform.
	framesLook = 250 * time.Millisecond
	// framesLimit is how long its packets may come without a frame.
	framesLimit = time.Second
)

// frames is what is known of the video's frames from the worker that is to look
// into them for SEI.
type frames byte

const (
	framesUnseen  frames = iota // there is none
	framesAwaited               // it has told of none yet
	framesFlow                  // they go through it
	framesHeld                  // it has been given up
)

// openSEI opens the way by which SEI comes: a transform, which it gives, for the
// video's receiver, or where that can't be had, LEB's data channel. Both have to be
// there before the offer is made.
func (p *peer) openSEI() js.Value {
	if !p.config.session.SEI {
		return js.Undefined()
	}
	if p.canTransform() {
		p.frames = framesAwaited
		transform, err := p.openTransform()
		if err == nil {
			p.undo = append(p.undo, listen(p.worker, "message", p.hearWorker),
				listen(p.worker, "error", func(js.Value) { p.giveUpFrames("the worker of the transform could not be loaded", true) }))
			return transform
		}
		p.giveUpFrames(err.Error(), false)
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

// textOf reads a message of a data channel, which may be a text or its bytes in
// UTF-8.
func textOf(data js.Value) string {
	if data.Type() == js.TypeString {
		return data.String()
	}
	return string(fromBytes(data))
}

// hearWorker hears what transformWorker posts.
func (p *peer) hearWorker(e js.Value) {
	data := get(e, "data")
	if p.frames == framesAwaited {
		p.frames = framesFlow
	}
	units, _ := items(get(data, "units"))
	for _, unit := range units {
		p.emitSEI(session.SEIReceived{Body: fromBytes(unit), RTPTimestamp: uint32(number(data, "rtpTimestamp"))})
	}
}

// emitSEI leaves half of the backlog to what a session can't do without.
func (p *peer) emitSEI(e session.SEIReceived) {
	if len(p.events) < eventBacklog/2 {
		p.emit(e)
	}
}

// watchFrames looks, until the worker tells of a frame, whether any should have come.
func (p *peer) watchFrames() {
	ctx, cancel := context.WithCancel(context.Background())
	p.undo = append(p.undo, cancel)
	var since time.Time // packets have come
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
			p.giveUpFrames("video arrives, but no frame comes through the transform", video.FramesDecoded == 0)
		}
	}
}

// giveUpFrames ends the wait for the first frame: this play's next pulls use
// the data channel. This one is lost if its frames are held back, unless its
// offer is still to be made.
func (p *peer) giveUpFrames(reason string, held bool) {
	if p.frames == framesAwaited {
		p.frames = framesHeld
		p.config.transformFailed = true
		p.emit(session.TransformFailed{Reason: reason, Held: held && p.tracks != nil})
	}
}
