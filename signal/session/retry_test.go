package session

import (
	"testing"
	"time"

	"lebplayer/signal"
)

var busy = httpStatus(503)

func httpStatus(n int) *Error { return AsError(&signal.HTTPError{Status: n}) }

func TestBackOffGrowsToItsCeiling(t *testing.T) {
	for _, random := range []float64{0, 0.5, 0.999} {
		l := ladder{Retry: Retry{MaxAttempts: 8, BaseDelay: 500 * time.Millisecond, MaxDelay: 15 * time.Second}, random: func() float64 { return random }}
		for attempt, ceiling := range []float64{0.5, 1, 2, 4, 8, 15, 15, 15} {
			delay, ok := l.next(busy, false)
			if want := time.Duration(random * ceiling * float64(time.Second)); !ok || delay != want {
				t.Errorf("attempt %d begins after %s (%t), want %s", attempt+1, delay, ok, want)
			}
		}
		if _, ok := l.next(busy, false); ok {
			t.Error("a ninth attempt of eight")
		}
	}
}

func TestWhichFailuresAreRetried(t *testing.T) {
	tests := []struct {
		reason *Error
		codes  []signal.Code
		want   bool
	}{
		{&Error{Code: CodeNetwork}, nil, true},
		{httpStatus(500), nil, true},
		{httpStatus(429), nil, true},
		{httpStatus(404), nil, false},
		{&Error{Code: CodeTimeout}, nil, true},
		{&Error{Code: CodeBadReply}, nil, true},
		{&Error{Code: CodeICEFailed}, nil, true},
		{&Error{Code: CodeClosed}, nil, true},
		{&Error{Code: CodeNoMedia}, nil, true},
		{&Error{Code: CodeDecodeFailed}, nil, true},
		{&Error{Code: CodeRefused, ErrCode: 100010}, nil, false},
		{&Error{Code: CodeRefused, ErrCode: 100010}, []signal.Code{7, 100010}, true},
		{&Error{Code: CodeRefused, ErrCode: 100011}, []signal.Code{7, 100010}, false},
		{&Error{Code: CodeNegotiation}, nil, false},
		{&Error{Code: CodeBadStreamURL}, nil, false},
		{&Error{Code: CodeUnsupported}, nil, false},
		{&Error{Code: CodeInternal}, nil, false},
	}
	for _, test := range tests {
		l := ladder{Retry: Retry{MaxAttempts: 1, BaseDelay: 1, MaxDelay: 1, ErrCodes: test.codes}, random: func() float64 { return 0 }}
		if _, ok := l.next(test.reason, false); ok != test.want {
			t.Errorf("%s (errcode %d, status %d) with %v: retried %t, want %t",
				test.reason.Code, test.reason.ErrCode, test.reason.Status, test.codes, ok, test.want)
		}
	}
}

// TestFreeAttempts are not counted, but wait longer all the same.
func TestFreeAttempts(t *testing.T) {
	l := ladder{Retry: Retry{MaxAttempts: 1, BaseDelay: time.Second, MaxDelay: time.Minute}, random: func() float64 { return 1 }}
	for _, want := range []time.Duration{1, 2, 4} {
		if delay, ok := l.next(busy, true); !ok || delay != want*time.Second {
			t.Errorf("a free attempt after %s (%t), want %s", delay, ok, want*time.Second)
		}
	}
	if delay, ok := l.next(busy, false); !ok || delay != 8*time.Second {
		t.Errorf("the counted attempt after %s (%t)", delay, ok)
	}
	if _, ok := l.next(busy, false); ok {
		t.Error("a second counted attempt of one")
	}
	l.reset()
	if delay, ok := l.next(busy, false); !ok || delay != time.Second {
		t.Errorf("after a reset: %s (%t)", delay, ok)
	}
}
