package signal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestLayers holds the import rules of web/docs/design.md: each package of
// the wasm program knows only those below it, and none links what does not
// belong there, or what costs too many bytes.
func TestLayers(t *testing.T) {
	t.Parallel()
	below := map[string]string{ // each package, and all those it may depend on
		"signal":                  "",
		"signal/sdp":              "signal",
		"signal/quality":          "signal",
		"signal/sei":              "",
		"signal/session/recovery": "signal signal/quality",
		"signal/session/avsync":   "signal signal/sdp signal/quality",
		"signal/session":          "signal signal/sdp signal/quality signal/sei signal/session/recovery signal/session/avsync",
		"bridge":                  "signal signal/sdp signal/quality signal/sei signal/session signal/session/recovery signal/session/avsync",
		"":                        "signal signal/sdp signal/quality signal/sei signal/session signal/session/recovery signal/session/avsync bridge",
		"signal/httptransport":    "signal",
		"signal/signaltest":       "signal",
	}
	const tools = "signal/internal/ascii signal/internal/json" // below everything
	const native = "signal/httptransport signal/signaltest"
	for pkg, allowed := range below {
		t.Run(pkg, func(t *testing.T) {
			t.Parallel()
			inWASM := !contains(native, pkg)
			path := strings.TrimSuffix("lebplayer/"+pkg, "/")
			deps := goList(t, inWASM, "-deps", path)
			for _, dep := range deps {
				own, ours := strings.CutPrefix(dep, "lebplayer/")
				if ours && dep != path && !contains(allowed+" "+tools, own) {
					t.Errorf("%s depends on %s, which is not below it", path, dep)
				}
			}
			if !inWASM {
				return
			}
			// Of pion's own dependencies some link net and crypto; they are
			// none of our packages' business until bridge.
			pure := pkg != "bridge" && pkg != ""
			for _, dep := range deps {
				switch {
				case dep == "net/http":
					t.Errorf("%s links net/http: 5.5 MB of wasm", path)
				case pure && dep == "syscall/js":
					// The standard library itself uses it for time and randomness.
					if imports(t, path, dep) {
						t.Errorf("%s imports syscall/js, which belongs in bridge", path)
					}
				case pure && (strings.HasPrefix(dep, "github.com/pion/") || dep == "encoding/json" || dep == "regexp" || dep == "net/url"):
					t.Errorf("%s links %s", path, dep)
				}
			}
		})
	}
}

func contains(list, name string) bool {
	for _, word := range strings.Fields(list) {
		if word == name {
			return true
		}
	}
	return false
}

func imports(t *testing.T, pkg, wanted string) bool {
	t.Helper()
	return contains(strings.Join(goList(t, true, "-f", `{{join .Imports " "}}`, pkg), " "), wanted)
}

func goList(t *testing.T, wasm bool, args ...string) []string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list"}, args...)...)
	cmd.Env = os.Environ()
	if wasm {
		cmd.Env = append(cmd.Env, "GOOS=js", "GOARCH=wasm")
	}
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list %s: %v", strings.Join(args, " "), err)
	}
	return strings.Fields(string(out))
}

// TestRecoveryIsPure: what recovery decides depends on its arguments alone.
func TestRecoveryIsPure(t *testing.T) {
	t.Parallel()
	const allowed = "errors time lebplayer/signal/quality"
	for _, imported := range goList(t, true, "-f", `{{join .Imports " "}}`, "lebplayer/signal/session/recovery") {
		if !contains(allowed, imported) {
			t.Errorf("recovery imports %s", imported)
		}
	}
	files, err := filepath.Glob("session/recovery/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no sources: %v", err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(source, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt, *ast.ChanType, *ast.SelectStmt:
				t.Errorf("%s has a goroutine or a channel", file)
			case *ast.SelectorExpr:
				pkg, ok := n.X.(*ast.Ident)
				if ok && pkg.Name == "time" && !contains("Duration Second Millisecond", n.Sel.Name) {
					t.Errorf("%s uses time.%s", file, n.Sel.Name)
				}
			}
			return true
		})
	}
}
