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

// newSite returns a handler that serves the files of all roots. For a directory it serves index.html; it does not list directories.
// It replaces /site-config.json by one with the URL of this program's edge.
func newSite(roots []root, edgePort int) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /site-config.json", func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host) // the name by which the browser has reached the site
		if err != nil {
			host = r.Host
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-cache")
		_ = json.NewEncoder(w).Encode(map[string]string{ // an error means that the client has left
			"signalURL": "http://" + net.JoinHostPort(host, strconv.Itoa(edgePort)),
		})
	})
	for _, r := range roots {
		prefix := strings.TrimSuffix(r.path, "/")
		mux.Handle(prefix+"/", http.StripPrefix(prefix, directory(r.dir)))
	}
	return mux
}

// copyTime is the time by which a compressed file may be older than its original. Copying may reverse the order of both; a greater
// difference means that the compressed file is left from an earlier build.
const copyTime = 2 * time.Second

// directory serves the files below a directory. Neither paths nor symbolic links lead out of it.
type directory string

// ServeHTTP implements http.Handler. It serves a .br or .gz file instead of the file itself to clients that accept the coding.
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
		w.Header().Set("Location", path.Base(name)+"/") // relative, as the path of the request lacks the prefix of the mount
		w.WriteHeader(http.StatusFound)
		return
	}

	header := w.Header()
	header.Set("Content-Type", contentType(name))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "no-cache") // the files change with each build; the ETag makes revalidation cheap
	header.Set("Vary", "Accept-Encoding")
	encoding := ""
	for _, option := range []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if !accepts(r, option.name) {
			continue
		}
		compressed, compressedInfo, err := d.open(name + option.suffix)
		if err != nil {
			continue
		}
		defer compressed.Close()
		if compressedInfo.Mode().IsRegular() && info.ModTime().Sub(compressedInfo.ModTime()) <= copyTime {
			file, info, encoding = compressed, compressedInfo, option.name
			break
		}
	}
	if encoding != "" {
		header.Set("Content-Encoding", encoding)
		header.Set("Content-Length", strconv.FormatInt(info.Size(), 10))
		r.Header.Del("Range") // a part of a compressed file is useless
	}
	header.Set("ETag", fmt.Sprintf(`"%x-%x%s"`, info.ModTime().UnixNano(), info.Size(), encoding))
	http.ServeContent(w, r, name, info.ModTime(), file)
}

func (d directory) open(name string) (*os.File, fs.FileInfo, error) {
	// The directory is opened for each file, since a build may replace it.
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

// contentTypes maps extensions to content types that must not depend on the tables of the machine.
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

// accepts reports whether Accept-Encoding (RFC 9110 §12.5.3) contains a coding with a weight above 0.
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
