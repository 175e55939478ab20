package edge

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	pionsdp "github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v3"

	"lebplayer/signal/sdp"
)

var (
	errUnreadableOffer = errors.New("localsdp is not a readable SDP offer")
	errNothingToSend   = errors.New("the offer asks for neither audio nor video")
)

// selection is one track of an answer: a clip and the offered codec that carries it.
type selection struct {
	clip  *Clip
	small *Clip // sent instead of clip by the fault "resize"; nil for audio
	kind  webrtc.RTPCodecType
	codec webrtc.RTPCodecParameters
}

// selectTracks selects, for each kind of media that the offer asks for, the first clip with an offered codec. It fails if the
// offer is unreadable, asks for nothing, or has no codec in common for a kind that it asks for.
//
// narrowed is the offer with the selected codecs alone. pion parses all codecs of a section once for each of its payload types,
// which takes 10 ms with the offer of a browser.
func selectTracks(offer string, lib library) (chosen []selection, narrowed string, err error) {
	var parsed pionsdp.SessionDescription
	if err := parsed.Unmarshal([]byte(sdp.WithPorts(offer))); err != nil {
		return nil, "", errUnreadableOffer // the parser's error quotes the SDP
	}
	for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo} {
		media := receivableSection(&parsed, kind)
		if media == nil {
			continue
		}
		clips := lib.video
		if kind == webrtc.RTPCodecTypeAudio {
			clips = []*Clip{lib.audio}
		}
		one, err := selectCodec(media, kind, clips)
		if err != nil {
			return nil, "", err
		}
		one.small = lib.small[one.clip.codec]
		chosen = append(chosen, one)
		keepPayloadType(media, one.codec.PayloadType)
	}
	if len(chosen) == 0 {
		return nil, "", errNothingToSend
	}
	data, err := parsed.Marshal()
	return chosen, string(data), err
}

// keepPayloadType removes all payload types but one from a section.
func keepPayloadType(media *pionsdp.MediaDescription, payloadType webrtc.PayloadType) {
	kept := strconv.Itoa(int(payloadType))
	media.MediaName.Formats = []string{kept}
	media.Attributes = slices.DeleteFunc(media.Attributes, func(a pionsdp.Attribute) bool {
		format, _, _ := strings.Cut(a.Value, " ")
		ofFormat := a.Key == "rtpmap" || a.Key == "fmtp" || a.Key == "rtcp-fb"
		return ofFormat && format != kept && format != "*"
	})
}

// receivableSection returns the first section of a kind in which the offerer receives, or nil.
func receivableSection(offer *pionsdp.SessionDescription, kind webrtc.RTPCodecType) *pionsdp.MediaDescription {
	for _, media := range offer.MediaDescriptions {
		_, inactive := media.Attribute("inactive")
		_, sendonly := media.Attribute("sendonly")
		if media.MediaName.Media == kind.String() && media.MediaName.Port.Value != 0 && !inactive && !sendonly {
			return media
		}
	}
	return nil
}

func selectCodec(media *pionsdp.MediaDescription, kind webrtc.RTPCodecType, clips []*Clip) (selection, error) {
	offered := codecsOf(media)
	for _, clip := range clips {
		best, bestRank := pionsdp.Codec{}, 0
		for _, codec := range offered {
			if rank := codecRank(codec, clip.codec); rank > bestRank {
				best, bestRank = codec, rank
			}
		}
		if bestRank > 0 {
			return selection{clip: clip, kind: kind, codec: parameters(best, kind)}, nil
		}
	}
	var have, want []string
	for _, clip := range clips {
		have = append(have, clip.codec)
	}
	for _, codec := range offered {
		if name := strings.ToLower(codec.Name); !slices.Contains(want, name) {
			want = append(want, name)
		}
	}
	return selection{}, fmt.Errorf("no common %s codec: offered %s; available %s",
		kind, strings.Join(want, ", "), strings.Join(have, ", "))
}

// codecsOf returns the codecs of a section in the order of the offer.
func codecsOf(media *pionsdp.MediaDescription) []pionsdp.Codec {
	encodings, formats := byPayloadType(media, "rtpmap"), byPayloadType(media, "fmtp")
	var codecs []pionsdp.Codec
	for _, payloadType := range media.MediaName.Formats {
		name, rate, _ := strings.Cut(encodings[payloadType], "/")
		rate, _, _ = strings.Cut(rate, "/")
		number, badNumber := strconv.ParseUint(payloadType, 10, 8)
		clockRate, badRate := strconv.ParseUint(rate, 10, 32)
		if badNumber == nil && badRate == nil {
			codecs = append(codecs, pionsdp.Codec{PayloadType: uint8(number), Name: name, ClockRate: uint32(clockRate), Fmtp: formats[payloadType]})
		}
	}
	return codecs
}

// byPayloadType returns the values of all attributes of a section with the given key, such as "fmtp", by payload type.
func byPayloadType(media *pionsdp.MediaDescription, key string) map[string]string {
	values := map[string]string{}
	for _, attribute := range media.Attributes {
		if payloadType, value, found := strings.Cut(attribute.Value, " "); found && attribute.Key == key {
			values[payloadType] = value
		}
	}
	return values
}

// codecRank returns the suitability of an offered codec for a clip's codec, 0 for an unsuitable one. H.264 needs packetization
// mode 1, since frames are larger than packets (RFC 6184 §5.4). Constrained Baseline ranks highest: all browsers decode it.
func codecRank(codec pionsdp.Codec, clip string) int {
	if !strings.EqualFold(codec.Name, clip) {
		return 0
	}
	if clip != codecH264 {
		return 1
	}
	format := strings.ToLower(codec.Fmtp)
	switch {
	case !strings.Contains(format, "packetization-mode=1"):
		return 0
	case strings.Contains(format, "profile-level-id=42e0"):
		return 3
	case strings.Contains(format, "profile-level-id=42"):
		return 2
	default:
		return 1
	}
}

// parameters returns an offered codec as pion's type, with the payload type and format of the offer, which the answer repeats.
func parameters(codec pionsdp.Codec, kind webrtc.RTPCodecType) webrtc.RTPCodecParameters {
	capability := webrtc.RTPCodecCapability{
		MimeType:    kind.String() + "/" + codec.Name,
		ClockRate:   codec.ClockRate,
		SDPFmtpLine: codec.Fmtp,
	}
	if kind == webrtc.RTPCodecTypeAudio {
		capability.Channels = 2 // RFC 7587 §7: Opus is always signalled as stereo
	} else {
		capability.RTCPFeedback = []webrtc.RTCPFeedback{{Type: webrtc.TypeRTCPFBCCM, Parameter: "fir"}} // pion's interceptors add NACK and PLI
	}
	return webrtc.RTPCodecParameters{
		RTPCodecCapability: capability,
		PayloadType:        webrtc.PayloadType(codec.PayloadType),
	}
}
