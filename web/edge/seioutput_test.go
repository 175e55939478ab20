package edge

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"
	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v3"

	"lebplayer/signal"
)

// seiChannel is a viewer's data channel.
type seiChannel struct {
	*webrtc.DataChannel
	opened   chan bool
	closed   chan bool
	messages chan webrtc.DataChannelMessage
}

// openChannel offers a data channel as players do. It must be called before ask.
func (v *viewer) openChannel(label string) seiChannel {
	v.t.Helper()
	protocol, ordered, lifeTime := "kdccmdp", false, uint16(100)
	channel, err := v.pc.CreateDataChannel(label, &webrtc.DataChannelInit{Protocol: &protocol, Ordered: &ordered, MaxPacketLifeTime: &lifeTime})
	if err != nil {
		v.t.Fatal(err)
	}
	c := seiChannel{channel, make(chan bool, 1), make(chan bool, 1), make(chan webrtc.DataChannelMessage, 4096)}
	channel.OnOpen(func() { c.opened <- true })
	channel.OnClose(func() { c.closed <- true })
	channel.OnMessage(func(message webrtc.DataChannelMessage) { c.messages <- message })
	return c
}

// pullWithChannel has a viewer of a new edge's clock pull picture, sound, and SEI through the data channel.
func pullWithChannel(t *testing.T, sessionID string) (testEdge, *viewer, seiChannel) {
	t.Helper()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	channel := v.openChannel("kdccmd")
	v.pull(e, clock, sessionID)
	return e, v, channel
}

// next is the channel's next message: the RTP time it names, and the NAL unit.
func (c seiChannel) next(t *testing.T) (rtpTime uint32, unit []byte) {
	t.Helper()
	message := receive(t, c.messages, "a message of the data channel")
	if message.IsString {
		t.Fatalf("a text message: %s", message.Data)
	}
	var fields struct {
		Type    string `json:"type"`
		RTPTime uint32 `json:"rtp_time"`
		Data    string `json:"data"`
	}
	if err := json.Unmarshal(message.Data, &fields); err != nil || fields.Type != "sync_sei" {
		t.Fatalf("message %s: %v", message.Data, err)
	}
	unit, err := hex.DecodeString(fields.Data)
	if err != nil {
		t.Fatalf("message %s: %v", message.Data, err)
	}
	return fields.RTPTime, append([]byte{nalSEI}, unit...)
}

// picture is what a viewer has received of one H.264 picture.
type picture struct {
	rtpTime uint32
	nals    [][]byte
}

func (p picture) isKey() bool {
	return slices.ContainsFunc(p.nals, func(nal []byte) bool { return nalType(nal) == nalIDR })
}

// sei lists the picture's SEI NAL units, none of which may stand anywhere but in front of the slices.
func (p picture) sei(t *testing.T) (units [][]byte) {
	t.Helper()
	slices := false
	for _, nal := range p.nals {
		switch nalType(nal) {
		case nalSlice, nalIDR:
			slices = true
		case nalSEI:
			if units = append(units, nal); slices {
				t.Errorf("an SEI NAL unit behind a slice, at %d", p.rtpTime)
			}
		case nalSPS, nalPPS:
			if len(units) > 0 {
				t.Errorf("a parameter set behind SEI, at %d", p.rtpTime)
			}
		}
	}
	return units
}

// assemble puts a picture together from its RTP packets, the first of which is given.
func (v *viewer) assemble(first *rtp.Packet) picture {
	v.t.Helper()
	var depacketizer codecs.H264Packet
	var stream []byte
	for packet := first; ; packet = receive(v.t, v.video, "the rest of a picture") {
		part, err := depacketizer.Unmarshal(packet.Payload)
		if err != nil || packet.Timestamp != first.Timestamp {
			v.t.Fatalf("a picture at %d has a packet at %d: %v", first.Timestamp, packet.Timestamp, err)
		}
		if stream = append(stream, part...); packet.Marker {
			return picture{first.Timestamp, splitNALs(stream)}
		}
	}
}

func (v *viewer) nextPicture() picture {
	v.t.Helper()
	return v.assemble(receive(v.t, v.video, "a picture"))
}

// pictures receives more than a second of them, so that there is a key frame behind the first.
func (v *viewer) pictures() (all []picture) {
	v.t.Helper()
	for range DefaultFPS + 5 {
		all = append(all, v.nextPicture())
	}
	return all
}

