// Package time stands in for time: see ../../README.md. Instants are from the
// years 1678 to 2262. They have no location, and no monotonic clock of their own,
// as TinyGo's clock in a browser is monotonic. Sums and differences do not
// saturate.
package time

// Time is an instant.
type Time struct {
	n int64 // nanoseconds since 1970, plus one, so that 0 is the zero Time
}

// DateTime is a layout for Format.
const DateTime = "2006-01-02 15:04:05"

// Unix returns the instant so many seconds and nanoseconds after 1970.
func Unix(sec, nsec int64) Time { return Time{sec*int64(Second) + nsec + 1} }

// UnixMilli returns the instant so many milliseconds after 1970.
func UnixMilli(ms int64) Time { return Unix(0, ms*int64(Millisecond)) }

// UnixMicro returns the instant so many microseconds after 1970.
func UnixMicro(us int64) Time { return Unix(0, us*int64(Microsecond)) }

// Add returns t+d.
func (t Time) Add(d Duration) Time { return Time{t.n + int64(d)} }

// Sub returns t-u.
func (t Time) Sub(u Time) Duration { return Duration(t.n - u.n) }

// After reports whether t is after u.
func (t Time) After(u Time) bool { return t.n > u.n }

// Before reports whether t is before u.
func (t Time) Before(u Time) bool { return t.n < u.n }

// Equal reports whether t and u are the same instant.
func (t Time) Equal(u Time) bool { return t.n == u.n }

// IsZero reports whether t is the zero Time.
func (t Time) IsZero() bool { return t.n == 0 }

// UTC returns t.
func (t Time) UTC() Time { return t }

// UnixNano returns the nanoseconds since 1970.
func (t Time) UnixNano() int64 { return t.n - 1 }

// UnixMilli returns the milliseconds since 1970.
func (t Time) UnixMilli() int64 {
	ms := t.UnixNano() / int64(Millisecond)
	if ms*int64(Millisecond) > t.UnixNano() {
		ms-- // before 1970
	}
	return ms
}

// Format returns "": nothing calls it.
func (t Time) Format(string) string { return "" }
