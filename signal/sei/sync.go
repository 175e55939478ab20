package sei

import "lebplayer/signal/json"

// The data channel on which an LEB server sends SEI to browsers in which a page
// can't look into frames, as TXLivePlayer opens it.
const (
	ChannelLabel    = "kdccmd"
	ChannelProtocol = "kdccmdp"
	// ChannelLifeTime is maxPacketLifeTime, in ms: what is late is of no use.
	ChannelLifeTime = 100
)

// Sync is what that channel brings: a SEI NAL unit as [Parse] takes it, and the
// RTP timestamp of the frame it belongs to.
type Sync struct {
	Body         []byte
	RTPTimestamp uint32
}

// ReadSync reads a message of the channel, one object or an array of such:
//
//	{"type":"sync_sei","rtp_time":3163457726,"data":"0504…80"}
//
// data has two hexadecimal digits for each byte. No document describes it; this
// is what TXLivePlayer 1.3.5 reads. What makes no sense is left out.
func ReadSync(text string) []Sync {
	message, err := json.Read(text)
	if err != nil {
		return nil
	}
	list := []json.Value{message}
	if message.Kind == json.Array {
		list = message.Items
	}
	var found []Sync
	for _, item := range list {
		time, data := item.Get("rtp_time"), item.Get("data")
		if item.Get("type").String != "sync_sei" || time.Kind != json.Number || !(time.Number >= 0 && time.Number < 1<<32) {
			continue
		}
		if body, ok := readHex(data.String); ok && len(body) > 0 {
			found = append(found, Sync{body, uint32(time.Number)})
		}
	}
	return found
}
