package edge

import (
	"encoding/binary"
	"net/http"
	"slices"
	"time"

	"lebplayer/web/edge/hls"
)

// newHLS returns the handler of the HLS that the edge makes of its clips. Every stream name has the same. It answers 404 if the video is
// not H.264, or of a kind that package hls does not know.
func newHLS(clips library, began time.Time) http.Handler {
	i := slices.IndexFunc(clips.video, func(c *Clip) bool { return c.codec == codecH264 })
	if i < 0 {
		return http.NotFoundHandler()
	}
	var sps, pps []byte
	for _, nal := range splitNALs(clips.video[i].frames[0].data) {
		switch nalType(nal) {
		case nalSPS:
			sps = nal
		case nalPPS:
			pps = nal
		}
	}
	track, err := hls.H264(sps, pps)
	if err != nil {
		return http.NotFoundHandler()
	}
	video := hls.Clip{Track: track, Samples: clips.video[i].samples(withLengths)}
	audio := hls.Clip{Track: hls.Opus(), Samples: clips.audio.samples(slices.Clone[[]byte])}
	broadcast, err := hls.New(began, video, audio)
	if err != nil {
		return http.NotFoundHandler()
	}
	return broadcast
}

// samples returns the frames of the clip as samples of an MP4 file, with their data converted.
func (c *Clip) samples(convert func([]byte) []byte) []hls.Sample {
	var samples []hls.Sample
	for _, f := range c.frames {
		samples = append(samples, hls.Sample{Data: convert(f.data), At: f.at, Duration: f.duration, Key: f.key})
	}
	return samples
}

// withLengths returns an Annex B stream with the length of each NAL unit in place of its start code (ISO/IEC 14496-15 §5.3.4.2).
func withLengths(stream []byte) []byte {
	var out []byte
	for _, nal := range splitNALs(stream) {
		out = binary.BigEndian.AppendUint32(out, uint32(len(nal)))
		out = append(out, nal...)
	}
	return out
}
