// Command lebplayer is the program inside leb.wasm: it gives play and stop to
// the page and then waits to be called.
package main

import "lebplayer/bridge"

// version is set by the build: -ldflags "-X main.version=…".
var version = "dev"

func main() {
	bridge.Export(version)
	select {}
}
