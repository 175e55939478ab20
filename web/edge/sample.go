package edge

import (
	"bytes"
	_ "embed"
	"fmt"
	"os"
	"sync"
)

// The built-in sample, made by sample/make.sh.
var (
	//go:embed sample/clock.h264
	sampleH264 []byte
	//go:embed sample/clock.ivf
	sampleVP8 []byte
	//go:embed sample/clock.ogg
	sampleOpus []byte
	//go:embed sample/small.h264
	smallH264 []byte
	//go:embed sample/small.ivf
	smallVP8 []byte
)

// DefaultFPS is the frame rate of the built-in sample in frames per second, and the usual argument of LoadVideo.
const DefaultFPS = 25

// library holds the clips that an edge can send.
type library struct {
	video []*Clip          // in order of preference
	small map[string]*Clip // by codec; sent by the fault "resize"
	audio *Clip
}

// sampleLibrary returns the built-in sample. It is parsed once for all edges of a program.
var sampleLibrary = sync.OnceValue(func() library {
	must := func(clip *Clip, err error) *Clip {
		if err != nil {
			panic("the built-in sample: " + err.Error())
		}
		return clip
	}
	return library{
		video: []*Clip{must(parseH264(sampleH264, DefaultFPS)), must(parseIVF(sampleVP8))},
		small: map[string]*Clip{codecH264: must(parseH264(smallH264, DefaultFPS)), codecVP8: must(parseIVF(smallVP8))},
		audio: must(parseOgg(sampleOpus)),
	}
})

// LoadVideo reads a video file for Config.Video: a raw Annex B H.264 stream without B-frames, played at fps frames per second, or
// VP8 in IVF, which contains its own timestamps. The content determines the format, not the name of the file. LoadVideo returns an
// error if fps is not above 0 and at most 240, or if the file is unreadable, of another format or damaged.
func LoadVideo(path string, fps float64) (*Clip, error) {
	if !(fps > 0 && fps <= 240) {
		return nil, fmt.Errorf("frame rate %v: want more than 0 and at most 240", fps)
	}
	return load(path, func(data []byte) (*Clip, error) {
		if bytes.HasPrefix(data, []byte("DKIF")) {
			return parseIVF(data)
		}
		return parseH264(data, fps)
	})
}

// LoadAudio reads an audio file for Config.Audio: Opus in Ogg, mono or stereo. It returns an error if the file is unreadable, of
// another format or damaged.
func LoadAudio(path string) (*Clip, error) { return load(path, parseOgg) }

func load(path string, parse func([]byte) (*Clip, error)) (*Clip, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err // includes the path
	}
	clip, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return clip, nil
}
