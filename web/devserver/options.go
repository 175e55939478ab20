package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path"
	"strings"
	"time"

	"lebplayer/web/edge"
	"lebplayer/web/edge/netem"
)

var errHelp = errors.New("help requested")

// options are the options on the command line; see parseOptions for their meaning.
type options struct {
	addr, siteAddr, udp string
	site                string
	mounts              []root
	video, audio        string
	fps                 float64
	rtt                 time.Duration
	rate                float64 // Mbit/s
	faults              []string
	maxSessions         int
	allowRemote         bool
}

// root is a directory served under a URL path.
type root struct{ path, dir string }

func parseOptions(args []string, stderr io.Writer) (*options, error) {
	o := &options{}
	flags := flag.NewFlagSet("devserver", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.addr, "addr", "", "`host:port` of the edge's signalling (default 127.0.0.1:8687)")
	flags.StringVar(&o.siteAddr, "site-addr", "", "`host:port` of the site (default 127.0.0.1:8080)")
	flags.StringVar(&o.udp, "udp", "", "IPv4 `host:port` of the edge's media (default any port at -addr's host)")
	flags.StringVar(&o.site, "site", "dist/site", "`directory` to serve")
	flags.Func("mount", "one more directory to serve, `/path=directory`; may be repeated", o.addMount)
	flags.StringVar(&o.video, "video", "", "H.264 (raw Annex B, no B-frames) or VP8 (IVF) `file` to play instead of the sample")
	flags.StringVar(&o.audio, "audio", "", "Opus `file` (Ogg) to play instead of the sample")
	flags.Float64Var(&o.fps, "fps", edge.DefaultFPS, "frame `rate` of a raw H.264 -video")
	flags.DurationVar(&o.rtt, "rtt", 0, "emulated round-trip `time` between the browser and this program, such as 40ms")
	flags.Float64Var(&o.rate, "rate", 0, "emulated rate towards the browser in `Mbit/s` (default no limit)")
	flags.Func("fault", "`name` of a fault of every pull and session, such as loss-10 or http-503; may be repeated", o.addFault)
	flags.IntVar(&o.maxSessions, "max-sessions", edge.DefaultMaxSessions, "`number` of sessions above which pulls are answered with HTTP status 503")
	flags.BoolVar(&o.allowRemote, "allow-remote", false, "serve phones and other machines: -addr and -site-addr may be addresses that they can reach, and by default are this\nmachine's in its private network. Whoever can reach them can play")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return nil, errHelp
	} else if err != nil {
		return nil, err
	}
	if flags.NArg() > 0 {
		return nil, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return o, o.check()
}

func (o *options) addMount(value string) error {
	urlPath, dir, found := strings.Cut(value, "=")
	if !found || dir == "" || !strings.HasPrefix(urlPath, "/") || path.Clean(urlPath) == "/" {
		return errors.New("want /path=directory")
	}
	o.mounts = append(o.mounts, root{path: path.Clean(urlPath), dir: dir})
	return nil
}

func (o *options) addFault(name string) error {
	o.faults = append(o.faults, name)
	return edge.CheckFault(name)
}

// setDefaults sets the addresses that were not given.
func (o *options) setDefaults() error {
	host := "127.0.0.1"
	if o.allowRemote && (o.addr == "" || o.siteAddr == "") {
		var err error
		if host, err = privateAddress(); err != nil {
			return err
		}
	}
	if o.addr == "" {
		o.addr = net.JoinHostPort(host, "8687")
	}
	if o.siteAddr == "" {
		o.siteAddr = net.JoinHostPort(host, "8080")
	}
	if host, _, err := net.SplitHostPort(o.addr); err != nil {
		return fmt.Errorf("-addr %q: want host:port", o.addr)
	} else if o.udp == "" {
		o.udp = net.JoinHostPort(host, "0")
	}
	return nil
}

// privateAddress returns this machine's first IPv4 address in a private network (RFC 1918).
func privateAddress() (string, error) {
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return "", err
	}
	for _, addr := range addrs {
		if network, ok := addr.(*net.IPNet); ok && network.IP.To4() != nil && network.IP.IsPrivate() {
			return network.IP.String(), nil
		}
	}
	return "", errors.New("-allow-remote: this machine has no address in a private network; give -addr and -site-addr")
}

// check validates the options.
func (o *options) check() error {
	if err := o.setDefaults(); err != nil {
		return err
	}
	if o.rtt < 0 || o.rate < 0 {
		return errors.New("-rtt and -rate cannot be negative")
	}
	if o.maxSessions < 1 {
		return errors.New("-max-sessions: want a number above 0")
	}
	for _, addr := range []string{o.addr, o.siteAddr, o.udp} {
		if err := edge.CheckAddr(addr, o.allowRemote); err != nil {
			return err
		}
	}
	for _, r := range o.roots() {
		if info, err := os.Stat(r.dir); err != nil || !info.IsDir() {
			return fmt.Errorf("%s is not a directory: build the site first (make build), or choose another with -site or -mount", r.dir)
		}
	}
	return nil
}

// roots returns the directories to serve: those of -mount, then that of -site.
func (o *options) roots() []root {
	return append(o.mounts[:len(o.mounts):len(o.mounts)], root{path: "/", dir: o.site})
}

// edgeConfig returns the edge's configuration. It reads the files of -video and -audio.
func (o *options) edgeConfig(link *netem.Link, log *slog.Logger) (edge.Config, error) {
	config := edge.Config{UDPAddr: o.udp, AllowRemote: o.allowRemote, MaxSessions: o.maxSessions, Link: link, Faults: o.faults, Log: log}
	var err error
	if o.video != "" {
		if config.Video, err = edge.LoadVideo(o.video, o.fps); err != nil {
			return config, fmt.Errorf("-video: %w", err)
		}
	}
	if o.audio != "" {
		if config.Audio, err = edge.LoadAudio(o.audio); err != nil {
			return config, fmt.Errorf("-audio: %w", err)
		}
	}
	return config, nil
}
