package hls

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// baseline is the SPS of a video of 640 x 360, which is 640 x 368 with 8 lines cropped.
var baseline = []byte{0x67, 0x42, 0xc0, 0x1e, 0xd9, 0x00, 0xa0, 0x2f, 0xf9, 0x70, 0x11}

// looped returns a clip of so many samples, each with its number as its data; every keyEvery-th is a key frame.
func looped(track Track, count, keyEvery int, duration time.Duration) Clip {
	c := Clip{Track: track}
	for i := range count {
		c.Samples = append(c.Samples, Sample{Data: []byte{byte(i)}, At: time.Duration(i) * duration, Duration: duration, Key: i%keyEvery == 0})
	}
	return c
}

// newTest returns a broadcast of 10 s of video in GOPs of 1 s, and of 3 s of audio.
func newTest(t *testing.T, began time.Time) *Broadcast {
	t.Helper()
	track := Track{timescale: videoTimescale, handler: "vide"}
	b, err := New(began, looped(track, 250, 25, 40*time.Millisecond), looped(Opus(), 150, 1, 20*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func get(b *Broadcast, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	b.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

func TestPlaylistMovesOnWithTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newTest(t, time.Now())
		for _, c := range []struct {
			after       time.Duration
			first, last int
		}{{0, 0, 0}, {1500 * time.Millisecond, 0, 0}, {2 * time.Second, 0, 1}, {8 * time.Second, 2, 7}, {23 * time.Second, 17, 22}} {
			time.Sleep(time.Until(b.began.Add(c.after)))
			playlist := get(b, "/live/demo.m3u8").Body.String()
			want := fmt.Sprintf("#EXT-X-MEDIA-SEQUENCE:%d\n", c.first)
			if !strings.Contains(playlist, want) || !strings.HasSuffix(playlist, fmt.Sprintf("#EXTINF:1.000,\n%d.m4s\n", c.last)) {
				t.Errorf("after %v: want segments %d to %d, got\n%s", c.after, c.first, c.last, playlist)
			}
			if strings.Contains(playlist, "ENDLIST") {
				t.Error("a live playlist has an end")
			}
			if status := get(b, fmt.Sprintf("/live/%d.m4s", c.last+1)).Code; status != http.StatusNotFound {
				t.Errorf("after %v: the segment to come has the status %d", c.after, status)
			}
		}
	})
}

func TestSegmentsAreSeamless(t *testing.T) {
	b := newTest(t, time.Now().Add(-time.Minute))
	var next [2]uint64
	for number := range 35 {
		video, audio := timesOf(t, get(b, fmt.Sprintf("/live/%d.m4s", number)).Body.Bytes())
		for i, track := range [][2]uint64{video, audio} {
			if track[0] != next[i] || track[1] <= track[0] {
				t.Fatalf("segment %d, track %d: from %d to %d, want from %d", number, i+1, track[0], track[1], next[i])
			}
			next[i] = track[1]
		}
	}
	if want := [2]uint64{35 * videoTimescale, 35 * audioTimescale}; next != want {
		t.Errorf("35 segments end at %d, want %d", next, want)
	}
}

// timesOf returns the times at which the samples of a segment's two tracks begin and end, in their own time scales. It also checks that the
// tables of both lead to the data.
func timesOf(t *testing.T, segment []byte) (video, audio [2]uint64) {
	t.Helper()
	moof := content(t, segment, "moof")
	data := segment[len(moof)+16:] // the headers of both boxes
	var times [][2]uint64
	for len(moof) > 0 {
		size := binary.BigEndian.Uint32(moof)
		if string(moof[4:8]) == "traf" {
			traf := moof[8:size]
			from := binary.BigEndian.Uint64(content(t, traf, "tfdt")[4:])
			run := content(t, traf, "trun")[4:]
			count, offset := binary.BigEndian.Uint32(run), binary.BigEndian.Uint32(run[4:])
			if int(offset) != len(segment)-len(data) {
				t.Fatalf("a track's data are at %d, want %d", offset, len(segment)-len(data))
			}
			to := from
			for i := range count {
				entry := run[8+12*i:]
				to += uint64(binary.BigEndian.Uint32(entry))
				data = data[binary.BigEndian.Uint32(entry[4:]):]
			}
			times = append(times, [2]uint64{from, to})
		}
		moof = moof[size:]
	}
	if len(times) != 2 || len(data) != 0 {
		t.Fatalf("%d tracks, and %d bytes that belong to none", len(times), len(data))
	}
	return times[0], times[1]
}

// content returns what the first box of a kind contains, among boxes in sequence.
func content(t *testing.T, boxes []byte, kind string) []byte {
	t.Helper()
	for len(boxes) >= 8 {
		size := binary.BigEndian.Uint32(boxes)
		if string(boxes[4:8]) == kind {
			return boxes[8:size]
		}
		boxes = boxes[size:]
	}
	t.Fatalf("no %s", kind)
	return nil
}

func TestSegmentsAreOfWholeGOPs(t *testing.T) {
	track := Track{timescale: videoTimescale, handler: "vide"}
	b, err := New(time.Now(), looped(track, 250, 10, 40*time.Millisecond)) // a GOP of 0.4 s: segments of 1.2 s
	if err != nil {
		t.Fatal(err)
	}
	for number := range 20 {
		from, to := b.span(number)
		if at := from % (400 * time.Millisecond); at != 0 || to-from > 1200*time.Millisecond {
			t.Errorf("segment %d is from %v to %v", number, from, to)
		}
	}
	if playlist := get(b, "/live/x.m3u8").Body.String(); !strings.Contains(playlist, "TARGETDURATION:1\n") {
		t.Error(playlist)
	}
}

func TestInitialization(t *testing.T) {
	track, err := H264(baseline, []byte{0x68, 0xcb})
	if err != nil {
		t.Fatal(err)
	}
	if want := [2]uint16{640, 360}; track.size != want {
		t.Errorf("frames of %d, want %d", track.size, want)
	}
	file := initialization([]Track{track, Opus()})
	moov := content(t, file, "moov")
	if !bytes.Contains(moov, baseline) || bytes.Count(moov, []byte("trak")) != 2 || bytes.Count(moov, []byte("trex")) != 2 {
		t.Errorf("%q", moov)
	}
	for cut := range baseline {
		if _, err := H264(baseline[:cut], nil); err == nil && cut < 9 {
			t.Errorf("an SPS cut off after %d bytes is accepted", cut)
		}
	}
}

func TestOtherRequests(t *testing.T) {
	b := newTest(t, time.Now())
	for _, path := range []string{"/live/demo", "/live/-1.m4s", "/live/x.m4s", "/live/init.mp5"} {
		if status := get(b, path).Code; status != http.StatusNotFound {
			t.Errorf("%s has the status %d", path, status)
		}
	}
	w := httptest.NewRecorder()
	b.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/live/demo.m3u8", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST has the status %d", w.Code)
	}
}
