#!/bin/bash
# Builds the leb.wasm that ships, with TinyGo: README.md says how and why.
#
#	web/wasm/build.sh [-o dist/leb.wasm] [-v version]
#
# Does nothing if the file is there and made of the same inputs. Beside it, in
# dist/.tinygo, it keeps all it works with, wasm_exec.js among it.
set -eu -o pipefail
cd "$(dirname "$0")/../.."

out=dist/leb.wasm
version=$(sed -n 's/^ *"version": "\(.*\)",/\1/p' web/npm/package.json)
while getopts o:v: option; do
	case $option in
	o) out=$OPTARG ;;
	v) version=$OPTARG ;;
	*) exit 2 ;;
	esac
done

here=$PWD/web/wasm
work=$PWD/dist/.tinygo
sources=(main_wasm.go go.mod go.sum signal bridge)

# What the bytes depend on, and the bytes.
fingerprint() {
	find "${sources[@]}" web/wasm -type f ! -name '*_test.go' ! -name '*.md' -exec sha256sum {} + | sort
	echo "$version"
	go version
	installed_tinygo
	sha256sum "$out" 2>&1 || true
}

# The version of the TinyGo on PATH, if it is the one that tinygo/root is made for.
installed_tinygo() {
	command -v tinygo >/dev/null || return 0
	tinygo version | sed -n 's/^tinygo version \(0\.42\.[0-9]*\) .*/\1/p'
}

install_packages() {
	local missing=()
	for package in "$@"; do
		dpkg-query -Wf '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing+=("$package")
	done
	[ ${#missing[@]} = 0 ] && return
	local sudo
	sudo=$([ "$(id -u)" = 0 ] || echo sudo)
	$sudo apt-get update
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
}

# A GOROOT of links to the real one, but for four packages.
make_goroot() {
	local real root=$work/goroot
	real=$(go env GOROOT)
	mkdir -p "$root"/src/{encoding,internal}
	ln -s "$real"/* "$root" 2>/dev/null || true # src is there
	for folder in src src/encoding src/internal; do
		ln -s "$real/$folder"/* "$root/$folder" 2>/dev/null || true
	done
	rm "$root"/src/{context,errors,fmt,unicode,encoding/json,internal/godebug}
	cp -r "$here"/slim/std/* "$root/src"
	# unicode: without its maps from names to tables, which TinyGo can't leave out.
	cp -rL --no-preserve=mode "$real/src/unicode" "$root/src"
	sed -i '/^var [A-Za-z]* = map\[/,/^}/d' "$root/src/unicode/tables.go"
}

# A copy of this module in which slim modules stand in for pion's.
make_source() {
	local source=$work/source
	mkdir -p "$source"
	cp -r "${sources[@]}" "$source"
	for module in datachannel dtls/v2 ice/v2 interceptor logging rtp sdp/v3; do
		(cd "$source" && go mod edit -replace "github.com/pion/$module=$here/slim/${module%/*}")
	done
}

# TinyGo's library, with what tinygo/root adds and root.patch changes. The patch
# gives the name of TinyGo's collector "leaking", for which the compiler keeps no
# track of the stack, to the real one, and takes from the allocator the call of
# it: the scheduler makes that while all is at rest. See gc_idle.go.
make_root() {
	local module root=$work/root
	module=$(cd "$here/tinygo" && go mod download github.com/tinygo-org/tinygo && go list -m -f '{{.Dir}}' github.com/tinygo-org/tinygo)
	mkdir -p "$root"
	cp -r --no-preserve=mode "$module"/{src,targets} "$root"
	rm "$root"/src/runtime/{gc_leaking,gc_finalizer_sched}.go
	cp -r "$here"/tinygo/root/* "$root"
	patch --silent --strip=1 --fuzz=0 --directory="$root" <"$here/tinygo/root.patch"
	cp "$root/targets/wasm_exec.js" "$work"
}

compile() {
	local binary=$work/compiled.wasm target=$work/root/targets/lebplayer.json
	export GOROOT=$work/goroot TINYGOROOT=$work/root WASMOPT=$work/wasmopt
	if [ -n "$(installed_tinygo)" ]; then
		(cd "$work/source" && tinygo build -o "$binary" -target "$target" -opt z -panic trap -no-debug \
			-ldflags "-X main.version=$version" .)
	else
		"$work/tinygo" -C "$work/source" -o "$binary" -target "$target" -version "$version"
	fi
	mkdir -p "$(dirname "$out")"
	wasm-opt -Oz --converge --strip-debug --strip-producers --strip-target-features -o "$out" "$binary" \
		--enable-bulk-memory --enable-mutable-globals --enable-nontrapping-float-to-int --enable-sign-ext
}

if [ -f "$out" ] && fingerprint | cmp -s - "$work/fingerprint"; then exit; fi
if [ -n "$(installed_tinygo)" ]; then
	install_packages binaryen patch
else
	install_packages binaryen clang-19 g++ libclang-19-dev lld-19 llvm-19-dev patch
	mkdir -p "$work"
	(cd "$here/tinygo" && go build -tags llvm19 -o "$work/tinygo" .)
fi
rm -rf "$work"/{goroot,root,source}
mkdir -p "$work"
(cd "$here/tinygo" && go build -o "$work/wasmopt" ./wasmopt)
make_goroot
make_source
make_root
(compile)
fingerprint >"$work/fingerprint"
