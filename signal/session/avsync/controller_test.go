package avsync

import (
	"testing"
	"time"

	"lebplayer/signal/quality"
)

// path is the quality of a path during a number of reports.
type path struct {
	reports         int // in a row, of two seconds each
	loss, concealed float64
	freezes         int64
	jitter, delay   time.Duration
	mute            bool // no audio is sent
}

func (p path) delta() *quality.Delta {
	const packets, samples = 100, 96_000
	sent := int64(packets)
	if p.mute {
		sent = 0
	}
	before := quality.Sample{Time: time.UnixMilli(1), Audio: &quality.Inbound{SSRC: 1}, Video: &quality.Inbound{SSRC: 2}}
	return quality.Between(before, quality.Sample{
		Time: time.UnixMilli(2001),
		Audio: &quality.Inbound{SSRC: 1, PacketsReceived: sent, Jitter: p.jitter,
			TotalSamplesReceived: samples, ConcealedSamples: int64(p.concealed * samples),
			JitterBufferDelay: p.delay * packets, JitterBufferEmittedCount: packets},
		Video: &quality.Inbound{SSRC: 2, PacketsReceived: int64(packets * (1 - p.loss)), PacketsLost: int64(packets * p.loss),
			FreezeCount: p.freezes},
	})
}

func TestTargetFollowsThePath(t *testing.T) {
	const ms = time.Millisecond
	calm := func(reports int) path { return path{reports: reports, delay: 30 * ms} }
	grown := func(reports int) path { return path{reports: reports, delay: 160 * ms} }
	tests := []struct {
		name     string
		paths    []path
		target   time.Duration // at the end
		renewals int
	}{
		{"a clean path", []path{calm(100)}, BrowserDefault, 0},
		{"one freeze is the browser's business", []path{calm(5), {reports: 1, freezes: 1, delay: 30 * ms}}, BrowserDefault, 0},
		{"freezes that go on", []path{{reports: 2, freezes: 1}}, 80 * ms, 0},
		{"and on", []path{{reports: 10, freezes: 1}}, 320 * ms, 0},
		{"freezes now and then", []path{{reports: 1, freezes: 1}, calm(1), {reports: 1, freezes: 1}, calm(1)}, BrowserDefault, 0},
		{"audio made up", []path{{reports: 3, concealed: 0.05}}, 160 * ms, 0},
		{"loss that hurts nobody", []path{{reports: 10, loss: 0.1}}, 80 * ms, 0},
		{"a little loss", []path{{reports: 10, loss: 0.015}}, BrowserDefault, 0},
		{"calm again", []path{{reports: 10, freezes: 1}, calm(1)}, 160 * ms, 0},
		{"for good", []path{{reports: 10, freezes: 1}, calm(3)}, BrowserDefault, 0},
		{"the jitter of a microphone that is off", []path{{reports: 10, freezes: 1}, {reports: 3, mute: true, jitter: 20 * ms}}, BrowserDefault, 0},
		{"not calm yet", []path{{reports: 3, freezes: 1}, {reports: 100, jitter: 20 * ms}}, 160 * ms, 0},

		{"after a burst of jitter", []path{calm(5), {reports: 3, jitter: 25 * ms, delay: 100 * ms}}, BrowserDefault, 0},
		{"a calm report later", []path{calm(5), {reports: 3, jitter: 25 * ms, delay: 100 * ms}, grown(1)}, BrowserDefault, 1},
		{"jitter that stays needs its buffer", []path{{reports: 100, jitter: 25 * ms, delay: 160 * ms}}, BrowserDefault, 0},
		{"a target is taken back first", []path{{reports: 2, freezes: 1, delay: 160 * ms}, grown(1)}, BrowserDefault, 0},
		{"and then the buffer", []path{{reports: 2, freezes: 1, delay: 160 * ms}, grown(2)}, BrowserDefault, 1},
		{"each renewal doubles the patience", []path{grown(2)}, BrowserDefault, 1},
		{"so that the second comes later", []path{grown(3)}, BrowserDefault, 2},
		{"whatever is between", []path{grown(1), {reports: 1, freezes: 1, delay: 160 * ms}, grown(1)}, BrowserDefault, 1},
		{"a long calm gives it back", []path{grown(1), calm(15), {reports: 1, freezes: 1, delay: 160 * ms}, grown(1)}, BrowserDefault, 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := NewController(Config{Auto: true})
			renewals := 0
			for _, p := range test.paths {
				for range p.reports {
					if c.adapt(p.delta()) {
						renewals++
					}
				}
			}
			if target := time.Duration(c.target.Load()); target != test.target || renewals != test.renewals {
				t.Errorf("target %v after %d renewals, want %v and %d", target, renewals, test.target, test.renewals)
			}
		})
	}
}

// TestTargetWaitsLongerEachTime: a path with a spike every half a minute needs its
// jitter buffer, even if it is calm in between.
func TestTargetWaitsLongerEachTime(t *testing.T) {
	c := NewController(Config{Auto: true})
	renewals := 0
	for range 20 {
		c.adapt(path{freezes: 1, delay: 160 * time.Millisecond}.delta())
		delay := 160 * time.Millisecond
		for range 14 {
			if c.adapt(path{delay: delay}.delta()) {
				renewals++
				delay = 20 * time.Millisecond
			}
		}
	}
	if renewals > 4 || c.patience <= 14 {
		t.Errorf("%d renewals in 10 minutes, the next after %d calm reports: want few, and patience beyond the spikes", renewals, c.patience)
	}
}

// TestConfiguredTargetStays: without Auto, the target does not follow the path.
func TestConfiguredTargetStays(t *testing.T) {
	c := NewController(Config{Target: 200 * time.Millisecond})
	for range 10 {
		if c.adapt(path{freezes: 1, delay: time.Second}.delta()) || c.target.Load() != int64(200*time.Millisecond) {
			t.Fatalf("target %v", time.Duration(c.target.Load()))
		}
	}
}
