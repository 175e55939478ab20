package strings

import "unsafe"

// Builder builds a text.
type Builder struct{ text []byte }

// Grow does nothing: what is written makes room.
func (b *Builder) Grow(int) {}

// Len returns the length of the text.
func (b *Builder) Len() int { return len(b.text) }

// String returns the text. Later writes don't change it.
func (b *Builder) String() string { return unsafe.String(unsafe.SliceData(b.text), len(b.text)) }

// Write appends p.
func (b *Builder) Write(p []byte) (int, error) {
	b.text = append(b.text, p...)
	return len(p), nil
}

// WriteByte appends c.
func (b *Builder) WriteByte(c byte) error {
	b.text = append(b.text, c)
	return nil
}

// WriteString appends s.
func (b *Builder) WriteString(s string) (int, error) {
	b.text = append(b.text, s...)
	return len(s), nil
}
