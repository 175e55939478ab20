package signaltest

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"

	"lebplayer/signal"
)

// ICE states (W3C WebRTC, "RTCIceConnectionState Enum" and
// "RTCIceGatheringState Enum").
var (
	iceConnectionStates = []string{"new", "checking", "connected", "completed", "disconnected", "failed", "closed"}
	iceGatheringStates  = []string{"new", "gathering", "complete"}
)

// validate checks the values of a decoded request, a pointer to its type in
// package signal.
func validate(req any) error {
	switch req := req.(type) {
	case *signal.PullStreamRequest:
		return validatePull(req)
	case *qualityReport:
		return validateInterval("beginutime", req.BeginUTime, "endutime", req.EndUTime)
	case *firstFrameReport:
		return validateInterval("starttime", req.StartTime, "firstplaytime", req.FirstPlayTime)
	case *iceStateReport:
		return validateICEStates(req)
	case *signal.SwitchBitrateRequest:
		return validateSwitch(req)
	}
	return nil
}

func validatePull(req *signal.PullStreamRequest) error {
	if _, err := signal.ParseStreamURL(req.StreamURL); err != nil {
		return fmt.Errorf("streamurl: %w", err)
	}
	switch {
	case req.SessionID == "":
		return errors.New("sessionid is empty")
	case req.ClientInfo == "":
		return errors.New("clientinfo is empty")
	case req.LocalSDP.Type != "offer":
		return fmt.Errorf("localsdp.type is %q, not offer", req.LocalSDP.Type)
	case req.LocalSDP.SDP == "":
		return errors.New("localsdp.sdp is empty")
	case req.SEIPass != 0 && req.SEIPass != 1:
		return fmt.Errorf("seipass is %d, not 0 or 1", req.SEIPass)
	}
	return nil
}

func validateInterval(beginName string, begin signal.Timestamp, endName string, end signal.Timestamp) error {
	from, err := strconv.ParseUint(string(begin), 10, 63)
	if err != nil {
		return fmt.Errorf("%s is not a time: %q", beginName, begin)
	}
	to, err := strconv.ParseUint(string(end), 10, 63)
	if err != nil {
		return fmt.Errorf("%s is not a time: %q", endName, end)
	}
	if to < from {
		return fmt.Errorf("%s is before %s", endName, beginName)
	}
	return nil
}

func validateICEStates(req *iceStateReport) error {
	if !slices.Contains(iceConnectionStates, req.ICEConnectionState) {
		return fmt.Errorf("iceConnectionState is %q", req.ICEConnectionState)
	}
	if !slices.Contains(iceGatheringStates, req.ICEGatheringState) {
		return fmt.Errorf("iceGatheringState is %q", req.ICEGatheringState)
	}
	return nil
}

func validateSwitch(req *signal.SwitchBitrateRequest) error {
	switch {
	case req.Seq < 1:
		return fmt.Errorf("seq is %d, not from 1 up", req.Seq)
	case req.BitrateName == "":
		return errors.New("bitrate_name is empty")
	}
	return nil
}

// validClientIP reports whether a clientip is an IP address or absent. It is not
// a part of validate, as the specification has an errcode for an invalid one.
func validClientIP(ip string) bool {
	if ip == "" {
		return true
	}
	_, err := netip.ParseAddr(ip)
	return err == nil
}
