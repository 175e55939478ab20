package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// newSite serves each root's files: index.html for directories, which are never listed. In place of the site's own
// site-config.json it tells where this program's edge is.
func newSite(roots []root, edgePort int) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /site-config.json", func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host) // by the name under which the viewer found the site
		if err != nil {
			host = r.Host
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-cache")
		_ = json.NewEncoder(w).Encode(map[string]string{ // a reader that left needs no answer
			"signalURL": "http://" + net.JoinHostPort(host, strconv.Itoa(edgePort)),
		})
	})
	for _, r := range roots {
		prefix := strings.TrimSuffix(r.path, "/")
		mux.Handle(prefix+"/", http.StripPrefix(prefix, directory(r.dir)))
	}
	return mux
}

// copyTime is how much older than its original a packed file may be: copying both may turn their order round, but one
// that is older by more is an earlier build's leftover.
const copyTime = 2 * time.Second

// directory serves the files below it, and what lies outside for no path and no symbolic link.
type directory string

// ServeHTTP serves a file, or its .br or .gz neighbour to clients that take it.
func (d directory) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if strings.HasSuffix(r.URL.Path, "/") {
		name = path.Join(name, "index.html")
	}
	file, info, err := d.open(name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer file.Close()
	if info.IsDir() {
		w.Header().Set("Location", path.Base(name)+"/") // relative: the path here lacks its mount
		w.WriteHeader(http.StatusFound)
		return
	}

	header := w.Header()
	header.Set("Content-Type", contentType(name))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "no-cache") // the files change with each build; the ETag makes asking cheap
	header.Set("Vary", "Accept-Encoding")
	encoding := ""
	for _, option := range []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if !accepts(r, option.name) {
			continue
		}
		packed, packedInfo, err := d.open(name + option.suffix)
		if err != nil {
			continue
		}
		defer packed.Close()
		if packedInfo.Mode().IsRegular() && info.ModTime().Sub(packedInfo.ModTime()) <= copyTime {
			file, info, encoding = packed, packedInfo, option.name
			break
		}
	}
	if encoding != "" {
		header.Set("Content-Encoding", encoding)
		header.Set("Content-Length", strconv.FormatInt(info.Size(), 10))
		r.Header.Del("Range") // a part of the packed file is of no use to anybody
	}
	header.Set("ETag", fmt.Sprintf(`"%x-%x%s"`, info.ModTime().UnixNano(), info.Size(), encoding))
	http.ServeContent(w, r, name, info.ModTime(), file)
}

func (d directory) open(name string) (*os.File, fs.FileInfo, error) {
	// Opened anew each time: a build may replace the whole directory.
	file, err := os.OpenInRoot(string(d), filepath.FromSlash(path.Join(".", name)))
	if err != nil {
		return nil, nil, err
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, nil, err
	}
	return file, info, nil
}

// contentTypes holds what must not depend on the machine's own tables.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".mjs":  "text/javascript; charset=utf-8",
	".ts":   "text/plain; charset=utf-8", // not MPEG's transport stream
	".md":   "text/plain; charset=utf-8",
	".json": "application/json",
	".map":  "application/json",
	".wasm": "application/wasm",
	".svg":  "image/svg+xml",
	".ico":  "image/x-icon",
}

func contentType(name string) string {
	extension := strings.ToLower(path.Ext(name))
	if known, ok := contentTypes[extension]; ok {
		return known
	}
	if guessed := mime.TypeByExtension(extension); guessed != "" {
		return guessed
	}
	return "application/octet-stream"
}

// accepts reads Accept-Encoding (RFC 9110 §12.5.3): the coding is named, and not with a weight of zero.
func accepts(r *http.Request, coding string) bool {
	for _, item := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(item), ";")
		if !strings.EqualFold(strings.TrimSpace(name), coding) {
			continue
		}
		value, found := strings.CutPrefix(strings.TrimSpace(weight), "q=")
		q, err := strconv.ParseFloat(value, 64)
		return !found || err == nil && q > 0
	}
	return false
}
