//go:build js && wasm

package bridge

import (
	"context"
	"syscall/js"

	"lebplayer/signal/quality"
)

// Stats implements session.Peer. As reports are read often, there is one fence
// around the reading of the whole report, and each value's type is checked once.
func (p *peer) Stats(ctx context.Context) (sample quality.Sample, err error) {
	v, err := callAndAwait(ctx, p.pc.JSValue(), "getStats")
	switch {
	case err != nil:
	case v.Type() != js.TypeObject:
		err = &exception{"TypeError", "getStats gives no report"}
	default:
		err = try(func() { sample = p.stats.Read(statsReport{v, p.texts}) })
	}
	return sample, err
}

// texts holds the JavaScript strings of texts that are passed or compared again and
// again, such as ids.
type texts map[string]js.Value

// of returns a text as a JavaScript string.
func (t texts) of(text string) js.Value {
	v, known := t[text]
	if !known {
		v = js.ValueOf(text)
		t[text] = v
	}
	return v
}

// statsReport is quality.StatsReport on an RTCStatsReport.
type statsReport struct {
	js.Value
	texts texts
}

// Size implements quality.StatsReport.
func (r statsReport) Size() int { return int(entry(r).Number("size")) }

// Entries implements quality.StatsReport.
func (r statsReport) Entries() []quality.Entry {
	var list []quality.Entry
	for _, v := range elements(arrayClass.Call("from", r.Call("values"))) {
		if v.Type() == js.TypeObject {
			list = append(list, entry{v, r.texts})
		}
	}
	return list
}

// Entry implements quality.StatsReport.
func (r statsReport) Entry(id string) quality.Entry {
	if v := r.Call("get", r.texts.of(id)); v.Type() == js.TypeObject {
		return entry{v, r.texts}
	}
	return nil
}

// entry is quality.Entry on one dictionary of a report.
type entry struct {
	js.Value
	texts texts
}

// Text implements quality.Entry.
func (e entry) Text(name string) string {
	if v := e.Get(name); v.Type() == js.TypeString {
		return v.String()
	}
	return ""
}

// Is implements quality.Entry. Equal strings are the same js.Value as long as Go
// holds one of them.
func (e entry) Is(name, text string) bool {
	if text == "" {
		return e.Text(name) == ""
	}
	return e.Get(name).Equal(e.texts.of(text))
}

// Number implements quality.Entry.
func (e entry) Number(name string) float64 {
	if v := e.Get(name); v.Type() == js.TypeNumber {
		return v.Float()
	}
	return 0
}

// Flag implements quality.Entry.
func (e entry) Flag(name string) bool { return e.Get(name).Equal(js.ValueOf(true)) }
