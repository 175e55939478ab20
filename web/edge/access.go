package edge

import (
	"cmp"
	"crypto/subtle"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
)

// access decides who may use the edge's own endpoints. They tell what is played on this machine and can break it, which is no
// business of the other pages that a developer visits. The LEB endpoints are open to all pages, as LEB's are.
type access struct {
	token    string
	sitePort int
}

// guard returns a handler that serves permitted requests only. Pages can read no other replies.
func (a access) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Cache-Control", "no-store")
		header.Set("Vary", "Origin")
		header.Set("X-Content-Type-Options", "nosniff")
		if !a.permits(r) {
			http.Error(w, "open to the edge's own site and to programs on this machine; others need the parameter token, "+
				"with the value that the edge prints when it starts", http.StatusForbidden)
			return
		}
		if origin := r.Header.Get("Origin"); origin != "" {
			header.Set("Access-Control-Allow-Origin", origin)
		}
		next.ServeHTTP(w, r)
	})
}

// permits reports whether a request has the token, or comes from this machine and there from the edge's site or from no page at
// all.
func (a access) permits(r *http.Request) bool {
	token := r.URL.Query().Get("token")
	if subtle.ConstantTimeCompare([]byte(token), []byte(a.token)) == 1 {
		return true
	}
	// A page whose owner points its name at this machine (DNS rebinding) has that name as the host.
	remote, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !remote.Addr().Unmap().IsLoopback() || !isLoopback(hostname(r)) {
		return false
	}
	if origin := r.Header.Get("Origin"); origin != "" {
		return a.isSite(origin, hostname(r))
	}
	// Browsers send no Origin with some requests, such as those of links and images, but all have Sec-Fetch-Site.
	from := r.Header.Get("Sec-Fetch-Site")
	return from == "" || from == "none" || from == "same-origin"
}

// isSite reports whether an origin is that of the site, which has the host name of the edge and a port of its own.
func (a access) isSite(origin, host string) bool {
	u, err := url.Parse(origin)
	return err == nil && u.Scheme == "http" && u.Hostname() == host && cmp.Or(u.Port(), "80") == strconv.Itoa(a.sitePort)
}

func hostname(r *http.Request) string { return (&url.URL{Host: r.Host}).Hostname() }
