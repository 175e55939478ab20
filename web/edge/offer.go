package edge

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v3"
)

var (
	errUnreadableOffer = errors.New("localsdp is not a readable SDP offer")
	errNothingToSend   = errors.New("the offer asks for neither audio nor video")
)

// selection is one track of an answer: what is sent, and as which of the offered codecs.
type selection struct {
	clip  *Clip
	small *Clip // what the fault "resize" sends instead; nil for sound
	kind  webrtc.RTPCodecType
	codec webrtc.RTPCodecParameters
}

// choose picks for each kind of media the offer wants to receive the first clip it has a codec for. A kind with no common
// codec is an error rather than silence.
func choose(offer string, lib library) ([]selection, error) {
	var parsed sdp.SessionDescription
	if err := parsed.Unmarshal([]byte(offer)); err != nil {
		return nil, errUnreadableOffer // the parser's error quotes the SDP
	}
	var chosen []selection
	for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo} {
		media := wanted(&parsed, kind)
		if media == nil {
			continue
		}
		clips := lib.video
		if kind == webrtc.RTPCodecTypeAudio {
			clips = []*Clip{lib.audio}
		}
		one, err := chooseCodec(&parsed, media, kind, clips)
		if err != nil {
			return nil, err
		}
		one.small = lib.small[one.clip.codec]
		chosen = append(chosen, one)
	}
	if len(chosen) == 0 {
		return nil, errNothingToSend
	}
	return chosen, nil
}

// wanted is the offer's first section of a kind that can receive.
func wanted(offer *sdp.SessionDescription, kind webrtc.RTPCodecType) *sdp.MediaDescription {
	for _, media := range offer.MediaDescriptions {
		_, inactive := media.Attribute("inactive")
		_, sendonly := media.Attribute("sendonly")
		if media.MediaName.Media == kind.String() && media.MediaName.Port.Value != 0 && !inactive && !sendonly {
			return media
		}
	}
	return nil
}

func chooseCodec(offer *sdp.SessionDescription, media *sdp.MediaDescription, kind webrtc.RTPCodecType, clips []*Clip) (selection, error) {
	offered := codecsOf(offer, media)
	for _, clip := range clips {
		best, bestRank := sdp.Codec{}, 0
		for _, codec := range offered {
			if rank := fitness(codec, clip.codec); rank > bestRank {
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

// codecsOf lists a section's codecs in the offer's order.
func codecsOf(offer *sdp.SessionDescription, media *sdp.MediaDescription) []sdp.Codec {
	var codecs []sdp.Codec
	for _, format := range media.MediaName.Formats {
		var payloadType uint8
		if _, err := fmt.Sscan(format, &payloadType); err != nil {
			continue
		}
		if codec, err := offer.GetCodecForPayloadType(payloadType); err == nil {
			codecs = append(codecs, codec)
		}
	}
	return codecs
}

// fitness ranks an offered codec for a clip; 0 cannot carry it. H.264 needs packetization mode 1, as pictures are larger
// than packets (RFC 6184 §5.4), and constrained baseline is what all browsers decode.
func fitness(codec sdp.Codec, clip string) int {
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

// parameters turns an offered codec into pion's terms: its own payload type and format, so that the answer repeats them.
func parameters(codec sdp.Codec, kind webrtc.RTPCodecType) webrtc.RTPCodecParameters {
	capability := webrtc.RTPCodecCapability{
		MimeType:    kind.String() + "/" + codec.Name,
		ClockRate:   codec.ClockRate,
		SDPFmtpLine: codec.Fmtp,
	}
	if kind == webrtc.RTPCodecTypeAudio {
		capability.Channels = 2 // RFC 7587 §7: Opus is always signalled as stereo
	} else {
		capability.RTCPFeedback = []webrtc.RTCPFeedback{{Type: webrtc.TypeRTCPFBCCM, Parameter: "fir"}} // NACK and PLI come with pion's interceptors
	}
	return webrtc.RTPCodecParameters{
		RTPCodecCapability: capability,
		PayloadType:        webrtc.PayloadType(codec.PayloadType),
	}
}
