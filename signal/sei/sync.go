package sei

import "lebplayer/signal/internal/json"

// Parameters of the data channel on which an LEB server sends SEI, for browsers
// that do not give pages access to encoded frames. TXLivePlayer opens the same
// channel.
const (
	ChannelLabel    = "kdccmd"
	ChannelProtocol = "kdccmdp"
	// ChannelLifeTime is the maxPacketLifeTime in ms (W3C WebRTC,
	// "RTCDataChannelInit").
	ChannelLifeTime = 100
)

// Sync is an SEI NAL unit that was received on the data channel.
type Sync struct {
	// Body is the unit without start code and header, the argument of [Parse].
	Body []byte
	// RTPTimestamp is the RTP timestamp of the frame to which the unit belongs.
	RTPTimestamp uint32
}

// maxUnits is how many units of a message are read. The worker of the transform
// has the same limit for a frame.
const maxUnits = 32

// ReadSync reads a message of the data channel, a JSON object or an array of
// such objects:
//
//	{"type":"sync_sei","rtp_time":3163457726,"data":"0504…80"}
//
// data is the body of the unit in hexadecimal. There is no specification of the
// message; TXLivePlayer 1.3.5 reads this format. ReadSync ignores invalid
// objects, other types, and all units after the 32nd, and returns nil for text
// that is not JSON.
func ReadSync(text string) []Sync {
	message, err := json.Read(text)
	if err != nil {
		return nil
	}
	list := []json.Value{message}
	if message.Kind == json.Array {
		list = message.Items
	}
	var units []Sync
	for _, item := range list {
		if len(units) == maxUnits {
			break
		}
		time, data := item.Get("rtp_time"), item.Get("data")
		if item.Get("type").String != "sync_sei" || time.Kind != json.Number || !(time.Number >= 0 && time.Number < 1<<32) {
			continue
		}
		if body, ok := readHex(data.String); ok && len(body) > 0 {
			units = append(units, Sync{body, uint32(time.Number)})
		}
	}
	return units
}
