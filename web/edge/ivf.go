package edge

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/pion/webrtc/v3/pkg/media/ivfreader"
)

// parseIVF parses an IVF file with VP8. Each frame lasts until the timestamp of the next one, and the last one as long as the frame
// before it.
func parseIVF(data []byte) (*Clip, error) {
	reader, header, err := ivfreader.NewWith(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if header.FourCC != "VP80" {
		return nil, fmt.Errorf("codec %q in the IVF file: only VP8 (VP80) is supported", header.FourCC)
	}
	if header.TimebaseDenominator == 0 || header.TimebaseNumerator == 0 {
		return nil, errors.New("the IVF header has no time base")
	}
	tick := float64(header.TimebaseNumerator) / float64(header.TimebaseDenominator) * float64(time.Second)

	clip := &Clip{codec: codecVP8}
	var pending []byte
	var shown uint64 // timestamp of pending
	last := time.Duration(tick)
	flush := func() {
		key := pending[0]&1 == 0 // RFC 6386 §9.1: the first bit is 0 for key frames
		if key || len(clip.frames) > 0 {
			clip.add(pending, last, key)
		}
	}
	for {
		payload, frame, err := reader.ParseNextFrame()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if len(payload) == 0 {
			continue // dropped by the encoder: the previous frame lasts longer
		}
		if pending != nil {
			if frame.Timestamp <= shown {
				return nil, errors.New("the IVF timestamps do not grow")
			}
			last = time.Duration(float64(frame.Timestamp-shown) * tick)
			flush()
		}
		pending, shown = payload, frame.Timestamp
	}
	if pending != nil {
		flush()
	}
	if len(clip.frames) == 0 {
		return nil, errors.New("no key frame in the IVF file")
	}
	return clip, nil
}
