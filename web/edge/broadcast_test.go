package edge

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHLS(t *testing.T) {
	e, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	server := httptest.NewServer(e.Handler())
	defer server.Close()
	get := func(path string) (status int, body string) {
		reply, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer reply.Body.Close()
		data, _ := io.ReadAll(reply.Body)
		return reply.StatusCode, string(data)
	}
	if status, playlist := get("/fault/no-media~1.m3u8?txSecret=5ecre7"); status != http.StatusOK || !strings.Contains(playlist, "\n0.m4s\n") {
		t.Errorf("status %d, playlist %q", status, playlist)
	}
	if status, file := get("/live/init.mp4"); status != http.StatusOK || !strings.Contains(file, "avc1") || !strings.Contains(file, "Opus") {
		t.Errorf("status %d, initialization %q", status, file)
	}
	if status, segment := get("/live/0.m4s"); status != http.StatusOK || !strings.Contains(segment, "moof") {
		t.Errorf("status %d for a segment of %d bytes", status, len(segment))
	}
	if status, _ := get("/edge/none"); status != http.StatusNotFound {
		t.Errorf("status %d for an unknown endpoint", status)
	}
}

func TestHLSNeedsH264(t *testing.T) {
	vp8 := sampleLibrary().video[1]
	e, err := New(Config{Video: vp8})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	w := httptest.NewRecorder()
	e.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/live/demo.m3u8", nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("status %d, want 404", w.Code)
	}
}
