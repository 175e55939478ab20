// Package hls makes a live HLS broadcast (RFC 8216) of looped clips, as fragmented MP4 files in memory. Segments are made when they are
// asked for. There is one rendition.
package hls

import (
	"errors"
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// Clip is a track and the samples of one round of its loop, which begin at 0. The samples are in the order of their times, without gaps.
type Clip struct {
	Track   Track
	Samples []Sample
}

func (c Clip) length() time.Duration {
	last := c.Samples[len(c.Samples)-1]
	return last.At + last.Duration
}

const (
	// leastSegment is the least length of a segment, unless the clip is shorter.
	leastSegment = time.Second
	// window is the number of segments in a playlist.
	window = 6
)

// Broadcast is an endless broadcast of looped clips. It implements http.Handler, for paths whose last part is one of
//
//	{any name}.m3u8   the playlist
//	init.mp4          what precedes the segments
//	{number}.m4s      a segment
type Broadcast struct {
	clips  []Clip
	began  time.Time
	cuts   []time.Duration // where the segments of a round begin, and the round's end
	tracks []Track
}

// New returns a broadcast of a video clip and any other clips that begins at the given time. The video's first sample is a key frame. New
// returns an error for clips without samples.
func New(began time.Time, video Clip, others ...Clip) (*Broadcast, error) {
	b := &Broadcast{clips: append([]Clip{video}, others...), began: began}
	for _, c := range b.clips {
		if len(c.Samples) == 0 {
			return nil, errors.New("a clip without samples")
		}
		b.tracks = append(b.tracks, c.Track)
	}
	for _, s := range video.Samples {
		if len(b.cuts) == 0 || s.Key && s.At-b.cuts[len(b.cuts)-1] >= leastSegment {
			b.cuts = append(b.cuts, s.At)
		}
	}
	b.cuts = append(b.cuts, video.length())
	return b, nil
}

// ServeHTTP implements http.Handler. Pages of all origins may read the replies.
func (b *Broadcast) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Cache-Control", "no-store")
	name := path.Base(r.URL.Path)
	stem, extension := strings.TrimSuffix(name, path.Ext(name)), path.Ext(name)
	number, notNumber := strconv.Atoi(stem)
	newest := b.newest(time.Since(b.began))
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		w.WriteHeader(http.StatusMethodNotAllowed)
	case extension == ".m3u8":
		reply(w, "application/vnd.apple.mpegurl", []byte(b.playlist(newest)))
	case name == "init.mp4":
		reply(w, "video/mp4", initialization(b.tracks))
	case extension == ".m4s" && notNumber == nil && number >= 0 && number <= newest:
		reply(w, "video/mp4", b.segment(number))
	default:
		http.NotFound(w, r)
	}
}

func reply(w http.ResponseWriter, contentType string, body []byte) {
	w.Header().Set("Content-Type", contentType)
	_, _ = w.Write(body) // an error means that the client has gone
}

// span returns the times between which the segment of a number is.
func (b *Broadcast) span(number int) (from, to time.Duration) {
	round := len(b.cuts) - 1
	base := time.Duration(number/round) * b.cuts[round]
	return base + b.cuts[number%round], base + b.cuts[number%round+1]
}

// newest returns the number of the last segment that is complete after the given time. There is always one, so that a playlist is never
// empty.
func (b *Broadcast) newest(elapsed time.Duration) int {
	round := len(b.cuts) - 1
	number := int(elapsed/b.cuts[round]) * round
	for {
		if _, end := b.span(number); end > elapsed {
			return max(number-1, 0)
		}
		number++
	}
}

// playlist returns the playlist whose last segment is the newest.
func (b *Broadcast) playlist(newest int) string {
	first := max(0, newest-window+1)
	var segments strings.Builder
	for number := first; number <= newest; number++ {
		from, to := b.span(number)
		fmt.Fprintf(&segments, "#EXTINF:%.3f,\n%d.m4s\n", (to - from).Seconds(), number)
	}
	var longest time.Duration // of all segments, as the target may not change
	for i := range len(b.cuts) - 1 {
		longest = max(longest, b.cuts[i+1]-b.cuts[i])
	}
	target := int((longest + time.Second/2) / time.Second)
	return fmt.Sprintf("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:%d\n#EXT-X-MEDIA-SEQUENCE:%d\n#EXT-X-INDEPENDENT-SEGMENTS\n"+
		"#EXT-X-MAP:URI=\"init.mp4\"\n%s", max(target, 1), first, segments.String())
}

// segment returns the segment of a number.
func (b *Broadcast) segment(number int) []byte {
	from, to := b.span(number)
	samples := make([][]Sample, len(b.clips))
	for i, c := range b.clips {
		samples[i] = c.between(from, to)
	}
	return fragment(uint32(number+1), b.tracks, samples)
}

// between returns the samples of the endless loop that begin at or after one time and before another.
func (c Clip) between(from, to time.Duration) []Sample {
	var found []Sample
	length := c.length()
	for base := from / length * length; base < to; base += length {
		for _, s := range c.Samples {
			if s.At += base; s.At >= from && s.At < to {
				found = append(found, s)
			}
		}
	}
	return found
}
