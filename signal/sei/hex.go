package sei

const digits = "0123456789abcdef"

// formatUUID returns 16 bytes in the form of RFC 9562 §4: lower-case
// hexadecimal digits in groups of 8, 4, 4, 4 and 12.
func formatUUID(b []byte) string {
	text := make([]byte, 0, 36)
	for i, c := range b {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			text = append(text, '-')
		}
		text = append(text, digits[c>>4], digits[c&15])
	}
	return string(text)
}

// readHex decodes hexadecimal digits of either case. It reports false for an odd
// number of digits and for other characters.
func readHex(text string) ([]byte, bool) {
	b := make([]byte, len(text)/2)
	for i := range text {
		d := digit(text[i])
		if d > 15 || len(text)%2 != 0 {
			return nil, false
		}
		b[i/2] = b[i/2]<<4 | d
	}
	return b, true
}

// digit returns the value of a hexadecimal digit, and 16 for any other
// character.
func digit(c byte) byte {
	if '0' <= c && c <= '9' {
		return c - '0'
	}
	if c |= 0x20; 'a' <= c && c <= 'f' {
		return c - 'a' + 10
	}
	return 16
}
