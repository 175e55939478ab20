package json

import (
	"math"
	"strconv"
	"time"
	"unicode/utf8"
)

// Message is something that can be written as a JSON object.
type Message interface {
	// Write adds the members of the object.
	Write(*Writer)
}

// Marshal returns a message as a JSON object.
func Marshal(m Message) []byte {
	w := &Writer{text: []byte{'{'}}
	m.Write(w)
	return append(w.text, '}')
}

// Writer writes one object, its members in the order they are added. & < and
// > stay as they are, so that stream URLs are readable in a server's log.
type Writer struct{ text []byte }

// String adds a member that is a string.
func (w *Writer) String(name, value string) {
	w.name(name)
	w.quote(value)
}

// Int adds a member that is an integer.
func (w *Writer) Int(name string, value int64) {
	w.name(name)
	w.text = strconv.AppendInt(w.text, value, 10)
}

// Bool adds a member that is a boolean.
func (w *Writer) Bool(name string, value bool) {
	w.name(name)
	w.text = strconv.AppendBool(w.text, value)
}

// Decimal adds a member that is a number, rounded to three decimal places: enough
// for milliseconds and rates, and strconv's own way is 12 KB. A number that is
// not finite becomes null.
func (w *Writer) Decimal(name string, value float64) {
	w.name(name)
	thousandths := math.Round(value * 1000)
	if !(math.Abs(thousandths) < 1<<63) {
		w.text = append(w.text, "null"...)
		return
	}
	if thousandths < 0 {
		w.text = append(w.text, '-')
	}
	n := uint64(math.Abs(thousandths))
	w.text = strconv.AppendUint(w.text, n/1000, 10)
	if fraction := n % 1000; fraction != 0 {
		w.text = append(w.text, '.', '0'+byte(fraction/100), '0'+byte(fraction/10%10), '0'+byte(fraction%10))
	}
}

// Milliseconds adds a member that is a duration in milliseconds, a browser's
// unit.
func (w *Writer) Milliseconds(name string, value time.Duration) {
	w.Decimal(name, float64(value)/float64(time.Millisecond))
}

// Object adds a member that is an object.
func (w *Writer) Object(name string, m Message) {
	w.name(name)
	w.text = append(w.text, Marshal(m)...)
}

// name begins a member.
func (w *Writer) name(name string) {
	if w.text[len(w.text)-1] != '{' {
		w.text = append(w.text, ',')
	}
	w.text = append(w.text, '"')
	w.text = append(w.text, name...) // the program's own: nothing in it has to be escaped
	w.text = append(w.text, '"', ':')
}

// quote writes a string. Bytes that are not UTF-8 become U+FFFD, as in
// encoding/json.
func (w *Writer) quote(s string) {
	const hex = "0123456789abcdef"
	w.text = append(w.text, '"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			w.text = append(w.text, '\\', byte(c))
		case c == '\n':
			w.text = append(w.text, '\\', 'n')
		case c == '\r':
			w.text = append(w.text, '\\', 'r')
		case c < ' ':
			w.text = append(w.text, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			w.text = utf8.AppendRune(w.text, c)
		}
	}
	w.text = append(w.text, '"')
}
