package hls

import (
	"slices"
	"time"
)

// Sample is one video frame, as NAL units with their lengths (AVCC), or one Opus packet.
type Sample struct {
	Data     []byte
	At       time.Duration // since the beginning of the broadcast
	Duration time.Duration
	Key      bool // decodable without earlier samples
}

// Track is a track of a fragmented MP4 file: the part that its samples don't tell.
type Track struct {
	timescale uint32
	handler   string
	header    []byte // vmhd or smhd
	entry     []byte // of the sample description
	size      [2]uint16
}

const videoTimescale, audioTimescale = 90_000, 48_000

// matrix is the identity, as of movie and track headers.
var matrix = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)

// H264 returns a track of H.264 with these parameter sets (ISO/IEC 14496-15 §5). It returns an error if the SPS is damaged.
func H264(sps, pps []byte) (Track, error) {
	width, height, err := frameSize(sps)
	if err != nil {
		return Track{}, err
	}
	config := slices.Concat([]byte{1, sps[1], sps[2], sps[3], 0xff, 0xe1}, u16(uint16(len(sps))), sps, []byte{1}, u16(uint16(len(pps))), pps)
	entry := box("avc1", zeros(6), u16(1), zeros(16), u16(width, height), u32(0x480000, 0x480000, 0), u16(1), zeros(32), u16(24, 0xffff), box("avcC", config))
	return Track{videoTimescale, "vide", fullBox("vmhd", 0, 1, zeros(8)), entry, [2]uint16{width, height}}, nil
}

// Opus returns a track of Opus in stereo (Encapsulation of Opus in ISO Base Media File Format, §4.3). Mono is decoded as stereo.
func Opus() Track {
	config := slices.Concat([]byte{0, 2}, u16(0), u32(audioTimescale), u16(0), []byte{0})
	entry := box("Opus", zeros(6), u16(1), zeros(8), u16(2, 16), zeros(4), u32(audioTimescale<<16), box("dOps", config))
	return Track{audioTimescale, "soun", fullBox("smhd", 0, 0, zeros(4)), entry, [2]uint16{}}
}

// initialization returns the file that precedes all segments. The tracks have the numbers 1, 2 and so on.
func initialization(tracks []Track) []byte {
	movie := [][]byte{fullBox("mvhd", 0, 0, u32(0, 0, 1000, 0, 0x10000, 0x1000000), zeros(8), matrix, zeros(24), u32(uint32(len(tracks)+1)))}
	var extends [][]byte
	for i, t := range tracks {
		movie = append(movie, t.box(uint32(i+1)))
		extends = append(extends, fullBox("trex", 0, 0, u32(uint32(i+1), 1, 0, 0, 0)))
	}
	movie = append(movie, box("mvex", extends...))
	return append(box("ftyp", []byte("iso6"), u32(0), []byte("iso6mp41")), box("moov", movie...)...)
}

func (t Track) box(id uint32) []byte {
	var volume uint16
	if t.handler == "soun" {
		volume = 0x100
	}
	const enabled, inMovie = 1, 2
	size := u32(uint32(t.size[0])<<16, uint32(t.size[1])<<16)
	samples := box("stbl", fullBox("stsd", 0, 0, u32(1), t.entry),
		fullBox("stts", 0, 0, u32(0)), fullBox("stsc", 0, 0, u32(0)), fullBox("stsz", 0, 0, u32(0, 0)), fullBox("stco", 0, 0, u32(0)))
	const undetermined = 0x55c4 // the language, "und"
	const inFile = 1
	return box("trak",
		fullBox("tkhd", 0, enabled|inMovie, u32(0, 0, id, 0, 0), zeros(8), u16(0, 0, volume, 0), matrix, size),
		box("mdia",
			fullBox("mdhd", 0, 0, u32(0, 0, t.timescale, 0), u16(undetermined, 0)),
			fullBox("hdlr", 0, 0, u32(0), []byte(t.handler), zeros(13)),
			box("minf", t.header, box("dinf", fullBox("dref", 0, 0, u32(1), fullBox("url ", 0, inFile))), samples)))
}

// fragment returns the segment with this number and these samples of each track.
func fragment(number uint32, tracks []Track, samples [][]Sample) []byte {
	// The offsets in the header are from its own beginning, so it is made twice: its size does not depend on them.
	header := fragmentHeader(number, tracks, samples, 0)
	header = fragmentHeader(number, tracks, samples, len(header)+8)
	var media [][]byte
	for _, track := range samples {
		for _, s := range track {
			media = append(media, s.Data)
		}
	}
	return append(header, box("mdat", media...)...)
}

func fragmentHeader(number uint32, tracks []Track, samples [][]Sample, offset int) []byte {
	parts := [][]byte{fullBox("mfhd", 0, 0, u32(number))}
	for i, t := range tracks {
		if len(samples[i]) == 0 {
			continue
		}
		const defaultBaseIsMoof = 0x20000
		parts = append(parts, box("traf",
			fullBox("tfhd", 0, defaultBaseIsMoof, u32(uint32(i+1))),
			fullBox("tfdt", 1, 0, u64(t.ticks(samples[i][0].At))),
			t.run(samples[i], offset)))
		for _, s := range samples[i] {
			offset += len(s.Data)
		}
	}
	return box("moof", parts...)
}

// run returns the table of a track's samples, whose data begin at an offset from the beginning of the fragment.
func (t Track) run(samples []Sample, offset int) []byte {
	const withOffset, withDuration, withSize, withFlags = 0x1, 0x100, 0x200, 0x400
	const keyFlags, otherFlags = 0x02000000, 0x01010000 // depends on no other sample; depends on others, and is no sync sample
	table := u32(uint32(len(samples)), uint32(offset))
	for _, s := range samples {
		flags := uint32(otherFlags)
		if s.Key {
			flags = keyFlags
		}
		// The difference of the rounded times does not add up rounding errors.
		duration := t.ticks(s.At+s.Duration) - t.ticks(s.At)
		table = append(table, u32(uint32(duration), uint32(len(s.Data)), flags)...)
	}
	return fullBox("trun", 0, withOffset|withDuration|withSize|withFlags, table)
}

func (t Track) ticks(at time.Duration) uint64 {
	seconds, rest := at/time.Second, at%time.Second
	return uint64(seconds)*uint64(t.timescale) + (uint64(rest)*uint64(t.timescale)+uint64(time.Second)/2)/uint64(time.Second)
}
