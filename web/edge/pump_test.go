package edge

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v3"
)

// recorder is a viewer's end of a track. It implements webrtc.TrackLocalContext and webrtc.TrackLocalWriter.
type recorder struct {
	codec   webrtc.RTPCodecParameters
	name    string
	packets []sentPacket
	stall   func(n int) // called before the n-th packet is taken
}

type sentPacket struct {
	*rtp.Packet
	at time.Time
}

func (r *recorder) CodecParameters() []webrtc.RTPCodecParameters {
	return []webrtc.RTPCodecParameters{r.codec}
}
func (r *recorder) HeaderExtensions() []webrtc.RTPHeaderExtensionParameter { return nil }
func (r *recorder) SSRC() webrtc.SSRC                                      { return 1 }
func (r *recorder) WriteStream() webrtc.TrackLocalWriter                   { return r }
func (r *recorder) ID() string                                             { return r.name }
func (r *recorder) RTCPReader() interceptor.RTCPReader                     { return nil }
func (r *recorder) Write([]byte) (int, error)                              { panic("not used") }

func (r *recorder) WriteRTP(header *rtp.Header, payload []byte) (int, error) {
	if r.stall != nil {
		r.stall(len(r.packets))
	}
	r.packets = append(r.packets, sentPacket{&rtp.Packet{Header: *header, Payload: payload}, time.Now()})
	return len(payload), nil
}

// pictures keeps the last packet of each frame.
func (r *recorder) pictures() []sentPacket {
	var last []sentPacket
	for _, packet := range r.packets {
		if packet.Marker {
			last = append(last, packet)
		}
	}
	return last
}

func (r *recorder) keyFrames() (times []time.Time) {
	for _, packet := range r.packets {
		if beginsKeyFrame(codecH264, packet.Packet) {
			times = append(times, packet.at)
		}
	}
	return times
}

func newRecordedPump(t *testing.T, video *Clip) (p *pump, videoOut, audioOut *recorder) {
	t.Helper()
	p = newPump(time.Now())
	add := func(clip *Clip, kind webrtc.RTPCodecType, mime string, rate uint32, channels uint16) *recorder {
		codec := webrtc.RTPCodecParameters{RTPCodecCapability: webrtc.RTPCodecCapability{MimeType: mime, ClockRate: rate, Channels: channels}}
		one, err := newTrack(selection{clip: clip, kind: kind, codec: codec})
		if err != nil {
			t.Fatal(err)
		}
		out := &recorder{codec: codec, name: mime}
		if _, err := one.local.Bind(out); err != nil {
			t.Fatal(err)
		}
		p.tracks = append(p.tracks, one)
		return out
	}
	audioOut = add(sampleLibrary().audio, webrtc.RTPCodecTypeAudio, webrtc.MimeTypeOpus, 48000, 2)
	videoOut = add(video, webrtc.RTPCodecTypeVideo, webrtc.MimeTypeH264, 90000, 0)
	return p, videoOut, audioOut
}

func runFor(p *pump, duration time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), duration)
	defer cancel()
	p.run(ctx)
}

func TestPaceHasNoDrift(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		third := &Clip{codec: codecH264} // 30 fps: a frame is no whole number of microseconds
		for i, f := range sampleLibrary().video[0].frames {
			third.add(f.data, time.Duration(i+1)*time.Second/30-time.Duration(i)*time.Second/30, f.key)
		}
		p, video, audio := newRecordedPump(t, third)
		start := time.Now()
		const minutes = 10
		runFor(p, minutes*time.Minute+time.Millisecond)

		pictures := video.pictures()
		if want := minutes*60*30 + 1; len(pictures) < want-1 || len(pictures) > want+1 {
			t.Errorf("%d pictures in %d minutes, want %d", len(pictures), minutes, want)
		}
		if want := minutes*60*50 + 1; len(audio.packets) != want {
			t.Errorf("%d audio packets in %d minutes, want %d", len(audio.packets), minutes, want)
		}
		last := pictures[len(pictures)-1]
		rtpTime := time.Duration(last.Timestamp-pictures[0].Timestamp) * time.Second / 90000
		if off := last.at.Sub(start) - rtpTime; off.Abs() > time.Millisecond {
			t.Errorf("after %d minutes RTP time is off by %v", minutes, off)
		}
		for i := range pictures[1:] {
			if gap := pictures[i+1].at.Sub(pictures[i].at); gap > 34*time.Millisecond || gap < 33*time.Millisecond {
				t.Fatalf("picture %d comes %v after the one before", i+1, gap)
			}
		}
	})
}

