// Package strconv stands in for strconv: see ../../README.md. It writes whole
// numbers and truth values, and reads nothing.
package strconv

// AppendBool appends "true" or "false".
func AppendBool(dst []byte, b bool) []byte {
	if b {
		return append(dst, "true"...)
	}
	return append(dst, "false"...)
}

// AppendInt appends n in a base up to 36.
func AppendInt(dst []byte, n int64, base int) []byte {
	if n < 0 {
		return AppendUint(append(dst, '-'), -uint64(n), base)
	}
	return AppendUint(dst, uint64(n), base)
}

// AppendUint appends n in a base up to 36.
func AppendUint(dst []byte, n uint64, base int) []byte {
	var digits [64]byte
	i := len(digits)
	for {
		i--
		digits[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[n%uint64(base)]
		if n /= uint64(base); n == 0 {
			return append(dst, digits[i:]...)
		}
	}
}

// FormatInt returns n in a base up to 36.
func FormatInt(n int64, base int) string { return string(AppendInt(nil, n, base)) }

// FormatUint returns n in a base up to 36.
func FormatUint(n uint64, base int) string { return string(AppendUint(nil, n, base)) }

// Itoa returns n in decimal.
func Itoa(n int) string { return FormatInt(int64(n), 10) }