func TestSEIInThePictures(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	v.seiPass = 1
	last := time.Now().Truncate(time.Millisecond)
	v.pull(e, clock, "sei")

	keys := 0
	for i, p := range v.pictures() {
		units := p.sei(t)
		if len(units) != 1 {
			t.Fatalf("picture %d has %d SEI NAL units, want 1", i, len(units))
		}
		at, key := readClock(t, units[0])
		if at.Before(last) || at.After(time.Now()) {
			t.Errorf("picture %d was sent at %v, after one of %v and before it came", i, at, last)
		}
		if key != p.isKey() {
			t.Errorf("picture %d: SEI says key %v", i, key)
		}
		if last = at; key {
			keys++
		}
	}
	if keys < 2 {
		t.Errorf("%d key frames in more than a second", keys)
	}
}

func TestNoSEIUnasked(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	v.pull(e, clock, "plain")
	for i, p := range v.pictures() {
		if units := p.sei(t); len(units) != 0 {
			t.Errorf("picture %d has SEI: % x", i, units)
		}
	}
	for _, clip := range []*Clip{sampleLibrary().video[0], sampleLibrary().small[codecH264]} {
		for i, f := range clip.frames {
			if p := (picture{nals: splitNALs(f.data)}); len(p.sei(t)) != 0 {
				t.Errorf("picture %d of the sample has SEI", i)
			}
		}
	}
}

func TestSEIThroughTheDataChannel(t *testing.T) {
	t.Parallel()
	for name, seiPass := range map[string]int{"alone": 0, "beside those in band": 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := startEdge(t, Config{})
			v := newViewer(t, bothKinds)
			v.seiPass = seiPass
			channel := v.openChannel("kdccmd")
			began := time.Now().Truncate(time.Millisecond)
			v.pull(e, clock, "channel")

			rtpTime, unit := channel.next(t)
			p := v.nextPicture()
			for p.rtpTime != rtpTime { // those before the channel was open
				p = v.nextPicture()
			}
			for i := range DefaultFPS + 5 { // the way is without loss
				if p.rtpTime != rtpTime {
					t.Fatalf("message %d is of the RTP time %d, the picture's is %d", i, rtpTime, p.rtpTime)
				}
				if at, key := readClock(t, unit); key != p.isKey() || at.Before(began) || at.After(time.Now()) {
					t.Errorf("message %d: sent at %v, key %v; the picture's is %v", i, at, key, p.isKey())
				}
				switch inBand := p.sei(t); {
				case len(inBand) != seiPass:
					t.Fatalf("picture %d has %d SEI NAL units, want %d", i, len(inBand), seiPass)
				case seiPass == 1 && !bytes.Equal(inBand[0], unit):
					t.Errorf("message %d has % x, the picture % x", i, unit, inBand[0])
				}
				rtpTime, unit = channel.next(t)
				p = v.nextPicture()
			}
		})
	}
}

func TestOtherDataChannelsGetNothing(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	other, sei := v.openChannel("chat"), v.openChannel("kdccmd")
	v.pull(e, clock, "channels")
	receive(t, other.opened, "the other channel's opening")
	if err := other.SendText("hello"); err != nil {
		t.Fatal(err)
	}
	for range 10 {
		sei.next(t)
	}
	if n := len(other.messages); n != 0 {
		t.Errorf("%d messages through a channel of another label", n)
	}
}

// TestNoSEIInVP8: it has no SEI, and a viewer that asks for them plays all the same.
func TestNoSEIInVP8(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds, onlyVP8, onlyOpus)
	v.seiPass = 1
	channel := v.openChannel("kdccmd")
	v.pull(e, clock, "vp8")
	receive(t, channel.opened, "the channel's opening")
	v.drain()
	for range DefaultFPS {
		receive(t, v.video, "video")
	}
	if n := len(channel.messages); n != 0 {
		t.Errorf("%d messages", n)
	}
}

