package main

import (
	"bufio"
	"context"
	"io"
	"strings"
	"testing"
)

// TestShowsCheckPage checks that -allow-remote prints the address of the self-test page, and the same as a QR code.
func TestShowsCheckPage(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out, in := io.Pipe()
	site := makeSite(t, map[string]string{"check.html": "self-test"})
	go func() {
		in.CloseWithError(run(ctx, []string{"-allow-remote", "-addr", "127.0.0.1:0", "-site-addr", "127.0.0.1:0", "-site", site}, in, io.Discard))
	}()
	var url, token string
	blocks := 0
	for lines := bufio.NewScanner(out); blocks < 15 && lines.Scan(); {
		line := lines.Text()
		if value, found := strings.CutPrefix(line, "LEB check: "); found {
			url = value
		}
		if value, found := strings.CutPrefix(line, "LEB token: "); found {
			token = value
		}
		if strings.ContainsAny(line, "█▀▄") {
			blocks++
		}
	}
	go io.Copy(io.Discard, out)
	if !strings.HasSuffix(url, "/check.html?token="+token) || token == "" || blocks < 15 {
		t.Fatalf("URL %q, token %q, %d lines of a QR code", url, token, blocks)
	}
	if _, body := get(t, url); body != "self-test" {
		t.Errorf("%s: %q", url, body)
	}
}

// TestRemoteDefaults checks that nothing but loopback is served by default, and what -allow-remote alone serves.
func TestRemoteDefaults(t *testing.T) {
	t.Parallel()
	site := t.TempDir()
	o, err := parseOptions([]string{"-site", site}, io.Discard)
	if err != nil || o.addr != "127.0.0.1:8687" || o.siteAddr != "127.0.0.1:8080" || o.udp != "127.0.0.1:0" {
		t.Errorf("%+v, %v", o, err)
	}
	host, noAddress := privateAddress()
	o, err = parseOptions([]string{"-site", site, "-allow-remote"}, io.Discard)
	if noAddress != nil {
		if err == nil || !strings.Contains(err.Error(), "-site-addr") {
			t.Errorf("without a private address: %v", err)
		}
		return
	}
	if err != nil || o.addr != host+":8687" || o.siteAddr != host+":8080" || o.udp != host+":0" {
		t.Errorf("%+v, %v", o, err)
	}
}
