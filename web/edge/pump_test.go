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

// recorder records the packets of a track. It implements webrtc.TrackLocalContext and webrtc.TrackLocalWriter.
type recorder struct {
	codec   webrtc.RTPCodecParameters
	name    string
	packets []sentPacket
	stall   func(n int) // called before packet n, counted from 0, is recorded; may be nil
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

// frames returns the last packet of each frame.
func (r *recorder) frames() []sentPacket {
	var last []sentPacket
	for _, packet := range r.packets {
		if packet.Marker {
			last = append(last, packet)
		}
	}
	return last
}

// keyFrames returns the times at which key frames began.
func (r *recorder) keyFrames() (times []time.Time) {
	for _, packet := range r.packets {
		if beginsKeyFrame(codecH264, packet.Packet) {
			times = append(times, packet.at)
		}
	}
	return times
}

// newRecordedPump returns a pump with an audio and a video track, in this order, and the recorders of both.
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

// oneGOP returns the H.264 sample with only one key frame, the first frame.
func oneGOP(t *testing.T) *Clip {
	t.Helper()
	clip := &Clip{codec: codecH264}
	for i, f := range sampleLibrary().video[0].frames {
		clip.add(f.data, f.duration, i == 0)
		if i > 0 && f.key {
			// beginsKeyFrame checks the data of a frame, so a former key frame needs that of another one.
			clip.frames[i].data = clip.frames[i-1].data
		}
	}
	return clip
}

// runFor runs a pump for the given time.
func runFor(p *pump, duration time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), duration)
	defer cancel()
	p.run(ctx)
}

func TestPaceDoesNotDrift(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clip := &Clip{codec: codecH264} // 30 fps: a frame does not last a whole number of microseconds
		for i, f := range sampleLibrary().video[0].frames {
			clip.add(f.data, time.Duration(i+1)*time.Second/30-time.Duration(i)*time.Second/30, f.key)
		}
		p, video, audio := newRecordedPump(t, clip)
		start := time.Now()
		const minutes = 10
		runFor(p, minutes*time.Minute+time.Millisecond)

		frames := video.frames()
		if want := minutes*60*30 + 1; len(frames) < want-1 || len(frames) > want+1 {
			t.Errorf("%d frames in %d minutes, want %d", len(frames), minutes, want)
		}
		if want := minutes*60*50 + 1; len(audio.packets) != want {
			t.Errorf("%d audio packets in %d minutes, want %d", len(audio.packets), minutes, want)
		}
		last := frames[len(frames)-1]
		rtpTime := time.Duration(last.Timestamp-frames[0].Timestamp) * time.Second / 90000
		if off := last.at.Sub(start) - rtpTime; off.Abs() > time.Millisecond {
			t.Errorf("RTP time is off by %v after %d minutes", off, minutes)
		}
		for i := range frames[1:] {
			if gap := frames[i+1].at.Sub(frames[i].at); gap > 34*time.Millisecond || gap < 33*time.Millisecond {
				t.Fatalf("frame %d is sent %v after the previous one", i+1, gap)
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
		frames := video.frames()
		long := 0
		for i := range frames[1:] {
			switch gap := frames[i+1].at.Sub(frames[i].at); {
			case gap > 4*time.Second:
				long++
			case gap < 15*time.Millisecond:
				t.Errorf("frame %d is sent %v after the previous one", i+1, gap)
			}
		}
		first, last := frames[0], frames[len(frames)-1]
		elapsed := time.Duration(last.Timestamp-first.Timestamp) * time.Second / 90000
		if off := last.at.Sub(first.at) - elapsed; off.Abs() > maxLag {
			t.Errorf("RTP time is off by %v after the suspension", off)
		}
		if long != 1 {
			t.Errorf("%d long gaps, want one, the suspension", long)
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
		for range 300 { // for 3 s
			p.requestKeyFrame()
			time.Sleep(10 * time.Millisecond)
		}
		cancel()
		synctest.Wait()
		keys := video.keyFrames()[1:] // without the initial one
		if len(keys) < 8 || len(keys) > 11 {
			t.Fatalf("%d key frames during 3 s of requests, want one about every 300 ms", len(keys))
		}
		if late := keys[0].Sub(asked); late < 0 || late > 40*time.Millisecond {
			t.Errorf("the first key frame is sent %v after the request, want it as the next frame", late)
		}
		for i := range keys[1:] {
			if gap := keys[i+1].Sub(keys[i]); gap < keyFrameInterval {
				t.Errorf("key frames %v apart", gap)
			}
		}
	})
}

func TestAudioAndVideoStayInSync(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _, _ := newRecordedPump(t, sampleLibrary().video[0])
		inStep := func(when string) {
			t.Helper()
			audio, video := p.tracks[0], p.tracks[1]
			// The difference between the positions of both tracks at the same due time.
			off := (video.frame().at - video.due) - (audio.frame().at - audio.due)
			off = (off + 15*time.Second) % (10 * time.Second) // whole rounds of either loop do not count
			if off -= 5 * time.Second; off.Abs() > 20*time.Millisecond {
				t.Errorf("%s: audio and video are %v apart", when, off)
			}
		}
		p.cue(7*time.Second + 640*time.Millisecond)
		if p.tracks[1].next != 7*25 {
			t.Errorf("cued to frame %d, want 175, the key frame of second 7", p.tracks[1].next)
		}
		inStep("after cue")
		runFor(p, 2*time.Second+310*time.Millisecond)
		p.requestKeyFrame()
		runFor(p, 50*time.Millisecond)
		inStep("after a requested key frame")
		p.cue(12*time.Second + 10*time.Millisecond)
		inStep("after cue into the second round")
	})
}
