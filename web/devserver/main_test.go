package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// start runs the program on free ports. It returns the two URLs that the program prints, and a function that stops the program and
// returns its error.
func start(t *testing.T, args ...string) (site, edge string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	out, in := io.Pipe()
	result := make(chan error, 1)
	go func() {
		err := run(ctx, append([]string{"-addr", "127.0.0.1:0", "-site-addr", "127.0.0.1:0"}, args...), in, io.Discard)
		in.CloseWithError(io.EOF)
		result <- err
	}()
	lines := bufio.NewScanner(out)
	next := func(prefix string) string {
		if !lines.Scan() {
			t.Fatalf("no line %q: %v", prefix, <-result)
		}
		url, found := strings.CutPrefix(lines.Text(), prefix)
		if !found {
			t.Fatalf("line %q, want it to begin with %q", lines.Text(), prefix)
		}
		return url
	}
	next("LEB token: ")
	site, edge = next("LEB demo: "), next("LEB edge: ")
	stop = func() error {
		cancel()
		return <-result
	}
	t.Cleanup(cancel)
	return site, edge, stop
}

// makeSite returns a new directory with files, a map from names to contents.
func makeSite(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// get sends a GET request. header lists names and values of further header fields.
func get(t *testing.T, url string, header ...string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", "identity")
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply, string(body)
}

func TestServesSiteMountsAndEdge(t *testing.T) {
	t.Parallel()
	site := makeSite(t, map[string]string{
		"index.html": "<title>demo</title>", "leb.wasm": "\x00asm", "app.js": "1", "sub/index.html": "sub", "empty/x.css": "", ".hidden/x": "",
	})
	packages := makeSite(t, map[string]string{"index.js": "export {}", "index.d.ts": "export {}", "sub/index.html": "npm sub"})
	siteURL, edgeURL, stop := start(t, "-site", site, "-mount", "/npm="+packages)

	for path, want := range map[string]struct{ contentType, body string }{
		"/":               {"text/html; charset=utf-8", "<title>demo</title>"},
		"/leb.wasm":       {"application/wasm", "\x00asm"},
		"/app.js":         {"text/javascript; charset=utf-8", "1"},
		"/sub":            {"text/html; charset=utf-8", "sub"}, // after a redirect
		"/npm/sub":        {"text/html; charset=utf-8", "npm sub"},
		"/npm/index.js":   {"text/javascript; charset=utf-8", "export {}"},
		"/npm/index.d.ts": {"text/plain; charset=utf-8", "export {}"},
	} {
		reply, body := get(t, siteURL+path)
		if reply.StatusCode != http.StatusOK || reply.Header.Get("Content-Type") != want.contentType || body != want.body {
			t.Errorf("%s: status %d, %s, %q", path, reply.StatusCode, reply.Header.Get("Content-Type"), body)
		}
		if reply.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: Cache-Control %q", path, reply.Header.Get("Cache-Control"))
		}
		again, _ := get(t, siteURL+path, "If-None-Match", reply.Header.Get("ETag"))
		if again.StatusCode != http.StatusNotModified {
			t.Errorf("%s with its ETag: status %d, want 304", path, again.StatusCode)
		}
	}
	for _, path := range []string{"/nothing", "/empty/", "/npm/", "/../main.go", "/%2e%2e/main.go"} {
		if reply, body := get(t, siteURL+path); reply.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d, %q, want 404", path, reply.StatusCode, body)
		}
	}
	if reply, body := get(t, edgeURL+"/edge/state"); reply.StatusCode != http.StatusOK || !strings.Contains(body, `"sessions":[]`) {
		t.Errorf("edge state: status %d, %s", reply.StatusCode, body)
	}
	for origin, status := range map[string]int{siteURL: http.StatusOK, edgeURL: http.StatusForbidden, "http://evil.example": http.StatusForbidden} {
		if reply, _ := get(t, edgeURL+"/edge/state", "Origin", origin); reply.StatusCode != status {
			t.Errorf("edge state for a page of %s: status %d, want %d", origin, reply.StatusCode, status)
		}
	}
	if err := stop(); err != nil {
		t.Errorf("after stop: %v", err)
	}
	if conn, err := net.Dial("tcp", strings.TrimPrefix(siteURL, "http://")); err == nil {
		conn.Close()
		t.Error("the site still accepts connections")
	}
}

