package slim_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	slimfmt "lebplayer/web/wasm/slim/std/fmt"
)

// standIns maps the folder of each stand-in to the path of the package that it
// stands in for.
var standIns = map[string]string{
	"datachannel":          "github.com/pion/datachannel",
	"dtls":                 "github.com/pion/dtls/v2",
	"ice":                  "github.com/pion/ice/v2",
	"interceptor":          "github.com/pion/interceptor",
	"logging":              "github.com/pion/logging",
	"rtp":                  "github.com/pion/rtp",
	"sdp":                  "github.com/pion/sdp/v3",
	"std/context":          "context",
	"std/errors":           "errors",
	"std/encoding/json":    "encoding/json",
	"std/fmt":              "fmt",
	"std/internal/godebug": "internal/godebug",
	"std/strconv":          "strconv",
	"std/strings":          "strings",
	"std/time":             "time",
}

// TestSameAsTheRealOnes checks that the real package has every exported name of
// a stand-in, with the same type or value. A stand-in may omit struct fields and
// methods of the real package, but not add any.
func TestSameAsTheRealOnes(t *testing.T) {
	universe := newUniverse(t)
	for folder, path := range standIns {
		t.Run(folder, func(t *testing.T) {
			real, err := universe.Import(path)
			if err != nil {
				t.Fatal(err)
			}
			c := comparison{T: t, names: aliases(real)}
			standIn := universe.check(t, folder, path)
			for _, name := range standIn.Scope().Names() {
				if ast.IsExported(name) {
					c.objects(standIn.Scope().Lookup(name), real.Scope().Lookup(name))
				}
			}
		})
	}
}

// universe imports real packages from the go command's export data.
type universe struct {
	types.Importer
	fset *token.FileSet
}

func newUniverse(t *testing.T) universe {
	args := []string{"list", "-export", "-deps", "-json=ImportPath,Export"}
	for _, path := range standIns {
		args = append(args, path)
	}
	out, err := exec.Command("go", args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for list := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct{ ImportPath, Export string }
		if err := list.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		files[p.ImportPath] = p.Export
	}
	fset := token.NewFileSet()
	open := func(path string) (io.ReadCloser, error) { return os.Open(files[path]) }
	return universe{importer.ForCompiler(fset, "gc", open), fset}
}

// check type-checks the stand-in in a folder.
func (u universe) check(t *testing.T, folder, path string) *types.Package {
	names, _ := filepath.Glob(folder + "/*.go")
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(u.fset, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	config := types.Config{Importer: u}
	standIn, err := config.Check(path, u.fset, files, nil)
	if err != nil {
		t.Fatal(err)
	}
	return standIn
}

// aliases returns a replacer of the types that a package exports as aliases by
// the names of the aliases.
func aliases(p *types.Package) *strings.Replacer {
	var pairs []string
	for _, name := range p.Scope().Names() {
		object, ok := p.Scope().Lookup(name).(*types.TypeName)
		if ok && object.IsAlias() {
			pairs = append(pairs, types.TypeString(types.Unalias(object.Type()), nil), p.Path()+"."+name)
		}
	}
	return strings.NewReplacer(pairs...)
}

type comparison struct {
	*testing.T
	names *strings.Replacer
}

// text returns the text of a type. That of a function has no parameter names.
func (c comparison) text(t types.Type) string {
	if f, ok := t.(*types.Signature); ok {
		t = types.NewSignatureType(nil, nil, nil, nameless(f.Params()), nameless(f.Results()), f.Variadic())
	}
	text := types.TypeString(types.Unalias(t), nil)
	return strings.ReplaceAll(c.names.Replace(text), "interface{}", "any")
}

func nameless(list *types.Tuple) *types.Tuple {
	var vars []*types.Var
	for v := range list.Variables() {
		vars = append(vars, types.NewParam(token.NoPos, nil, "", v.Type()))
	}
	return types.NewTuple(vars...)
}

func (c comparison) sameType(name string, standIn, real types.Type) {
	if c.text(standIn) != c.text(real) {
		c.Errorf("%s is %s, the real one %s", name, c.text(standIn), c.text(real))
	}
}

func (c comparison) objects(standIn, real types.Object) {
	name := standIn.Name()
	if real == nil {
		c.Errorf("%s: the real package has none", name)
		return
	}
	c.sameType(name, standIn.Type(), real.Type())
	switch s := standIn.(type) {
	case *types.Const:
		if r, ok := real.(*types.Const); !ok {
			c.Errorf("%s: the real one is no constant", name)
		} else if s.Val().ExactString() != r.Val().ExactString() {
			c.Errorf("%s is the constant %v, the real one %v", name, s.Val(), r.Val())
		}
	case *types.TypeName:
		if _, ok := real.(*types.TypeName); !ok {
			c.Errorf("%s: the real one is no type", name)
			return
		}
		c.underlying(name, s.Type().Underlying(), real.Type().Underlying())
		c.methods(s, real)
	}
}

func (c comparison) underlying(name string, standIn, real types.Type) {
	switch s := standIn.(type) {
	case *types.Struct:
		r, ok := real.(*types.Struct)
		if !ok {
			c.Errorf("%s: the real one is no struct", name)
			return
		}
		fields := map[string]types.Type{}
		for f := range r.Fields() {
			fields[f.Name()] = f.Type()
		}
		for f := range s.Fields() {
			switch {
			case !f.Exported() || f.Embedded():
			case fields[f.Name()] == nil:
				c.Errorf("%s.%s: the real one has no such field", name, f.Name())
			default:
				c.sameType(name+"."+f.Name(), f.Type(), fields[f.Name()])
			}
		}
	case *types.Interface:
		if !types.IsInterface(real) {
			c.Errorf("%s: the real one is no interface", name)
		}
	default:
		c.sameType(name, standIn, real)
	}
}

// methods compares the method sets of the pointers to both types, which contain
// all methods.
func (c comparison) methods(standIn, real types.Object) {
	methods := types.NewMethodSet(pointerOrInterface(real.Type()))
	for m := range types.NewMethodSet(pointerOrInterface(standIn.Type())).Methods() {
		if !m.Obj().Exported() {
			continue
		}
		name := standIn.Name() + "." + m.Obj().Name()
		other := methods.Lookup(nil, m.Obj().Name())
		if other == nil {
			c.Errorf("%s: the real one has no such method", name)
			continue
		}
		c.sameType(name, m.Type(), other.Type())
	}
}

func pointerOrInterface(t types.Type) types.Type {
	if types.IsInterface(t) {
		return t
	}
	return types.NewPointer(t)
}

// TestFmt checks that the formats used by pion/webrtc produce the same text as
// with fmt.
func TestFmt(t *testing.T) {
	wrapped := errors.New("no such type")
	tests := []struct {
		format string
		args   []any
	}{
		{"candidate:%s", []any{"1 1 udp"}},
		{"%s-%s", []any{"a", "b"}},
		{"%w: (%s)", []any{wrapped, "x"}},
		{"%w: %s->%s(%s)->%s", []any{wrapped, "stable", "SetLocal", "offer", "closed"}},
		{"InvalidStateError: %v", []any{wrapped}},
		{"enable detaching by calling webrtc.DetachDataChannels()", nil},
	}
	for _, test := range tests {
		want := fmt.Errorf(test.format, test.args...)
		got := slimfmt.Errorf(test.format, test.args...)
		if got.Error() != want.Error() || errors.Is(got, wrapped) != errors.Is(want, wrapped) && strings.Contains(test.format, "%w") {
			t.Errorf("%q: got %q, want %q", test.format, got, want)
		}
	}
}
