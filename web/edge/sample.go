package edge

import (
	"bytes"
	_ "embed"
	"fmt"
	"os"
	"sync"
)

// Made by sample/make.sh.
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

// DefaultFPS is the sample's frame rate, and what a raw .h264 file is taken to have.
const DefaultFPS = 25

// library is what the edge can send: the video clips in the order of preference, and one audio clip.
type library struct {
	video []*Clip
	small map[string]*Clip // by codec: what the fault "resize" changes to
	audio *Clip
}

// sampleLibrary parses the built-in sample once for all edges of the program.
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

// LoadVideo reads a raw Annex B H.264 stream, which is played at fps frames a second, or VP8 in IVF, which has its own
// times. The format is told by the content, not by the file's name.
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

// LoadAudio reads Opus in Ogg, mono or stereo.
func LoadAudio(path string) (*Clip, error) { return load(path, parseOgg) }

func load(path string, parse func([]byte) (*Clip, error)) (*Clip, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err // names the file already
	}
	clip, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return clip, nil
}
