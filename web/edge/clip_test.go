package edge

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestSample(t *testing.T) {
	t.Parallel()
	clips := sampleLibrary()
	for _, clip := range []*Clip{clips.video[0], clips.video[1], clips.small[codecH264], clips.small[codecVP8]} {
		if len(clip.frames) != 250 || clip.Duration() != 10*time.Second {
			t.Errorf("%s: %d frames in %v, want 250 in 10s", clip.Codec(), len(clip.frames), clip.Duration())
		}
		for i, f := range clip.frames {
			if f.key != (i%25 == 0) || f.at != time.Duration(i)*40*time.Millisecond {
				t.Errorf("%s frame %d: at %v, key %v", clip.Codec(), i, f.at, f.key)
			}
		}
	}
	if len(clips.audio.frames) != 500 || clips.audio.Duration() != 10*time.Second {
		t.Errorf("audio: %d packets in %v, want 500 in 10s", len(clips.audio.frames), clips.audio.Duration())
	}
	if size := len(sampleH264) + len(sampleVP8) + len(smallH264) + len(smallVP8) + len(sampleOpus); size > 1_200_000 {
		t.Errorf("the sample takes %d bytes", size)
	}
}

func TestFindFrames(t *testing.T) {
	t.Parallel()
	clip := &Clip{}
	for i := range 10 {
		clip.add([]byte{1}, 10*time.Millisecond, i == 0 || i == 4)
	}
	for at, want := range map[time.Duration]int{0: 0, 9: 0, 10: 1, 99: 9, 100: 0, 250: 5, -1: 9, -100: 0} {
		if got := clip.index(at * time.Millisecond); got != want {
			t.Errorf("index of the frame at %d ms: %d, want %d", at, got, want)
		}
	}
	for i, want := range map[int]struct {
		key   int
		shift time.Duration
	}{0: {0, 0}, 1: {0, -10}, 3: {4, 10}, 4: {4, 0}, 6: {4, -20}, 9: {0, 10}} {
		if key, shift := clip.nearestKey(i); key != want.key || shift != want.shift*time.Millisecond {
			t.Errorf("key frame nearest to frame %d: %d, %v away, want %d, %d ms away", i, key, shift, want.key, want.shift)
		}
	}
}

// TestUnusualH264File parses a stream that begins within a GOP and has two slices per frame, parameter sets only once, SEI, and
// start codes of both lengths.
func TestUnusualH264File(t *testing.T) {
	t.Parallel()
	const firstSlice, laterSlice = "\x88", "\x70" // first_mb_in_slice 0, 2; slice_type I, P
	stream := "\x00\x00\x01\x41" + firstSlice + "lost" +
		"\x00\x00\x00\x01\x67sps\x00\x00\x01\x68pps\x00\x00\x01\x06sei" +
		"\x00\x00\x00\x01\x65" + firstSlice + "key\x00\x00\x01\x65" + laterSlice + "key" +
		"\x00\x00\x01\x41" + firstSlice + "p\x00\x00\x01\x41" + laterSlice + "p" +
		"\x00\x00\x01\x65" + firstSlice + "again"
	clip, err := parseH264([]byte(stream), 50)
	if err != nil {
		t.Fatal(err)
	}
	var keys []bool
	for _, f := range clip.frames {
		keys = append(keys, f.key)
		if f.key && !bytes.Contains(f.data, []byte("sps")) {
			t.Errorf("a key frame without an SPS: %q", f.data)
		}
		if bytes.Contains(f.data, []byte("sei")) {
			t.Errorf("a frame with the SEI of the file: %q", f.data)
		}
		if bytes.Contains(bytes.ReplaceAll(f.data, []byte{0, 0, 0, 1}, nil), []byte{0, 0, 1}) {
			t.Errorf("a frame with mixed start codes: %q", f.data)
		}
	}
	if len(keys) != 3 || !keys[0] || keys[1] || !keys[2] || clip.Duration() != 60*time.Millisecond {
		t.Errorf("key frames %v in %v, want [true false true] in 60ms", keys, clip.Duration())
	}
}

func TestUnusableFiles(t *testing.T) {
	t.Parallel()
	vp9 := append([]byte(nil), sampleVP8...)
	copy(vp9[8:], "VP90")
	bSlice := append(append([]byte(nil), sampleH264...), 0, 0, 1, 0x01, 0b1010_0000) // ue 0, ue 1
	vorbis := bytes.Replace(sampleOpus, []byte("OpusHead"), []byte("\x01vorbis\x00"), 1)
	video := func(path string) error { _, err := LoadVideo(path, DefaultFPS); return err }
	audio := func(path string) error { _, err := LoadAudio(path); return err }
	for name, test := range map[string]struct {
		data []byte
		load func(string) error
		want string
	}{
		"movie.mp4":   {[]byte("\x00\x00\x00\x18ftypmp42"), video, "Annex B"},
		"empty.h264":  {nil, video, "Annex B"},
		"no-idr.h264": {[]byte("\x00\x00\x00\x01\x67s\x00\x00\x01\x68p"), video, "no key frame"},
		"b.h264":      {bSlice, video, "B-frames"},
		"vp9.ivf":     {vp9, video, "VP90"},
		"cut.ivf":     {sampleVP8[:len(sampleVP8)-1], video, "incomplete"},
		"head.ivf":    {sampleVP8[:32], video, "no key frame"},
		"song.mp3":    {[]byte("ID3"), audio, "not an Ogg"},
		"vorbis.ogg":  {vorbis, audio, "Opus"},
		"cut.ogg":     {sampleOpus[:len(sampleOpus)-1], audio, "cut off"},
	} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, test.data, 0o600); err != nil {
			t.Fatal(err)
		}
		err := test.load(path)
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: error %v, want one with the name and %q", name, err, test.want)
		}
	}
	if err := video("no/such/file.h264"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := LoadVideo("sample/clock.h264", 0); err == nil {
		t.Error("a frame rate of 0 was accepted")
	}
}

func TestFrameRateOfFiles(t *testing.T) {
	t.Parallel()
	clip, err := LoadVideo("sample/clock.h264", 50)
	if err != nil {
		t.Fatal(err)
	}
	if clip.Duration() != 5*time.Second {
		t.Errorf("250 H.264 frames at 50 fps last %v, want 5s", clip.Duration())
	}
	if clip, err = LoadVideo("sample/clock.ivf", 50); err != nil || clip.Duration() != 10*time.Second {
		t.Errorf("the IVF file lasts %v, %v, want 10s by its own timestamps", clip.Duration(), err)
	}
}

func TestOpusDuration(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		packet []byte
		want   time.Duration
	}{
		"empty":                  {nil, 0},
		"SILK 60 ms":             {[]byte{3 << 3}, 60 * time.Millisecond},
		"hybrid 10 ms":           {[]byte{12 << 3}, 10 * time.Millisecond},
		"CELT 2.5 ms":            {[]byte{16 << 3}, 2500 * time.Microsecond},
		"CELT 20 ms, two frames": {[]byte{31<<3 | 1}, 40 * time.Millisecond},
		"CELT 5 ms, six frames":  {[]byte{17<<3 | 3, 6}, 30 * time.Millisecond},
		"no frame count":         {[]byte{17<<3 | 3}, 0},
	} {
		if got := opusDuration(test.packet); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}
