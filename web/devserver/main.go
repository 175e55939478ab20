// Devserver is the program of "make demo". It serves a local LEB edge and a static site, by default on loopback addresses.
//
//	go run ./web/devserver -site dist/site
//	go run ./web/devserver -video own.h264 -fps 30 -audio own.ogg
//	go run ./web/devserver -rtt 40ms -rate 10
//	go run ./web/devserver -fault loss-10 -fault jitter-50
//	go run ./web/devserver -allow-remote
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/mdp/qrterminal/v3"

	"lebplayer/web/edge"
	"lebplayer/web/edge/netem"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "devserver:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends. It writes lines with the edge's token and the URLs of site and edge to stdout as soon as both accept
// connections; test programs wait for them. The log goes to stderr.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	opts, err := parseOptions(args, stderr)
	if errors.Is(err, errHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	link := netem.New(opts.rtt, opts.rate*1e6)
	config, err := opts.edgeConfig(link, slog.New(slog.NewTextHandler(stderr, nil)))
	if err != nil {
		return err
	}
	edgeListener, err := net.Listen("tcp", opts.addr)
	if err != nil {
		return explainBusy(err, "-addr")
	}
	defer edgeListener.Close()
	siteListener, err := net.Listen("tcp", opts.siteAddr)
	if err != nil {
		return explainBusy(err, "-site-addr")
	}
	defer siteListener.Close()
	config.SitePort = siteListener.Addr().(*net.TCPAddr).Port
	e, err := edge.New(config)
	if err != nil {
		return explainBusy(err, "-udp")
	}
	defer e.Close()

	fmt.Fprintf(stdout, "LEB token: %s\n", e.Token())
	fmt.Fprintf(stdout, "LEB demo: http://%s\n", siteListener.Addr())
	fmt.Fprintf(stdout, "LEB edge: http://%s\n", edgeListener.Addr())
	if opts.allowRemote {
		showCheck(stdout, fmt.Sprintf("http://%s/check.html?token=%s", siteListener.Addr(), e.Token()))
	}
	return serve(ctx, map[net.Listener]http.Handler{
		link.Listener(edgeListener): e.Handler(),
		link.Listener(siteListener): newSite(opts.roots(), edgeListener.Addr().(*net.TCPAddr).Port),
	})
}

// showCheck writes the URL of the self-test page, also as a QR code for a phone's camera. The token in it opens the edge's faults to whoever
// reads it.
func showCheck(w io.Writer, url string) {
	fmt.Fprintf(w, "LEB check: %s\n\n", url)
	qrterminal.GenerateHalfBlock(url, qrterminal.L, w)
}

// serve runs the servers until ctx ends or one of them fails.
func serve(ctx context.Context, handlers map[net.Listener]http.Handler) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var running sync.WaitGroup
	for listener, handler := range handlers {
		server := newServer(ctx, handler)
		running.Go(func() {
			if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
				cancel(err)
			}
		})
		running.Go(func() {
			<-ctx.Done()
			grace, done := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
			defer done()
			if server.Shutdown(grace) != nil {
				_ = server.Close() // the grace period has ended
			}
		})
	}
	running.Wait()
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// newServer returns a server whose requests end with ctx, those with the fault "hang" included. Slow and idle clients do not keep
// their connections.
func newServer(ctx context.Context, handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    64 << 10,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
}

// explainBusy adds a remedy to an error if it says that an address is in use. flag is the flag of the address.
func explainBusy(err error, flag string) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%w: stop the program that uses it, or choose another with %s (port 0 is any free one)", err, flag)
	}
	return err
}
