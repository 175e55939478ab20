package session_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lebplayer/signal"
	"lebplayer/signal/session"
)

func TestQualityIsReportedEveryTwoSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) { p.Config.StatsInterval = 500 * time.Millisecond })
		synctest.Wait()
		p.connect(true)
		synctest.Wait()
		begun := time.Now()
		time.Sleep(6*time.Second + time.Millisecond)
		p.stop()
		_ = p.ended(t)

		reports := p.server.of(signal.EndpointReportQuality)
		if len(reports) != 3 {
			t.Fatalf("%d quality reports in 6 s, want 3", len(reports))
		}
		for i, c := range reports {
			r := c.request.(qualityReport)
			from, to := begun.Add(time.Duration(i)*2*time.Second), begun.Add(time.Duration(i+1)*2*time.Second)
			if r.BeginUTime != signal.TimestampOf(from) || r.EndUTime != signal.TimestampOf(to) {
				t.Errorf("report %d covers %s to %s, want %s to %s", i, r.BeginUTime, r.EndUTime, signal.TimestampOf(from), signal.TimestampOf(to))
			}
			if r.Ticket.SvrSig != "sig-1" || r.AudioCodec != "opus" || r.AudioPktRecv != 100 || r.AudioByteRecv != 16000 ||
				r.VideoPktRecv != 200 || r.VideoByteRecv != 200000 || r.VideoFrameDec != 25 || r.VideoWidth != 640 || r.VideoHeight != 360 {
				t.Errorf("report %d: %+v", i, r)
			}
		}
		if stats := eventsOf[session.Stats](p.sink); len(stats) != 12 {
			t.Errorf("%d stats events in 6 s at 500 ms, want 12", len(stats))
		}
	})
}

// TestReportOfAnOldBrowser: the report has a rate of frames received and a size, though
// getStats has neither; the statistics have the size alone.
func TestReportOfAnOldBrowser(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) { p.peer.oldStats = true })
		synctest.Wait()
		p.connect(true)
		p.element.events <- session.Resized{Width: 640, Height: 360}
		time.Sleep(2*time.Second + time.Millisecond)
		p.stop()
		_ = p.ended(t)

		r := p.server.of(signal.EndpointReportQuality)[0].request.(qualityReport)
		if r.VideoFrameDec != 25 || r.VideoFrameRecv != 25 || r.VideoWidth != 640 || r.VideoHeight != 360 {
			t.Errorf("report: %+v", r)
		}
		stats := session.JSON(eventsOf[session.Stats](p.sink)[0])
		if !strings.Contains(stats, `"width":640,"height":360`) || strings.Contains(stats, "framesReceivedPerSecond") {
			t.Errorf("stats: %s", stats)
		}
	})
}

// TestCountersAreReadOnceForAll: as getStats costs the page time, the stats and the
// report, which are due together each two seconds, share one reading. Between them,
// the frames on the screen show that media arrive.
func TestCountersAreReadOnceForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, nil)
		synctest.Wait()
		p.connect(true)
		time.Sleep(10*time.Second + time.Millisecond)
		p.stop()
		_ = p.ended(t)
		if p.peer.reads != 6 { // at the first frame, and each two seconds
			t.Errorf("the counters were read %d times in 10 s, want 6", p.peer.reads)
		}
	})
}

// TestCountersAreNotReadForNobody: with a fixed delay, and reports that are off or
// refused, nothing reads counters. Reports that are on again cover two seconds.
func TestCountersAreNotReadForNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, change := playingChangeable(t, func(p *play) {
			p.Config.Latency, p.Config.Reports, p.Config.StatsInterval = 0, session.Reports{}, time.Hour
		})
		before := p.peer.reads
		pass(20 * time.Second)
		if p.peer.reads != before {
			t.Errorf("the counters were read %d times for nobody", p.peer.reads-before)
		}
		change(func(s *session.Settings) { s.Reports.Quality = true })
		pass(5 * time.Second)
		p.stop()
		_ = p.ended(t)
		reports := p.server.of(signal.EndpointReportQuality)
		if len(reports) == 0 {
			t.Fatal("no report after reports were turned on")
		}
		if r := reports[0].request.(qualityReport); r.VideoFrameDec != 25 || r.AudioPktRecv != 100 {
			t.Errorf("the first report is not of two seconds: %+v", r)
		}
	})
}

func TestICEStatesAreReportedInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) {
			p.peer.events <- session.ICEStateChanged{Connection: "new", Gathering: "gathering"} // before the answer
			p.server.report = func(ctx context.Context, _ string) error { time.Sleep(300 * time.Millisecond); return nil }
		})
		synctest.Wait()
		p.connect(true)
		time.Sleep(2 * time.Second)
		p.stop()
		_ = p.ended(t)

		want := []string{"new/gathering", "checking/complete", "connected/complete"}
		calls, shown := p.server.of(signal.EndpointReportICEState), eventsOf[session.ICEState](p.sink)
		if len(calls) != len(want) || len(shown) != len(want) {
			t.Fatalf("%d reports and %d events, want %d", len(calls), len(shown), len(want))
		}
		for i, c := range calls {
			r := c.request.(iceStateReport)
			if got := r.ICEConnectionState + "/" + r.ICEGatheringState; got != want[i] || r.SvrSig != "sig-1" {
				t.Errorf("report %d says %s with %s, want %s", i, got, r.SvrSig, want[i])
			}
			if got := shown[i].Connection + "/" + shown[i].Gathering; got != want[i] {
				t.Errorf("event %d says %s, want %s", i, got, want[i])
			}
		}
	})
}

