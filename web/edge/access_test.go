package edge

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAccess(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{SitePort: 8080, Token: "open-sesame"})
	const evil = "http://evil.example"
	for name, test := range map[string]struct {
		remote, host string // default: loopback
		query        string
		header       http.Header
		permitted    bool
	}{
		"a program on this machine":         {permitted: true},
		"a program, by name":                {host: "localhost:8687", permitted: true},
		"a program, over IPv6":              {remote: "[::1]:5000", host: "[::1]:8687", permitted: true},
		"the address bar":                   {header: http.Header{"Sec-Fetch-Site": {"none"}}, permitted: true},
		"a page of the edge":                {header: http.Header{"Sec-Fetch-Site": {"same-origin"}}, permitted: true},
		"the site":                          {header: http.Header{"Origin": {"http://127.0.0.1:8080"}, "Sec-Fetch-Site": {"same-site"}}, permitted: true},
		"the site, by name":                 {host: "localhost:8687", header: http.Header{"Origin": {"http://localhost:8080"}}, permitted: true},
		"the site, over IPv6":               {remote: "[::1]:5000", host: "[::1]:8687", header: http.Header{"Origin": {"http://[::1]:8080"}}, permitted: true},
		"the token":                         {query: "token=open-sesame", header: http.Header{"Origin": {evil}}, permitted: true},
		"the token on another machine":      {remote: "192.0.2.7:5000", host: "192.0.2.1:8687", query: "token=open-sesame", permitted: true},
		"a wrong token":                     {query: "token=open", header: http.Header{"Origin": {evil}}},
		"another site":                      {header: http.Header{"Origin": {evil}, "Sec-Fetch-Site": {"cross-site"}}},
		"another site in an old browser":    {header: http.Header{"Origin": {evil}}},
		"another site's image":              {header: http.Header{"Sec-Fetch-Site": {"cross-site"}}},
		"another server on this machine":    {header: http.Header{"Origin": {"http://127.0.0.1:3000"}, "Sec-Fetch-Site": {"same-site"}}},
		"its image":                         {header: http.Header{"Sec-Fetch-Site": {"same-site"}}},
		"another scheme":                    {header: http.Header{"Origin": {"https://127.0.0.1:8080"}}},
		"a page without an origin":          {header: http.Header{"Origin": {"null"}}},
		"a name pointed at this machine":    {host: "evil.example:8687", header: http.Header{"Sec-Fetch-Site": {"same-origin"}}},
		"its page at the site's port":       {host: "evil.example:8687", header: http.Header{"Origin": {evil + ":8080"}}},
		"a program on another machine":      {remote: "192.0.2.7:5000", host: "192.0.2.1:8687"},
		"another machine naming this one":   {remote: "192.0.2.7:5000"},
		"another machine naming the site":   {remote: "192.0.2.7:5000", header: http.Header{"Origin": {"http://127.0.0.1:8080"}}},
		"no host":                           {host: "-"},
		"the site's address within another": {header: http.Header{"Origin": {"http://127.0.0.1:8080.evil.example"}}},
	} {
		for _, endpoint := range []struct{ method, path string }{
			{"GET", "/edge/state"}, {"DELETE", "/edge/state"}, {"OPTIONS", "/edge/state"},
			{"GET", "/edge/sent"}, {"POST", "/edge/fault"}, {"DELETE", "/edge/fault"},
		} {
			r := httptest.NewRequest(endpoint.method, "http://127.0.0.1:8687"+endpoint.path+"?"+test.query, nil)
			r.RemoteAddr = "127.0.0.1:5000"
			if test.remote != "" {
				r.RemoteAddr = test.remote
			}
			if test.host != "" {
				r.Host = strings.TrimPrefix(test.host, "-")
			}
			for key, values := range test.header {
				r.Header[key] = values
			}
			w := httptest.NewRecorder()
			e.Handler().ServeHTTP(w, r)
			origin, allowed := r.Header.Get("Origin"), w.Header().Get("Access-Control-Allow-Origin")
			switch {
			case test.permitted && (w.Code == http.StatusForbidden || allowed != origin):
				t.Errorf("%s, %v: status %d, open to the origin %q", name, endpoint, w.Code, allowed)
			case !test.permitted && (w.Code != http.StatusForbidden || allowed != ""):
				t.Errorf("%s, %v: status %d, open to the origin %q; want 403", name, endpoint, w.Code, allowed)
			}
		}
	}
}

func TestSignallingIsOpenToAllPages(t *testing.T) {
	t.Parallel()
	e := startEdge(t, Config{})
	for _, path := range []string{"/webrtc/v1/pullstream", "/edge/host/slow-1/webrtc/v1/pullstream"} {
		r := httptest.NewRequest("POST", "http://leb.example"+path, strings.NewReader("{}"))
		r.Header.Set("Origin", "http://page.example")
		w := httptest.NewRecorder()
		e.Handler().ServeHTTP(w, r)
		if w.Header().Get("Access-Control-Allow-Origin") != "*" || w.Code != http.StatusBadRequest {
			t.Errorf("%s: status %d, %v", path, w.Code, w.Header())
		}
	}
}

func TestEachEdgeHasItsOwnToken(t *testing.T) {
	t.Parallel()
	one, other := startEdge(t, Config{}), startEdge(t, Config{})
	if one.Token() == other.Token() || len(one.Token()) < 20 {
		t.Errorf("tokens %q and %q", one.Token(), other.Token())
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, one.url+"/edge/state?token=", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Origin", "http://evil.example")
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	if body, _ := io.ReadAll(reply.Body); reply.StatusCode != http.StatusForbidden || !strings.Contains(string(body), "token") {
		t.Errorf("an empty token: status %d, %s", reply.StatusCode, body)
	}
}
