# LEB Player. `make help` lists the targets.
#
# What is needed and missing is installed: npm packages, and of Debian's LLVM
# and Binaryen for the build, chromium and gcc for the tests. Everything built goes to dist/, which git ignores.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

VERSION := $(shell sed -n 's/^ *"version": "\(.*\)",/\1/p' web/npm/package.json)
GO_SOURCES := $(shell find main_wasm.go signal bridge -name '*.go' -not -name '*_test.go') $(wildcard bridge/*.js) go.mod go.sum
TS_SOURCES := $(shell find web/npm -name node_modules -prune -o -type f -print) web/compress.mjs
DEMO_SOURCES := $(shell find web/demo -type f)
DOC_SOURCES := $(shell find web/docs -type f) $(wildcard *.md) web/relink.mjs
EDGE_SOURCES := $(shell find signal web/edge web/devserver -type f -not -name '*_test.go')

# What goes into the wasm program built by TinyGo, beside the sources.
TINYGO_SOURCES := $(shell find web/wasm -type f -not -path 'web/wasm/test/*' -not -name '*.md' -not -name '*_test.go')
# The same bytes from the same sources, wherever they are built.
GO_BUILD := GOOS=js GOARCH=wasm go build -trimpath -buildvcs=false -ldflags='-s -w -buildid= -X main.version=$(VERSION)'
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

.PHONY: demo
demo: build ## build all, start the local edge and the demo site, print its URL; DEMO_FLAGS="-fps 30" sets flags
	@dist/bin/devserver $(DEMO_FLAGS)

.PHONY: build
build: dist/leb.wasm dist/.npm dist/.site dist/bin/devserver ## build dist/: leb.wasm (by TinyGo), leb.js, wasm_exec.js, npm/, site/, bin/devserver

dist/leb.wasm: $(GO_SOURCES) $(TINYGO_SOURCES) web/npm/package.json
	web/wasm/build.sh -o $@ -v $(VERSION)
	@touch $@

dist/.npm: dist/leb.wasm $(TS_SOURCES) $(DOC_SOURCES) web/node_modules/.installed LICENSE
	cd web && WASM_TOOLCHAIN=tinygo npm run --silent build
	@touch $@

.PHONY: build-go
build-go: dist/go/.npm ## build dist/go/: the same by the standard Go toolchain

dist/go/leb.wasm: $(GO_SOURCES) web/npm/package.json
	$(GO_BUILD) -o $@ .

dist/go/.npm: dist/go/leb.wasm $(TS_SOURCES) $(DOC_SOURCES) web/node_modules/.installed LICENSE
	cd web && DIST=../dist/go WASM_TOOLCHAIN=go npm run --silent build
	@touch $@

dist/.site: dist/.npm $(DEMO_SOURCES)
	cd web && npm run --silent build:demo
	@touch $@

dist/bin/devserver: $(EDGE_SOURCES) go.mod go.sum
	go build -trimpath -buildvcs=false -o $@ ./web/devserver

web/node_modules/.installed: web/package.json web/package-lock.json
	cd web && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund
	@touch $@

web/site/node_modules/.installed: web/site/package.json web/site/package-lock.json
	cd web/site && npm ci --no-audit --no-fund
	@touch $@

.PHONY: test
test: check test-shell size test-go test-e2e test-site test-consumers chaos test-browsers ## all checks and tests that CI runs

.PHONY: check
check: build ## formatting, go vet for both platforms, TypeScript, the package and its API
	@test -z "$$(gofmt -l main_wasm.go signal bridge web/edge web/devserver web/wasm)" || { gofmt -d main_wasm.go signal bridge web/edge web/devserver web/wasm; exit 1; }
	go vet ./...
	GOOS=js GOARCH=wasm go vet . ./bridge ./signal/... ./web/wasm/test/...
	cd web && npm run --silent typecheck
	cd web && npm run --silent check:package
	node web/bench/documents.mjs --check

.PHONY: api
api: build ## accept a change of the package's types: update web/npm/check/api
	cd web && npm run --silent check:package -- --update

.PHONY: test-go
test-go: build needs-cc walk ## native tests, with the race detector
	go test -race -count=1 ./...
	go test -count=1 ./web/wasm/slim/std/context # made for one thread
	GOARCH=386 CGO_ENABLED=0 go test -count=1 ./signal/... # an int of 32 bits, as in leb.wasm

# $(call walk,package,walks)
walk = go test -count=1 -v -timeout=3m -run='^TestWalk' ./$(1) -rapid.checks=$(2) -rapid.seed=$$seed

.PHONY: walk
walk: ## random walks through the states of recovery and through whole plays; SEED=n walks the same way again
	@seed=$${SEED:-$$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}; echo "seed of the walks: $$seed"; \
		$(call walk,signal/session/recovery,100000) && $(call walk,signal/session,5000)

.PHONY: test-shell
test-shell: build build-go ## the shell against a fake program, in thousands of orders, and the collector; SEED=n repeats
	cd web && npm run --silent test:shell

.PHONY: test-e2e
test-e2e: build build-go dist/go/test/bridge.wasm needs-chromium needs-font ## Chromium against both builds and the local edge; E2E_FLAGS="pause.spec.ts --pass-with-no-tests" for some
	cd web && npx playwright test --config e2e/playwright.config.ts $(E2E_FLAGS)
	cd web && DIST=dist/go npx playwright test --config e2e/playwright.config.ts --project=script $(E2E_FLAGS)

.PHONY: chaos
chaos: build needs-chromium ## every fault while playing, beside TXLivePlayer; CHAOS_FLAGS="-g hosts" for some. The table: dist/chaos/
	cd web && CHAOS=1 npx playwright test --config e2e/playwright.config.ts --project=chaos $(CHAOS_FLAGS)

.PHONY: test-browsers
test-browsers: build needs-chromium needs-firefox needs-ip ## a core list in old Chromiums, Chromium and Firefox; UPDATE=1 writes the table into web/docs/browsers.md, BREAK=1 breaks something in each browser and expects its row to fail
	node web/browsers/fetch.mjs
	cd web && browsers/namespace.sh npx playwright test --config browsers/playwright.config.ts $(BROWSERS_FLAGS)

.PHONY: test-consumers
test-consumers: build needs-chromium ## the packed package out of bundlers, frameworks and pages with policies; CONSUMERS_FLAGS="-g Vite" for some
	cd web && npx playwright test --config npm/consumers/playwright.config.ts $(CONSUMERS_FLAGS)

.PHONY: test-bridge
test-bridge: ## only the bridge's own tests, in Chromium
	$(MAKE) test-e2e E2E_FLAGS="bridge.spec.ts --pass-with-no-tests"

dist/go/test/bridge.wasm: $(GO_SOURCES) $(wildcard bridge/*_test.go)
	GOOS=js GOARCH=wasm go test -c -o $@ ./bridge

.PHONY: bench
bench: build build-go needs-chromium ## against TXLivePlayer and a minimal player, on emulated networks; BENCH_FLAGS=--quick for a look, UPDATE=1 writes the documents' tables
	node web/bench/bench.mjs $(BENCH_FLAGS)

.PHONY: bench-tables
bench-tables: ## write the documents' tables from web/bench/results.json; RUN=dist/bench/FILE.json takes the medians of that run first
	node web/bench/documents.mjs $(if $(RUN),--run $(RUN))

.PHONY: picture
picture: build needs-chromium needs-font needs-webp ## record the moving pictures of the READMEs, web/docs/images, on the local edge
	node web/bench/picture.mjs

.PHONY: soak
soak: build needs-chromium ## 600 plays, and ten minutes of playing: nothing may grow
	cd web && SOAK=1 npx playwright test --config e2e/playwright.config.ts --project=soak --reporter=list

FUZZTIME ?= 20s
.PHONY: fuzz
fuzz: ## run each fuzz target for FUZZTIME (20s)
	@grep -ro --include=*_test.go 'func Fuzz[A-Za-z]*' signal web/edge | while IFS=: read -r file name; do \
		go test -run='^$$' -fuzz="^$${name#func }$$" -fuzztime=$(FUZZTIME) -fuzzminimizetime=20x "./$$(dirname "$$file")"; \
	done

.PHONY: docs
docs: web/node_modules/.installed web/site/node_modules/.installed ## build the documentation site, dist/site/docs, and web/docs/llms.txt; dead links fail. DOCS_BASE=/path/ if it is not at /docs/
	cd web/site && npm run --silent build

.PHONY: test-site
test-site: build docs needs-chromium needs-font ## the documentation site in Chromium; screenshots go to dist/screenshots; SITE_FLAGS="-g search" for some
	cd web && npx playwright test --config site/playwright.config.ts $(SITE_FLAGS)

.PHONY: docs-reviewed
docs-reviewed: ## record that the Chinese pages were compared with the English ones as they are now
	@node web/reviewed.mjs --write

.PHONY: size
size: build build-go ## bytes of what a page loads, raw and brotli -q 11; fails above the budget
	@node web/size.mjs

# $(call get,packages): Debian's packages. $(call install,command,packages): where the command is missing.
get = { $(SUDO) apt-get update && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $(1); }
install = command -v $(1) >/dev/null || $(call get,$(2))

.PHONY: needs
needs: needs-chromium needs-font needs-firefox needs-webp needs-ip needs-cc ## install all Debian packages of builds and tests now, as the container's image does
	@$(call get,$$(sed -n 's/^\tinstall_packages \(binaryen clang.*\)/\1/p' web/wasm/build.sh))

.PHONY: needs-chromium needs-font needs-firefox needs-webp needs-ip needs-cc
needs-chromium:
	@$(call install,chromium,chromium)
needs-font: # Chinese text in screenshots
	@test -e /usr/share/fonts/truetype/wqy/wqy-microhei.ttc || $(call get,fonts-wqy-microhei)
needs-webp:
	@$(call install,img2webp,webp)
needs-firefox: # with the decoder of its H.264
	@$(call install,firefox-esr,firefox-esr libavcodec59)
needs-ip: # the network namespace of test-browsers
	@$(call install,ip,iproute2)
needs-cc: # the race detector links C
	@$(call install,gcc,gcc libc6-dev)

.PHONY: clean
clean: ## remove everything built or installed
	rm -rf dist web/node_modules web/site/node_modules web/test-results