// TestApplicationSectionIsAnswered: in its place, wherever the offer has it, and the tracks in theirs.
func TestApplicationSectionIsAnswered(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	v.openChannel("kdccmd")
	if err := v.ask(e, clock, "sections"); err != nil {
		t.Fatal(err)
	}
	first := regexp.MustCompile(`(?s)(m=audio.*?)(m=video.*?)(m=application.*)`).ReplaceAllString(v.offer.SDP, "$3$2$1")
	reply, err := e.client.PullStream(t.Context(), signal.PullStreamRequest{
		StreamURL: clock, SessionID: "first", ClientInfo: "go test",
		LocalSDP: signal.SessionDescription{Type: "offer", SDP: first},
	})
	if err != nil {
		t.Fatal(err)
	}
	for offer, answer := range map[string]string{v.offer.SDP: v.answer, first: reply.RemoteSDP.SDP} {
		want, got := sectionsOf(t, offer), sectionsOf(t, answer)
		if len(want) != 3 || len(got) != 3 {
			t.Fatalf("%d sections answered by %d, want 3", len(want), len(got))
		}
		for i, section := range got {
			mid, _ := section.Attribute("mid")
			wantMid, _ := want[i].Attribute("mid")
			if section.MediaName.Media != want[i].MediaName.Media || mid != wantMid || section.MediaName.Port.Value == 0 {
				t.Errorf("section %d is m=%s %d with mid %s, want %s with mid %s", i,
					section.MediaName.Media, section.MediaName.Port.Value, mid, want[i].MediaName.Media, wantMid)
			}
			_, sends := section.Attribute("sendonly")
			if _, sctp := section.Attribute("sctp-port"); sends == sctp {
				t.Errorf("m=%s: sendonly %v, sctp-port %v", section.MediaName.Media, sends, sctp)
			}
		}
	}
}

func sectionsOf(t *testing.T, description string) []*sdp.MediaDescription {
	t.Helper()
	var parsed sdp.SessionDescription
	if err := parsed.UnmarshalString(description); err != nil {
		t.Fatal(err)
	}
	return parsed.MediaDescriptions
}

// TestStoppedPicturesHaveNoSEI: what stops the pictures stops the messages.
func TestStoppedPicturesHaveNoSEI(t *testing.T) {
	t.Parallel()
	e, v, channel := pullWithChannel(t, "stopped")
	channel.next(t)
	e.inject(t, "stop-video")
	silent(t, v.video, "video")
	for len(channel.messages) > 0 {
		<-channel.messages
	}
	v.drain()
	for range 50 {
		receive(t, v.audio, "audio, which goes on")
	}
	if n := len(channel.messages); n != 0 {
		t.Errorf("%d messages without pictures", n)
	}
	e.clear(t)
	if rtpTime, _ := channel.next(t); rtpTime != v.nextPicture().rtpTime {
		t.Errorf("the first message after the fault is of %d, which is not the first picture", rtpTime)
	}
}

// TestSEIOfAnotherSSRC: the messages have the RTP times of the new stream, which begin anywhere.
func TestSEIOfAnotherSSRC(t *testing.T) {
	t.Parallel()
	e, _, channel := pullWithChannel(t, "ssrc")
	begins := func() int32 { // the RTP time of 1970, which a stream keeps but for its jitter
		rtpTime, unit := channel.next(t)
		at, _ := readClock(t, unit)
		return int32(rtpTime - uint32(at.UnixMilli()*90))
	}
	before := begins()
	if off := time.Duration(begins()-before) * time.Second / 90000; off.Abs() > maxLag {
		t.Fatalf("the RTP time went off by %v between two messages", off)
	}
	e.inject(t, "ssrc")
	waitFor(t, "messages with other RTP times", func() bool {
		return (time.Duration(begins()-before) * time.Second / 90000).Abs() > time.Second
	})
}

func TestSEIAfterADrop(t *testing.T) {
	t.Parallel()
	e, _, channel := pullWithChannel(t, "drop")
	channel.next(t)
	e.inject(t, "drop-500")
	over := time.Now().Add(500 * time.Millisecond)
	waitFor(t, "a message of a picture behind the drop", func() bool {
		_, unit := channel.next(t)
		at, _ := readClock(t, unit)
		return at.After(over)
	})
}

// TestMessagesDoNotPileUp: on a way that takes none, they get lost as pictures do.
func TestMessagesDoNotPileUp(t *testing.T) {
	t.Parallel()
	e, _, channel := pullWithChannel(t, "piled")
	_, unit := channel.next(t)
	e.inject(t, "drop")
	const longest = 200 // bytes of a message
	enough := maxSEIBuffered / hex.EncodedLen(len(unit))
	waitFor(t, "more pictures than may wait", func() bool { return len(sentOf(t, e, clock)[0].Frames) > enough })
	if n := e.live()[0].sei.channel.Load().BufferedAmount(); n <= maxSEIBuffered || n > maxSEIBuffered+longest {
		t.Errorf("%d bytes wait, want %d and a message", n, maxSEIBuffered)
	}
}

func TestTheSessionsEndClosesTheChannel(t *testing.T) {
	t.Parallel()
	e, v, channel := pullWithChannel(t, "end")
	channel.next(t)
	if err := v.stop(e); err != nil {
		t.Fatal(err)
	}
	receive(t, v.alerts, "close_notify")
	receive(t, channel.closed, "the channel's end")
}
