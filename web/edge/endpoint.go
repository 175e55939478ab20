package edge

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// endpoint is one of the edge's own HTTP endpoints: a handler for each method.
type endpoint map[string]http.HandlerFunc

// ServeHTTP implements http.Handler. It answers CORS preflights itself (Fetch standard, "HTTP CORS protocol").
func (e endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	methods := strings.Join(slices.Sorted(maps.Keys(e)), ", ")
	w.Header().Set("Access-Control-Allow-Methods", methods)
	if r.Method == http.MethodOptions {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	serve := e[r.Method]
	if serve == nil {
		w.Header().Set("Allow", methods+", OPTIONS")
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	serve(w, r)
}

// writeJSON writes v as a reply with status 200.
func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // an error means that the client has gone
}
