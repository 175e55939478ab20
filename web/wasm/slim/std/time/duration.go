package time

import "strconv"

// Duration is a number of nanoseconds.
type Duration int64

// The units of Duration.
const (
	Nanosecond  Duration = 1
	Microsecond          = 1000 * Nanosecond
	Millisecond          = 1000 * Microsecond
	Second               = 1000 * Millisecond
	Minute               = 60 * Second
	Hour                 = 60 * Minute
)

// Nanoseconds returns d in nanoseconds.
func (d Duration) Nanoseconds() int64 { return int64(d) }

// Microseconds returns the whole microseconds of d.
func (d Duration) Microseconds() int64 { return int64(d / Microsecond) }

// Milliseconds returns the whole milliseconds of d.
func (d Duration) Milliseconds() int64 { return int64(d / Millisecond) }

// Seconds returns d in seconds.
func (d Duration) Seconds() float64 {
	return float64(d/Second) + float64(d%Second)/1e9
}

// String returns a text such as "1h0m2.5s". Units below a second stand alone.
func (d Duration) String() string {
	switch {
	case d < 0:
		return "-" + (-d).String()
	case d == 0:
		return "0s"
	case d < Microsecond:
		return decimal(d, Nanosecond) + "ns"
	case d < Millisecond:
		return decimal(d, Microsecond) + "µs"
	case d < Second:
		return decimal(d, Millisecond) + "ms"
	}
	text := decimal(d%Minute, Second) + "s"
	if d >= Minute {
		text = decimal(d%Hour-d%Minute, Minute) + "m" + text
	}
	if d >= Hour {
		text = decimal(d-d%Hour, Hour) + "h" + text
	}
	return text
}

// decimal returns d in a unit, with the decimals that it needs.
func decimal(d, unit Duration) string {
	text := strconv.AppendInt(nil, int64(d/unit), 10)
	if d %= unit; d > 0 {
		text = append(text, '.')
	}
	for ; d > 0; d %= unit {
		unit /= 10
		text = append(text, '0'+byte(d/unit))
	}
	return string(text)
}
