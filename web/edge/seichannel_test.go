package edge

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"testing"
	"time"

	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v3"

	"lebplayer/signal"
)

// seiChannel is a data channel of a viewer.
type seiChannel struct {
	*webrtc.DataChannel
	opened   chan bool // receives a value when the channel opens
	closed   chan bool // receives a value when the channel closes
	messages chan webrtc.DataChannelMessage
}

// openChannel adds a data channel like a player's to the offer. It must be called before requestPull.
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

// pullWithChannel starts an edge, and a viewer of the stream clock with audio, video and a data channel for SEI.
func pullWithChannel(t *testing.T, sessionID string) (testEdge, *viewer, seiChannel) {
	t.Helper()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	channel := v.openChannel("kdccmd")
	v.pull(e, clock, sessionID)
	return e, v, channel
}

// next receives a message and returns its RTP time and NAL unit.
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

func TestSEIThroughTheDataChannel(t *testing.T) {
	t.Parallel()
	for name, seiPass := range map[string]int{"channel only": 0, "channel and in band": 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := startEdge(t, Config{})
			v := newViewer(t, bothKinds)
			v.seiPass = seiPass
			channel := v.openChannel("kdccmd")
			began := time.Now().Truncate(time.Millisecond)
			v.pull(e, clock, "channel")

			rtpTime, unit := channel.next(t)
			f := v.nextFrame()
			for f.rtpTime != rtpTime { // frames sent before the channel was open
				f = v.nextFrame()
			}
			for i := range DefaultFPS + 5 {
				if f.rtpTime != rtpTime {
					t.Fatalf("message %d has RTP time %d, its frame %d", i, rtpTime, f.rtpTime)
				}
				if at, key := readClock(t, unit); key != f.isKey() || at.Before(began) || at.After(time.Now()) {
					t.Errorf("message %d: sent at %v, key frame %v, want %v", i, at, key, f.isKey())
				}
				switch inBand := f.sei(t); {
				case len(inBand) != seiPass:
					t.Fatalf("frame %d has %d SEI NAL units, want %d", i, len(inBand), seiPass)
				case seiPass == 1 && !bytes.Equal(inBand[0], unit):
					t.Errorf("message %d has % x, its frame % x", i, unit, inBand[0])
				}
				rtpTime, unit = channel.next(t)
				f = v.nextFrame()
			}
		})
	}
}

func TestOtherDataChannelsAreNotUsed(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	other, sei := v.openChannel("chat"), v.openChannel("kdccmd")
	v.pull(e, clock, "channels")
	receive(t, other.opened, "the open event of the other channel")
	if err := other.SendText("hello"); err != nil {
		t.Fatal(err)
	}
	for range 10 {
		sei.next(t)
	}
	if n := len(other.messages); n != 0 {
		t.Errorf("received %d messages on a channel with another label", n)
	}
}

// TestApplicationSectionIsAnswered checks that all sections of the answer have the order of the offer, wherever the offer has the
// section of the data channel.
func TestApplicationSectionIsAnswered(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	v := newViewer(t, bothKinds)
	v.openChannel("kdccmd")
	if err := v.requestPull(e, clock, "sections"); err != nil {
		t.Fatal(err)
	}
	first := regexp.MustCompile(`(?s)(m=audio.*?)(m=video.*?)(m=application.*)`).ReplaceAllString(v.offer.SDP, "$3$2$1")
	stream, err := e.client.PullStream(t.Context(), signal.PullStreamRequest{
		StreamURL: clock, SessionID: "first", ClientInfo: "go test",
		LocalSDP: signal.SessionDescription{Type: "offer", SDP: first},
	})
	if err != nil {
		t.Fatal(err)
	}
	for offer, answer := range map[string]string{v.offer.SDP: v.answer, first: stream.Answer()} {
		want, got := sectionsOf(t, offer), sectionsOf(t, answer)
		if len(want) != 3 || len(got) != 3 {
			t.Fatalf("the offer has %d sections, the answer %d, want 3", len(want), len(got))
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

// TestMessagesAreDroppedWhenBlocked checks that messages do not accumulate while the network delivers none.
func TestMessagesAreDroppedWhenBlocked(t *testing.T) {
	t.Parallel()
	e, _, channel := pullWithChannel(t, "blocked")
	_, unit := channel.next(t)
	e.inject(t, "drop")
	const longest = 200 // bytes of a message
	enough := maxSEIBuffered / hex.EncodedLen(len(unit))
	waitFor(t, "more frames than messages may wait", func() bool { return len(sentOf(t, e, clock)[0].Frames) > enough })
	if n := e.live()[0].sei.channel.Load().BufferedAmount(); n <= maxSEIBuffered || n > maxSEIBuffered+longest {
		t.Errorf("%d bytes are waiting, want %d and at most one message more", n, maxSEIBuffered)
	}
}

func TestEndOfSessionClosesTheChannel(t *testing.T) {
	t.Parallel()
	_, v, channel := pullWithChannel(t, "end")
	channel.next(t)
	if err := v.stop(); err != nil {
		t.Fatal(err)
	}
	receive(t, v.alerts, "close_notify")
	receive(t, channel.closed, "the close event of the channel")
}