// TestReportsWaitForTheFirstFrame: no report competes with a start, but those of a
// slow start are sent after a while.
func TestReportsWaitForTheFirstFrame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, nil)
		synctest.Wait()
		p.connect(false)
		time.Sleep(600 * time.Millisecond)
		if got := p.server.endpoints(); got != "pullstream" {
			t.Errorf("calls before the first frame: %s", got)
		}
		time.Sleep(time.Second)
		if got := len(p.server.of(signal.EndpointReportICEState)); got != 2 {
			t.Errorf("%d ICE states were reported of a slow start, want 2", got)
		}
		p.stop()
		_ = p.ended(t)
	})
}

func TestReportsSwitchedOffAreNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, func(p *play) { p.Config.Reports = session.Reports{} })
		synctest.Wait()
		p.connect(true)
		time.Sleep(5 * time.Second)
		p.stop()
		_ = p.ended(t)
		if got := p.server.endpoints(); got != "pullstream stopstream" {
			t.Errorf("calls: %s", got)
		}
	})
}

// TestFailingReports: a kind of report is given up after one permanent failure, or after
// three temporary ones. Neither affects playing.
func TestFailingReports(t *testing.T) {
	tests := []struct {
		name string
		err  error
		want int // quality reports in 20 s, and as many warnings
	}{
		{"the endpoint is gone", &signal.HTTPError{Status: 404}, 1},
		{"errcode ≠ 0", &signal.APIError{Code: 1, Message: "no"}, 1},
		{"not the protocol", signal.ErrBadReply, 1},
		{"the server is down", &signal.HTTPError{Status: 503}, 3},
		{"the network is down", &signal.NetworkError{Err: errors.New("Failed to fetch")}, 3},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := start(t, func(p *play) {
					p.Config.Reports = session.Reports{Quality: true}
					p.server.report = func(context.Context, string) error { return test.err }
				})
				synctest.Wait()
				p.connect(true)
				time.Sleep(20 * time.Second)
				if got := p.sink.states(); got != "idle offering pulling connecting playing" {
					t.Errorf("states: %s", got)
				}
				p.stop()
				_ = p.ended(t)
				if got := len(p.server.of(signal.EndpointReportQuality)); got != test.want {
					t.Errorf("%d reports were sent, want %d", got, test.want)
				}
				warnings := eventsOf[session.Warning](p.sink)
				if len(warnings) != test.want || warnings[0].Err.Endpoint != "reportquality" {
					t.Errorf("%d warnings, want %d: %v", len(warnings), test.want, warnings)
				}
			})
		})
	}
}

// TestHangingReport: a report without an answer times out, and the next ones are
// sent.
func TestHangingReport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		first := true
		p := start(t, func(p *play) {
			p.server.report = func(ctx context.Context, endpoint string) error {
				if endpoint != signal.EndpointReportQuality || !first {
					return nil
				}
				first = false
				<-ctx.Done()
				return ctx.Err()
			}
		})
		synctest.Wait()
		p.connect(true)
		time.Sleep(9 * time.Second)
		if got := len(p.server.of(signal.EndpointReportQuality)); got < 3 {
			t.Errorf("%d reports in 9 s", got)
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestUnwantedReports: reports are given up for the whole play, not for one pull.
func TestUnwantedReports(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) {
			p.server.report = func(context.Context, string) error { return &signal.HTTPError{Status: 404} }
		})
		pass(3 * time.Second)
		for range 3 {
			p.element.shown().events <- session.TransportClosed{}
			pass(12 * time.Second)
		}
		if warnings := eventsOf[session.Warning](p.sink); len(warnings) != 3 || len(p.later()) != 3 {
			t.Errorf("%d warnings of three reports in %d pulls, want 3 in 4", len(warnings), 1+len(p.later()))
		}
		p.stop()
		_ = p.ended(t)
	})
}

// TestNewestICEStateIsReported: if the server is too slow for all ICE states, the
// newest one is reported.
func TestNewestICEStateIsReported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := playing(t, func(p *play) {
			p.server.report = func(context.Context, string) error { time.Sleep(4 * time.Second); return nil }
		})
		for range 20 {
			p.peer.events <- session.ICEStateChanged{Connection: "disconnected", Gathering: "complete"}
			p.peer.events <- session.ICEStateChanged{Connection: "connected", Gathering: "complete"}
			synctest.Wait()
		}
		p.peer.events <- session.ICEStateChanged{Connection: "completed", Gathering: "complete"}
		pass(2 * time.Minute)
		calls := p.server.of(signal.EndpointReportICEState)
		if got := calls[len(calls)-1].request.(iceStateReport).ICEConnectionState; got != "completed" {
			t.Errorf("the last of %d reports says %s", len(calls), got)
		}
		p.stop()
		_ = p.ended(t)
	})
}