func TestNoBurstAfterASuspension(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, video, _ := newRecordedPump(t, sampleLibrary().video[0])
		stalled := false
		video.stall = func(n int) {
			if n >= 100 && !stalled {
				stalled = true
				time.Sleep(5 * time.Second)
			}
		}
		runFor(p, 20*time.Second)
		pictures := video.pictures()
		long := 0
		for i := range pictures[1:] {
			switch gap := pictures[i+1].at.Sub(pictures[i].at); {
			case gap > 4*time.Second:
				long++
			case gap < 15*time.Millisecond:
				t.Errorf("picture %d comes %v after the one before", i+1, gap)
			}
		}
		first, last := pictures[0], pictures[len(pictures)-1]
		elapsed := time.Duration(last.Timestamp-first.Timestamp) * time.Second / 90000
		if off := last.at.Sub(first.at) - elapsed; off.Abs() > maxLag {
			t.Errorf("RTP time is off by %v afterwards", off)
		}
		if long != 1 {
			t.Errorf("%d long gaps, want the one of the suspension", long)
		}
	})
}

func TestKeyFramesOnDemand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, video, _ := newRecordedPump(t, oneGOP(t))
		ctx, cancel := context.WithCancel(t.Context())
		go p.run(ctx)
		time.Sleep(1990 * time.Millisecond)
		p.requestKeyFrame()
		asked := time.Now()
		time.Sleep(50 * time.Millisecond)
		for range 300 { // a flood for 3 s
			p.requestKeyFrame()
			time.Sleep(10 * time.Millisecond)
		}
		cancel()
		synctest.Wait()
		keys := video.keyFrames()[1:] // behind the one it starts with
		if len(keys) < 8 || len(keys) > 11 {
			t.Fatalf("%d key frames in 3 s of requests, want one each 300 ms or so", len(keys))
		}
		if late := keys[0].Sub(asked); late < 0 || late > 40*time.Millisecond {
			t.Errorf("the first comes %v after it was asked for, want it as the next picture", late)
		}
		for i := range keys[1:] {
			if gap := keys[i+1].Sub(keys[i]); gap < keyFrameInterval {
				t.Errorf("key frames %v apart", gap)
			}
		}
	})
}

func TestSoundStaysWithThePicture(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _, _ := newRecordedPump(t, sampleLibrary().video[0])
		inStep := func(when string) {
			t.Helper()
			audio, video := p.tracks[0], p.tracks[1]
			// What each track shows now, were it at the same due time.
			off := (video.frame().at - video.due) - (audio.frame().at - audio.due)
			off = (off + 15*time.Second) % (10 * time.Second) // a round of either loop is no difference
			if off -= 5 * time.Second; off.Abs() > 20*time.Millisecond {
				t.Errorf("%s: picture and sound are %v apart", when, off)
			}
		}
		p.cue(7*time.Second + 640*time.Millisecond)
		if p.tracks[1].next != 7*25 {
			t.Errorf("cued to frame %d, want the GOP of second 7", p.tracks[1].next)
		}
		inStep("cued")
		runFor(p, 2*time.Second+310*time.Millisecond)
		p.requestKeyFrame()
		runFor(p, 50*time.Millisecond)
		inStep("after a jump back")
		p.cue(12*time.Second + 10*time.Millisecond)
		inStep("cued in the second round")
	})
}
