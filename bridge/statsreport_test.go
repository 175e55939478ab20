//go:build js && wasm

package bridge

import (
	"syscall/js"
	"testing"
)

func TestStatsReport(t *testing.T) {
	m := js.Global().Get("Map").New()
	m.Call("set", "v", object{{"id", "v"}, {"ssrc", 7}, {"jitter", 0.5}, {"nominated", true}, {"kind", js.Null()}}.value())
	m.Call("set", "p", object{{"id", "p"}}.value())
	r := statsReport{m, texts{}}
	if r.Size() != 2 || len(r.Entries()) != 2 || r.Entries()[1].Text("id") != "p" {
		t.Errorf("%d entries, %v", r.Size(), r.Entries())
	}
	if r.Entry("none") != nil {
		t.Error("there is an entry with an id that does not exist")
	}
	e := r.Entry("v")
	if e.Text("id") != "v" || e.Number("ssrc") != 7 || e.Number("jitter") != 0.5 || !e.Flag("nominated") {
		t.Error("a member has not the value that was set")
	}
	for _, name := range []string{"missing", "kind", "id", "nominated"} {
		if n := e.Number(name); n != 0 {
			t.Errorf("%s is the number %v", name, n)
		}
	}
	for _, name := range []string{"missing", "kind", "ssrc", "nominated"} {
		if text := e.Text(name); text != "" {
			t.Errorf("%s is the text %q", name, text)
		}
	}
	for range 2 {
		if !e.Is("id", "v") || !e.Is("missing", "") || !e.Is("ssrc", "") || e.Is("id", "p") || e.Is("id", "") || e.Is("missing", "v") {
			t.Error("Is does not agree with Text")
		}
	}
	if e.Flag("missing") || e.Flag("ssrc") {
		t.Error("a member that is not a boolean is true")
	}
}
