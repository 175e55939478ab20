package sei

const digits = "0123456789abcdef"

// formatUUID writes 16 bytes as 8-4-4-4-12 digits.
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

// readHex reads two digits a byte, in either case.
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

// digit gives what a digit stands for, and of anything else more than 15.
func digit(c byte) byte {
	if '0' <= c && c <= '9' {
		return c - '0'
	}
	if c |= 0x20; 'a' <= c && c <= 'f' {
		return c - 'a' + 10
	}
	return 16
}