// TestEmulatedNetwork checks the round-trip time to the site and to the edge's signalling.
func TestEmulatedNetwork(t *testing.T) {
	t.Parallel()
	const rtt = 60 * time.Millisecond
	siteURL, edgeURL, stop := start(t, "-site", makeSite(t, map[string]string{"index.html": "demo"}), "-rtt", rtt.String())
	for _, url := range []string{siteURL, edgeURL + "/edge/state"} {
		began := time.Now()
		reply, _ := get(t, url)
		if took := time.Since(began); reply.StatusCode != http.StatusOK || took < 2*rtt {
			t.Errorf("%s: status %d after %v, want two round trips, for the connection and the request", url, reply.StatusCode, took)
		}
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestCompressedFiles(t *testing.T) {
	t.Parallel()
	dir := makeSite(t, map[string]string{
		"a.wasm": "plain", "a.wasm.br": "brotli", "a.wasm.gz": "gzip!", "b.js": "new", "b.js.br": "old", "c.js": "alone",
	})
	past := time.Now().Add(-time.Hour)
	if err := os.Chtimes(filepath.Join(dir, "b.js.br"), past, past); err != nil {
		t.Fatal(err)
	}
	siteURL, _, _ := start(t, "-site", dir)
	tags := map[string]bool{}
	for _, test := range []struct{ path, accept, encoding, body string }{
		{"/a.wasm", "gzip, deflate, br, zstd", "br", "brotli"},
		{"/a.wasm", "gzip", "gzip", "gzip!"},
		{"/a.wasm", "br;q=0, gzip;q=0.5", "gzip", "gzip!"},
		{"/a.wasm", "identity", "", "plain"},
		{"/b.js", "br", "", "new"},
		{"/c.js", "br, gzip", "", "alone"},
	} {
		reply, body := get(t, siteURL+test.path, "Accept-Encoding", test.accept)
		if reply.Header.Get("Content-Encoding") != test.encoding || body != test.body || reply.ContentLength != int64(len(test.body)) {
			t.Errorf("%s for %q: %q, %q of %d bytes", test.path, test.accept, reply.Header.Get("Content-Encoding"), body, reply.ContentLength)
		}
		if test.path == "/a.wasm" {
			tags[reply.Header.Get("ETag")] = true
			if reply.Header.Get("Content-Type") != "application/wasm" || reply.Header.Get("Vary") != "Accept-Encoding" {
				t.Errorf("%s for %q: %v", test.path, test.accept, reply.Header)
			}
		}
	}
	if len(tags) != 3 {
		t.Errorf("%d ETags for three encodings", len(tags))
	}
}

func TestSymbolicLinksDoNotLeaveTheSite(t *testing.T) {
	t.Parallel()
	dir, outside := makeSite(t, map[string]string{"in.js": "in"}), makeSite(t, map[string]string{"secret": "s"})
	for name, target := range map[string]string{"inside.js": "in.js", "outside.js": filepath.Join(outside, "secret")} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
	}
	siteURL, _, _ := start(t, "-site", dir)
	if reply, _ := get(t, siteURL+"/inside.js"); reply.StatusCode != http.StatusOK {
		t.Errorf("a link within the site: status %d", reply.StatusCode)
	}
	if reply, _ := get(t, siteURL+"/outside.js"); reply.StatusCode != http.StatusNotFound {
		t.Errorf("a link out of the site: status %d, want 404", reply.StatusCode)
	}
}

func TestRefusesToStart(t *testing.T) {
	t.Parallel()
	dir := makeSite(t, map[string]string{"movie.mp4": "no"})
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	free := []string{"-site", dir, "-addr", "127.0.0.1:0", "-site-addr", "127.0.0.1:0"}
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"remote edge":      {[]string{"-addr", "0.0.0.0:0"}, "-allow-remote"},
		"remote site":      {[]string{"-site-addr", ":0"}, "-allow-remote"},
		"remote media":     {[]string{"-udp", "192.0.2.1:0"}, "-allow-remote"},
		"no port":          {[]string{"-addr", "127.0.0.1"}, "host:port"},
		"edge port in use": {[]string{"-addr", taken.Addr().String()}, "-addr"},
		"site port in use": {[]string{"-site-addr", taken.Addr().String()}, "-site-addr"},
		"no site":          {[]string{"-site", filepath.Join(dir, "none")}, "-site"},
		"bad mount":        {[]string{"-mount", "npm"}, "/path=directory"},
		"missing video":    {[]string{"-video", filepath.Join(dir, "none.h264")}, "none.h264"},
		"unusable video":   {[]string{"-video", filepath.Join(dir, "movie.mp4")}, "Annex B"},
		"unusable audio":   {[]string{"-audio", filepath.Join(dir, "movie.mp4")}, "Ogg"},
		"negative delay":   {[]string{"-rtt", "-1ms"}, "-rtt"},
		"no sessions":      {[]string{"-max-sessions", "0"}, "-max-sessions"},
		"negative rate":    {[]string{"-rate", "-1"}, "-rate"},
		"misspelt fault":   {[]string{"-fault", "los-10"}, "-fault"},
		"live-only fault":  {[]string{"-fault", "restart"}, "-fault"},
		"stray argument":   {[]string{"own.h264"}, "own.h264"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		err := run(ctx, append(free[:len(free):len(free)], test.args...), io.Discard, io.Discard)
		cancel()
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, test.want)
		}
	}
}

// TestSiteConfig checks that the site configuration names this program's edge, even if the site has one of its own.
func TestSiteConfig(t *testing.T) {
	dir := makeSite(t, map[string]string{"index.html": "", "site-config.json": "{}"})
	site, edge, _ := start(t, "-site", dir)
	response, body := get(t, site+"/site-config.json")
	if want := `{"signalURL":"` + edge + `"}`; strings.TrimSpace(body) != want || response.Header.Get("Content-Type") != "application/json" {
		t.Errorf("got %s (%s), want %s", body, response.Header.Get("Content-Type"), want)
	}
}
