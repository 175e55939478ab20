//go:build js && wasm

package bridge

import (
	"context"
	"errors"
	"syscall/js"

	"github.com/pion/webrtc/v3"
)

// Offer implements session.Peer.
func (p *peer) Offer(ctx context.Context) (string, error) {
	offer, err := p.offer(ctx)
	if err == nil && p.frames == framesFailed {
		// The page's policy forbids the worker, which became known before the
		// offer was made. A receiver that has had a transform passes no frames
		// without one (browsers.md, "transform taken away"), so another connection
		// is needed. Show puts it into the page's handle.
		p.release()
		_, _ = call(p.pc.JSValue(), "close")
		if err = p.connect(); err == nil {
			offer, err = p.offer(ctx)
		}
	}
	for _, transceiver := range p.transceivers() {
		p.addTrack(transceiver)
	}
	return offer, err
}

// offer adds the transceivers and makes the offer. A transform has to be set in the
// turn of the event loop in which its receiver is made (browsers.md, "late
// transform").
func (p *peer) offer(ctx context.Context) (string, error) {
	if p.config.receiveAudio {
		if err := p.receive(webrtc.RTPCodecTypeAudio); err != nil {
			return "", err
		}
	}
	if p.config.receiveVideo {
		transform := p.openSEI()
		if err := p.receive(webrtc.RTPCodecTypeVideo); err != nil {
			return "", err
		}
		if !missing(transform) {
			if err := set(get(p.transceiver("video"), "receiver"), "transform", transform); err != nil {
				p.failTransform(err.Error(), false)
			}
		}
	}
	return p.createOffer(ctx)
}

// receive adds a transceiver that only receives.
func (p *peer) receive(kind webrtc.RTPCodecType) error {
	var err error
	thrown := try(func() {
		_, err = p.pc.AddTransceiverFromKind(kind, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly})
	})
	return firstError(thrown, err)
}

// createOffer makes an offer of the transceivers there are. Without voice activity
// detection, the offer has no comfort noise (RFC 3389), which LEB does not send.
func (p *peer) createOffer(ctx context.Context) (string, error) {
	offer, err := p.step(ctx, "createOffer", object{{"voiceActivityDetection", false}})
	if err != nil {
		return "", err
	}
	sdp := text(offer, "sdp")
	if sdp == "" {
		return "", errors.New("createOffer gives no offer")
	}
	return sdp, nil
}

// SetLocalDescription implements session.Peer.
func (p *peer) SetLocalDescription(ctx context.Context, sdp string) error {
	_, err := p.step(ctx, "setLocalDescription", object{{"type", "offer"}, {"sdp", sdp}})
	return err
}

// SetRemoteDescription implements session.Peer. A track that the answer rejects is
// not shown, as the element would wait for it.
func (p *peer) SetRemoteDescription(ctx context.Context, sdp string) error {
	if err := p.setAnswer(ctx, sdp); err != nil {
		return err
	}
	p.tracks = nil
	for _, transceiver := range p.transceivers() {
		if text(transceiver, "currentDirection") != "recvonly" { // rejected
			continue
		}
		if len(p.tracks) == 0 {
			p.watchTransport(get(get(transceiver, "receiver"), "transport"))
		}
		p.addTrack(transceiver)
	}
	return nil
}

// setAnswer sets the remote description.
func (p *peer) setAnswer(ctx context.Context, sdp string) error {
	_, err := p.step(ctx, "setRemoteDescription", object{{"type", "answer"}, {"sdp", sdp}})
	return err
}

// step makes one step of the negotiation: it calls a method that returns a promise,
// and waits for the promise until ctx ends.
func (p *peer) step(ctx context.Context, method string, argument object) (js.Value, error) {
	promise, err := call(p.pc.JSValue(), method, argument.value())
	if err != nil {
		return promise, err
	}
	done := make(chan outcome, 1)
	p.steps++
	spawn(func() {
		value, err := await(context.Background(), promise)
		done <- outcome{value, err}
		p.steps--
		p.closeWhenIdle()
	})
	select {
	case o := <-done:
		return o.value, o.err
	case <-ctx.Done():
		return js.Undefined(), ctx.Err()
	}
}

func (p *peer) transceivers() []js.Value { return list(p.pc.JSValue(), "getTransceivers") }

// transceiver returns the first transceiver of a kind, or undefined.
func (p *peer) transceiver(kind string) js.Value {
	for _, transceiver := range p.transceivers() {
		if kindOf(transceiver) == kind {
			return transceiver
		}
	}
	return js.Undefined()
}

// addTrack adds the track of a transceiver to those of the peer.
func (p *peer) addTrack(transceiver js.Value) {
	if track := trackOf(transceiver); !missing(track) {
		p.tracks = append(p.tracks, track)
	}
}

// receives reports whether a track is one of the peer's.
func (p *peer) receives(track js.Value) bool {
	for _, t := range p.tracks {
		if t.Equal(track) {
			return true
		}
	}
	return false
}

func trackOf(transceiver js.Value) js.Value { return get(get(transceiver, "receiver"), "track") }

func kindOf(transceiver js.Value) string { return text(trackOf(transceiver), "kind") }
